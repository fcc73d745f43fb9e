//! The links in mails: pages of the front end that are opened with a token.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::config::{Domain, RequestInfo};
use crate::error::Error;
use crate::mail::EmailLink;
use crate::session::SuperTokens;

/// The page where the user chooses a new password.
pub(crate) const RESET_PASSWORD: &str = "/reset-password";
/// The page that verifies an e-mail address.
pub(crate) const VERIFY_EMAIL: &str = "/verify-email";

/// What a query carries as it is (RFC 3986, `unreserved`). Tokens of the core and ids of tenants have nothing else.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A link as it is by default, for an application that writes another one. Whoever has the token can use it, so `Debug`
/// does not show it.
#[derive(Clone)]
#[non_exhaustive]
pub struct DefaultLink {
    /// The tenant that the token belongs to.
    pub tenant_id: String,
    token: String,
    link: String,
}

/// Writes another link.
pub(crate) type WriteLink = dyn Fn(&DefaultLink) -> String + Send + Sync;

impl DefaultLink {
    /// The token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The URL: the front end's address, its page, token and tenant.
    pub fn as_str(&self) -> &str {
        &self.link
    }
}

impl fmt::Debug for DefaultLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DefaultLink")
            .field("tenant_id", &self.tenant_id)
            .finish_non_exhaustive()
    }
}

/// The link to the page `path` of the front end, with the token and the tenant that it belongs to; or what the
/// application writes instead.
///
/// Where the front end is, only the configuration says, and never a header of the request: who asks for the mail is
/// not yet known to be its recipient, and could lead the token to a site of his own.
///
/// # Errors
/// [`Error::Application`] if the origin depends on the request, and there is no request and no `website_domain`, or the
/// function gave something that is no address.
pub(crate) fn link(
    super_tokens: &SuperTokens,
    request: Option<&dyn RequestInfo>,
    path: &str,
    token: &str,
    tenant_id: &str,
    write: Option<&WriteLink>,
) -> Result<EmailLink, Error> {
    let origin = origin(super_tokens, request)?;
    let base_path = &super_tokens.config().app.website_base_path;
    let link = format!(
        "{origin}{base_path}{path}?token={}&tenantId={}",
        utf8_percent_encode(token, ENCODED),
        utf8_percent_encode(tenant_id, ENCODED),
    );
    let Some(write) = write else {
        return Ok(EmailLink::new(link, token));
    };
    let by_default = DefaultLink {
        tenant_id: tenant_id.to_owned(),
        token: token.to_owned(),
        link,
    };
    Ok(EmailLink::new(write(&by_default), token))
}

/// Scheme, host and port of the front end.
fn origin<'a>(
    super_tokens: &'a SuperTokens,
    request: Option<&dyn RequestInfo>,
) -> Result<Cow<'a, str>, Error> {
    let config = super_tokens.config();
    match (&config.transfer.functions.origin, request) {
        (Some(origin), Some(request)) => {
            let origin = Domain::parse("origin", &origin(request)).map_err(failed)?;
            Ok(Cow::Owned(origin.as_str().to_owned()))
        }
        (_, _) => {
            let website = config.app.website_without_request.as_ref();
            let website = website.ok_or_else(|| failed(NoOrigin))?;
            Ok(Cow::Borrowed(website.as_str()))
        }
    }
}

/// Why there is no link.
#[derive(Debug, thiserror::Error)]
#[error(
    "without a request the front end's address is unknown: set `website_domain` beside `origin_fn`"
)]
struct NoOrigin;

fn failed(source: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Application {
        what: "the function `origin_fn`, for a link in a mail,",
        source: Arc::new(source),
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::error::Error as _;

    use super::*;
    use crate::config::{Config, RequestFunctions, Settings};
    use crate::session::{Parts, originals};

    /// A request that says where it would like the link to lead.
    struct ForeignHost;

    impl RequestInfo for ForeignHost {
        fn method(&self) -> &str {
            "POST"
        }

        fn path(&self) -> &str {
            "/auth/user/email/verify/token"
        }

        fn header(&self, name: &str) -> Option<&str> {
            match name {
                "host" => Some("evil.example"),
                "origin" => Some("https://evil.example"),
                _ => None,
            }
        }

        fn cookie_lines(&self) -> Vec<Cow<'_, str>> {
            Vec::new()
        }
    }

    fn super_tokens(website_domain: Option<&str>, origin: Option<&'static str>) -> SuperTokens {
        let settings = Settings {
            connection_uri: Some("http://127.0.0.1:3567".to_owned()),
            app_name: Some("Test".to_owned()),
            api_domain: Some("https://api.example.com".to_owned()),
            website_domain: website_domain.map(str::to_owned),
            ..Settings::default()
        };
        let mut functions = RequestFunctions::default();
        if let Some(origin) = origin {
            functions.origin = Some(Arc::new(move |_: &dyn RequestInfo| origin.to_owned()));
        }
        let config = Config::new(settings, functions).expect("valid");
        SuperTokens::new(config, Parts::default(), originals()).expect("valid")
    }

    fn of(super_tokens: &SuperTokens, request: Option<&dyn RequestInfo>) -> Result<String, Error> {
        let link = link(super_tokens, request, VERIFY_EMAIL, "Ab1", "public", None);
        link.map(|link| link.as_str().to_owned())
    }

    #[test]
    fn an_application_may_write_it_and_the_token_stays_known() {
        let super_tokens = super_tokens(Some("https://example.com"), None);
        let write = |link: &DefaultLink| {
            assert!(!format!("{link:?}").contains(link.token()), "{link:?}");
            format!("https://a.example/{}/{}", link.tenant_id, link.token())
        };
        let link = link(&super_tokens, None, VERIFY_EMAIL, "Ab1", "t1", Some(&write));
        let link = link.expect("a link");
        assert_eq!(
            (link.as_str(), link.token()),
            ("https://a.example/t1/Ab1", "Ab1")
        );
    }

    #[test]
    fn a_link_leads_to_the_configured_front_end_whatever_the_request_says() {
        let super_tokens = super_tokens(Some("https://example.com/"), None);
        for request in [None, Some(&ForeignHost as &dyn RequestInfo)] {
            assert_eq!(
                of(&super_tokens, request).expect("a link"),
                "https://example.com/auth/verify-email?token=Ab1&tenantId=public"
            );
        }
    }

    #[test]
    fn with_an_origin_of_the_request_the_link_leads_there() {
        let other = super_tokens(
            Some("https://example.com"),
            Some("https://admin.example.com"),
        );
        assert_eq!(
            of(&other, Some(&ForeignHost)).expect("a link"),
            "https://admin.example.com/auth/verify-email?token=Ab1&tenantId=public"
        );
        assert_eq!(
            of(&other, None).expect("a link"),
            "https://example.com/auth/verify-email?token=Ab1&tenantId=public"
        );
    }

    #[test]
    fn where_the_front_end_is_unknown_there_is_no_link() {
        let without_request = of(&super_tokens(None, Some("https://example.com")), None);
        let error = without_request.expect_err("no address");
        let source = error.source().expect("a source").to_string();
        assert!(source.contains("website_domain"), "{source}");
        for origin in ["", "javascript:alert(1)", "https://"] {
            let nowhere = super_tokens(None, Some(origin));
            of(&nowhere, Some(&ForeignHost)).expect_err(origin);
        }
    }

    #[test]
    fn what_would_end_the_query_is_encoded() {
        let super_tokens = super_tokens(Some("https://example.com"), None);
        let token = "a&b=#\"<";
        let link = link(&super_tokens, None, RESET_PASSWORD, token, "t/1", None).expect("a link");
        assert_eq!(link.token(), token);
        assert_eq!(
            link.as_str(),
            "https://example.com/auth/reset-password?token=a%26b%3D%23%22%3C&tenantId=t%2F1"
        );
    }
}
