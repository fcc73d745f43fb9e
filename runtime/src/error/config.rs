//! What can be wrong with the configuration.

use std::sync::Arc;

/// What is wrong with the configuration. It stops the launch; each message says what to write instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Settings without a default were not given.
    #[error(
        "settings are missing. Set them with the methods of the same names on the builder or, where the fairing or `build_from` reads it, write in Rocket.toml:{}",
        examples(.names)
    )]
    Missing {
        /// Names of the settings.
        names: Vec<&'static str>,
    },

    /// A domain could not be understood.
    #[error(
        "`{name}` is not a domain: {value:?}. Write a scheme and a host, for example \"https://api.example.com\" or \"http://localhost:8000\"{}",
        ascii_form(.value)
    )]
    Domain {
        /// Name of the setting.
        name: &'static str,
        /// The value as given.
        value: String,
    },

    /// A host of the core is to be reached by https, and this crate was built without TLS.
    #[error(
        "`connection_uri` has {host:?}, but rocket_supertokens was built without TLS: in Cargo.toml, add \"tls\" to its features or remove `default-features = false`. A core in a private network can be reached by http"
    )]
    NoTls {
        /// Scheme, host and port.
        host: String,
    },

    /// A cookie domain could not be understood.
    #[error(
        "`{name}` is not a domain for cookies: {value:?}. Write a host such as \"example.com\" or \".example.com\"{}",
        ascii_form(.value)
    )]
    CookieDomain {
        /// Name of the setting.
        name: &'static str,
        /// The value as given.
        value: String,
    },

    /// A cookie domain does not contain the host of the API.
    #[error(
        "`{name}` is {domain:?}, which does not contain the host of `api_domain`, {host:?}: browsers drop such cookies. Write a domain that contains it, such as {suggestion:?}, or remove the setting"
    )]
    CookieDomainElsewhere {
        /// Name of the setting.
        name: &'static str,
        /// The normalised domain.
        domain: String,
        /// Host of `api_domain`.
        host: String,
        /// A domain that contains it.
        suggestion: String,
    },

    /// A cookie domain is a public suffix.
    #[error(
        "`{name}` is {domain:?}, below which anyone can have a site: browsers drop such cookies. Write your own domain, such as {suggestion:?}, or remove the setting"
    )]
    CookieDomainSuffix {
        /// Name of the setting.
        name: &'static str,
        /// The normalised domain.
        domain: String,
        /// The domain of `api_domain`.
        suggestion: String,
    },

    /// A name cannot be that of a cookie or header.
    #[error(
        "`{name}` is {value:?}: use only letters, digits, `-` and `_`, and a different name for each token"
    )]
    TokenName {
        /// Name of the setting.
        name: &'static str,
        /// The value as given.
        value: String,
    },

    /// A path could not be understood.
    #[error("`{name}` is not a URL path: {value:?}. Write something like \"/auth\"")]
    Path {
        /// Name of the setting.
        name: &'static str,
        /// The value as given.
        value: String,
    },

    /// A path of a cookie contains a `;`, which would end it.
    #[error(
        "`{name}` is {path:?}, but a cookie's path cannot have a `;`: write something like \"/auth\""
    )]
    CookiePath {
        /// Name of the setting.
        name: &'static str,
        /// The normalised path.
        path: String,
    },

    /// Rocket would serve no request below `api_base_path`.
    #[error(
        "`api_base_path` {path:?} cannot be served: Rocket finds no route whose path browsers encode or shorten. Write letters, digits and `-._~`, each part once, such as \"/auth\""
    )]
    Mount {
        /// The normalised path.
        path: String,
    },

    /// A host is a public suffix: other people have sites below it.
    #[error(
        "`{name}` {host:?} is a public suffix and not a host: write the whole name, for example \"https://api.example.com\""
    )]
    NoSite {
        /// Name of the setting.
        name: &'static str,
        /// The host.
        host: String,
    },

    /// A time span is zero.
    #[error("`{name}` is zero: write a time such as \"5s\", or remove the setting")]
    ZeroDuration {
        /// Name of the setting.
        name: &'static str,
    },

    /// A status code of our refusals is out of range.
    #[error(
        "`{name}` is {code}: it must lie between 400 and 499, and the front end must be told the same number"
    )]
    StatusCode {
        /// Name of the setting.
        name: &'static str,
        /// The code as given.
        code: u16,
    },

    /// The front end tells the two refusals apart by their status code.
    #[error(
        "`session_expired_status_code` and `invalid_claim_status_code` are both {code}: they must be different"
    )]
    SameStatusCodes {
        /// The code as given.
        code: u16,
    },

    /// `max_cdi_version` names a version this crate does not speak.
    #[error("`max_cdi_version` is {value:?}: write one of 5.0, 5.1, 5.2, 5.3, 5.4, 5.5, 5.6")]
    CdiVersion {
        /// The value as given.
        value: String,
    },

    /// A claim is added to new sessions twice.
    #[error("the claim `{key}` is added to new sessions twice: remove one of the two")]
    DuplicateClaim {
        /// Key of the claim.
        key: String,
    },

    /// The API key has characters that a header cannot carry.
    #[error(
        "`api_key` has characters that an HTTP header cannot carry: copy the key again, without line breaks"
    )]
    ApiKey,

    /// `supertokens` is there, but no table.
    #[error(
        "`supertokens` is one value and not a table of settings: check braces and quotes, for example ROCKET_SUPERTOKENS={{app_name=\"My App\"}}"
    )]
    NoSection,

    /// A setting could not be read.
    #[error("the settings of `supertokens` cannot be read: {problem}")]
    Section {
        /// Which setting is wrong, and how. The error has no source, because the source would show the value, which may
        /// be a key.
        problem: String,
    },

    /// A route sends e-mails, and nobody was named who sends them.
    #[error(
        "nobody sends e-mails, and the application resets passwords or verifies addresses by e-mail. For production, write the section [default.supertokens.smtp] with `host` and `from_email` in Rocket.toml, or give the builder `send_email(..)`. For development, write `log_emails = true` under [default.supertokens]: a debug build then writes the links into the log. Or switch the routes off: `password_reset_token_route = false` under [default.supertokens.email_password], `email_verification_routes = false` under [default.supertokens]"
    )]
    NobodySendsEmails,

    /// There is a section `smtp`, and this crate was built without SMTP.
    #[error(
        "there is a section `smtp`, but rocket_supertokens was built without SMTP: in Cargo.toml, add \"smtp\" to its features"
    )]
    NoSmtp,

    /// The address that e-mails come from is none.
    #[error(
        "`from_email` is {value:?}, which is no address: write something like \"no-reply@example.com\""
    )]
    FromEmail {
        /// The value as given.
        value: String,
    },

    /// E-mails would go to another machine without protection.
    #[error(
        "`encryption` is \"none\", and the server {host:?} is another machine: everybody on the way could read the links in the e-mails. Write \"starttls\" or \"tls\"; in code, `Smtp::allow_plaintext` lets it be"
    )]
    SmtpPlaintext {
        /// Name of the server.
        host: String,
    },

    /// There may be no connection to the server that sends e-mails.
    #[error(
        "`pool_size` is zero: write how many connections to the SMTP server there may be, or remove the setting"
    )]
    SmtpPoolSize,

    /// TLS for the server that sends e-mails could not be set up.
    #[error("TLS for the SMTP server could not be set up")]
    SmtpTls(#[source] Arc<dyn std::error::Error + Send + Sync>),

    /// The HTTP client for the core could not be set up.
    #[error("the HTTP client for the core could not be set up")]
    HttpClient(#[source] Arc<dyn std::error::Error + Send + Sync>),
}

/// A line of TOML for each setting, below the section in which it stands.
fn examples(names: &[&str]) -> String {
    let mut lines = String::new();
    let mut section = None;
    let (inner, outer): (Vec<&str>, Vec<&str>) = names.iter().partition(|it| it.contains('.'));
    for name in outer.into_iter().chain(inner) {
        let (of_name, inner) = match name.split_once('.') {
            Some((sub_section, inner)) => (format!(".{sub_section}"), inner),
            None => (String::new(), name),
        };
        if section.as_ref() != Some(&of_name) {
            lines += &format!("\n    [default.supertokens{of_name}]");
            section = Some(of_name);
        }
        lines += &format!("\n    {inner} = \"{}\"", example(name));
    }
    lines
}

fn example(name: &str) -> &'static str {
    match name {
        "connection_uri" => "http://127.0.0.1:3567",
        "app_name" => "My App",
        "api_domain" => "https://api.example.com",
        "smtp.host" => "smtp.example.com",
        "smtp.from_email" => "no-reply@example.com",
        _ => "https://example.com",
    }
}

/// What to write for a host with letters that DNS does not have.
fn ascii_form(value: &str) -> &'static str {
    match value.is_ascii() {
        true => "",
        false => {
            ". Write a name with other letters in its ASCII form, which begins with \"xn--\" and stands in the browser's Origin header"
        }
    }
}
