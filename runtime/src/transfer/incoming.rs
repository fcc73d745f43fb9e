use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::{ANTI_CSRF, AUTH_MODE, AUTHORIZATION, LEGACY_COOKIE, RID};
use crate::config::{
    RequestInfo, TokenNames, TransferConfig, TransferMethod, TransferPurpose, TransferRules,
};

/// What a request says about its session.
pub(crate) struct Incoming<'r> {
    pub(crate) request: &'r dyn RequestInfo,
    pub(crate) config: Arc<TransferConfig>,
    /// Untouched: a cookie jar hides duplicates.
    cookies: Vec<Cow<'r, str>>,
    /// The method that the application allows for reading; None is any.
    allowed: Option<TransferMethod>,
}

/// Which of the two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Access,
    Refresh,
}

impl TokenKind {
    pub(crate) const ALL: [Self; 2] = [Self::Access, Self::Refresh];

    pub(super) fn cookie(self, names: &TokenNames) -> &str {
        match self {
            Self::Access => &names.access_cookie,
            Self::Refresh => &names.refresh_cookie,
        }
    }
}

impl<'r> Incoming<'r> {
    pub(crate) fn new(request: &'r dyn RequestInfo, rules: &TransferRules) -> Self {
        let choose = rules.functions.transfer_method.as_ref();
        Self {
            request,
            config: rules.of(request),
            cookies: request.cookie_lines(),
            allowed: choose.and_then(|choose| choose(request, TransferPurpose::ReadToken)),
        }
    }

    /// Anti-csrf token of the session, as the front end repeats it.
    pub(crate) fn anti_csrf(&self) -> Option<&'r str> {
        self.request.header(ANTI_CSRF)
    }

    /// Whether the header is there that only the front-end SDK sets. Its value does not matter.
    pub(crate) fn has_custom_header(&self) -> bool {
        self.request.header(RID).is_some()
    }

    pub(crate) fn is_get(&self) -> bool {
        self.request.method() == "GET"
    }

    /// Whether the application takes tokens by this method.
    pub(crate) fn allows(&self, method: TransferMethod) -> bool {
        self.allowed.is_none_or(|allowed| allowed == method)
    }

    /// The method that the application allows, if only one.
    pub(crate) fn allowed(&self) -> Option<TransferMethod> {
        self.allowed
    }

    /// The token sent by `method`. A header carries whichever token the route expects.
    pub(crate) fn token(&self, kind: TokenKind, method: TransferMethod) -> Option<Cow<'_, str>> {
        match method {
            TransferMethod::Cookie => self.cookie(kind.cookie(&self.config.names)),
            TransferMethod::Header => {
                let bearer = self
                    .request
                    .header(AUTHORIZATION)?
                    .strip_prefix("Bearer ")?;
                Some(bearer.trim().into())
            }
        }
    }

    /// Whether the token's cookie is there more than once, as after a change of the cookie domain.
    pub(crate) fn has_duplicates(&self, kind: TokenKind) -> bool {
        let cookie = kind.cookie(&self.config.names);
        self.pairs()
            .filter(|(name, _)| decoded(name) == cookie)
            .nth(1)
            .is_some()
    }

    /// Whether no token can be seen, nor a cookie beside which none was sent. Rocket drops a `Cookie` header with
    /// one byte that is not UTF-8, in whichever cookie, and leaves no trace of it: the tokens may be there.
    pub(crate) fn is_silent(&self) -> bool {
        self.cookies.is_empty()
            && self
                .token(TokenKind::Refresh, TransferMethod::Header)
                .is_none()
    }

    pub(crate) fn has_legacy_cookie(&self) -> bool {
        self.cookie(LEGACY_COOKIE).is_some()
    }

    /// The method for a new session: what the application says, else what the client asks for, else headers.
    pub(crate) fn method_for_new_session(&self, rules: &TransferRules) -> TransferMethod {
        if let Some(choose) = &rules.functions.transfer_method
            && let Some(method) = choose(self.request, TransferPurpose::CreateSession)
        {
            return method;
        }
        match self.request.header(AUTH_MODE) {
            Some(mode) if mode.eq_ignore_ascii_case("cookie") => TransferMethod::Cookie,
            _ => TransferMethod::Header,
        }
    }

    /// The first cookie of that name, percent-decoded.
    fn cookie(&self, name: &str) -> Option<Cow<'_, str>> {
        let (_, value) = self.pairs().find(|(found, _)| *found == name)?;
        let value = value
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
            .unwrap_or(value);
        Some(decoded(value))
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.cookies.iter().flat_map(|line| line.split(';'));
        pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.trim(), value.trim())
        })
    }
}

/// The text as it is where it cannot be decoded.
fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text)
        .decode_utf8()
        .unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use figment::Figment;
    use figment::providers::Serialized;

    use super::*;
    use crate::config::{Config, RequestFunctions, Settings};

    #[derive(Default)]
    struct Request {
        cookies: Vec<&'static str>,
        authorization: Option<&'static str>,
        auth_mode: Option<&'static str>,
    }

    impl RequestInfo for Request {
        fn method(&self) -> &str {
            "POST"
        }

        fn path(&self) -> &str {
            "/"
        }

        fn header(&self, name: &str) -> Option<&str> {
            match name {
                AUTHORIZATION => self.authorization,
                AUTH_MODE => self.auth_mode,
                _ => None,
            }
        }

        fn cookie_lines(&self) -> Vec<Cow<'_, str>> {
            self.cookies
                .iter()
                .map(|line| Cow::Borrowed(*line))
                .collect()
        }
    }

    fn config(functions: RequestFunctions) -> Config {
        let section = serde_json::json!({
            "connection_uri": "http://127.0.0.1:3567", "app_name": "Test",
            "api_domain": "http://localhost", "website_domain": "http://localhost",
        });
        let figment = Figment::from(Serialized::default("supertokens", section));
        Config::new(
            Settings::from_figment(&figment).expect("a section"),
            functions,
        )
        .expect("valid")
    }

    fn read<T>(request: &Request, read: impl FnOnce(&Incoming<'_>, &TransferRules) -> T) -> T {
        let config = config(RequestFunctions::default());
        read(&Incoming::new(request, &config.transfer), &config.transfer)
    }

    fn token(request: &Request, kind: TokenKind, method: TransferMethod) -> Option<String> {
        read(request, |incoming, _| {
            incoming.token(kind, method).map(Cow::into_owned)
        })
    }

    fn access(lines: &[&'static str]) -> Option<String> {
        let request = Request {
            cookies: lines.to_vec(),
            ..Request::default()
        };
        token(&request, TokenKind::Access, TransferMethod::Cookie)
    }

    #[test]
    fn cookies_are_decoded_and_the_first_wins() {
        let lines = ["a=b; sAccessToken=x%2By%3D; sAccessToken=second"];
        assert_eq!(access(&lines).as_deref(), Some("x+y="));
        let request = Request {
            cookies: lines.to_vec(),
            ..Request::default()
        };
        assert!(read(&request, |incoming, _| incoming
            .has_duplicates(TokenKind::Access)));
        assert!(!read(&request, |incoming, _| incoming
            .has_duplicates(TokenKind::Refresh)));
    }

    #[test]
    fn several_lines_count_as_one() {
        let cookies = vec!["sAccessToken=a", "sAccessToken=b;sRefreshToken=\"r\""];
        let request = Request {
            cookies,
            ..Request::default()
        };
        assert!(read(&request, |incoming, _| incoming
            .has_duplicates(TokenKind::Access)));
        assert_eq!(
            token(&request, TokenKind::Refresh, TransferMethod::Cookie).as_deref(),
            Some("r")
        );
    }

    #[test]
    fn what_cannot_be_decoded_stays_as_it_is() {
        assert_eq!(access(&["sAccessToken=%ff%2"]).as_deref(), Some("%ff%2"));
        assert_eq!(access(&["sAccessToken"]).as_deref(), Some(""));
        assert_eq!(access(&["", ";;=;", "xsAccessToken=1"]), None);
    }

    #[test]
    fn only_a_bearer_header_carries_a_token() {
        let by_header = |text| {
            let request = Request {
                authorization: Some(text),
                ..Request::default()
            };
            token(&request, TokenKind::Refresh, TransferMethod::Header)
        };
        assert_eq!(by_header("Bearer  tok ").as_deref(), Some("tok"));
        assert_eq!(by_header("Bearer ").as_deref(), Some(""));
        assert_eq!(by_header("bearer tok"), None);
        assert_eq!(by_header("Basic tok"), None);
    }

    #[test]
    fn an_empty_cookie_header_is_one_and_silence_is_none() {
        let silent = |cookies: &[&'static str], authorization| {
            let request = Request {
                cookies: cookies.to_vec(),
                authorization,
                ..Request::default()
            };
            read(&request, |incoming, _| incoming.is_silent())
        };
        assert!(silent(&[], None) && silent(&[], Some("Basic x")));
        assert!(!silent(&[""], None) && !silent(&["a=b"], None));
        assert!(!silent(&[], Some("Bearer x")));
    }

    #[test]
    fn header_is_the_fallback_for_a_new_session() {
        let method = |auth_mode| {
            let request = Request {
                auth_mode,
                ..Request::default()
            };
            read(&request, |incoming, rules| {
                incoming.method_for_new_session(rules)
            })
        };
        assert_eq!(method(Some("Cookie")), TransferMethod::Cookie);
        assert_eq!(method(Some("header")), TransferMethod::Header);
        assert_eq!(method(Some("any")), TransferMethod::Header);
        assert_eq!(method(None), TransferMethod::Header);
    }

    #[test]
    fn the_application_may_choose_the_method() {
        let config = config(RequestFunctions {
            transfer_method: Some(Arc::new(|_, purpose| {
                (purpose == TransferPurpose::ReadToken).then_some(TransferMethod::Cookie)
            })),
            ..RequestFunctions::default()
        });
        let request = Request::default();
        let incoming = Incoming::new(&request, &config.transfer);
        assert!(
            incoming.allows(TransferMethod::Cookie) && !incoming.allows(TransferMethod::Header)
        );
        assert_eq!(
            incoming.method_for_new_session(&config.transfer),
            TransferMethod::Header,
            "none of the function's"
        );
    }
}
