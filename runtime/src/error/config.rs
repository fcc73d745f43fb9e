/// What is wrong with the configuration. It stops the launch; each message says what to write instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A setting without a default was not given.
    #[error(
        "`{name}` is missing: set it under [default.supertokens] in Rocket.toml, or with `.{name}(..)` on the builder, for example {name} = \"{example}\""
    )]
    Missing {
        /// Name of the setting.
        name: &'static str,
        /// A value of the right form.
        example: &'static str,
    },

    /// Neither `website_domain` nor `origin` was given.
    #[error(
        "`website_domain` (or `origin`) is missing: set it to the address of your front end, for example website_domain = \"https://example.com\""
    )]
    MissingWebsiteDomain,

    /// A domain could not be understood.
    #[error(
        "`{name}` is not a domain: {value:?}. Write a scheme and a host, for example \"https://api.example.com\" or \"http://localhost:8000\""
    )]
    Domain {
        /// Name of the setting.
        name: &'static str,
        /// The value as given.
        value: String,
    },

    /// A cookie domain could not be understood.
    #[error(
        "`{name}` is not a domain for cookies: {value:?}. Write a host such as \"example.com\" or \".example.com\""
    )]
    CookieDomain {
        /// Name of the setting.
        name: &'static str,
        /// The value as given.
        value: String,
    },

    /// A name cannot be that of a cookie or header.
    #[error(
        "`{name}` is {value:?}: use letters, digits, `-` and `_` only, and a name for each token"
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

    /// `api_base_path` cannot be mounted as a Rocket route.
    #[error("`api_base_path` {path:?} cannot be mounted: write a static path such as \"/auth\"")]
    Mount {
        /// The normalised path.
        path: String,
    },

    /// A host is neither `localhost` nor an IPv4 address nor below a public suffix.
    #[error(
        "`{name}` {host:?} has no registrable domain, so the cookies' SameSite cannot be derived: use a host below a public suffix, localhost or an IPv4 address, or set `cookie_same_site` yourself"
    )]
    NoSite {
        /// Name of the setting.
        name: &'static str,
        /// The host.
        host: String,
    },

    /// Browsers drop `SameSite=None` cookies that are not `Secure`.
    #[error(
        "api_domain and website_domain are different sites, so the cookies need SameSite=None, which browsers only keep with https: use https in `api_domain` and leave `cookie_secure` alone"
    )]
    InsecureCrossSite,

    /// A status code of our answers is out of range.
    #[error(
        "`{name}` is {code}: it must lie between 400 and 499, and the front end must be told the same number"
    )]
    StatusCode {
        /// Name of the setting.
        name: &'static str,
        /// The code as given.
        code: u16,
    },

    /// The front end tells the two answers apart by their status code.
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

    /// The section could not be read.
    #[error("the `supertokens` section of the configuration cannot be read: {0}")]
    Section(#[source] Box<figment::Error>),

    /// The HTTP client for the core could not be set up.
    #[error("the HTTP client for the core could not be set up")]
    HttpClient(#[source] reqwest::Error),
}

impl From<figment::Error> for ConfigError {
    fn from(error: figment::Error) -> Self {
        Self::Section(Box::new(error))
    }
}
