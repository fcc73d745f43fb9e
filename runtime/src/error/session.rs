//! Why a session function failed.

use std::sync::Arc;
use std::time::Duration;

use super::claim::ClaimFailure;
use super::core::CoreError;
use super::input::InputDefect;
use super::json::JsonDefect;
use super::reasons::{RefreshReason, UnauthorisedReason};

/// Why a session function failed. The error decides the response to the client.
///
/// It is a Rocket responder: a handler may return `Result<T, rocket_supertokens::Error>`, and the front end receives
/// the status, body and cookies that it expects.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no session: 401 `{"message":"unauthorised"}`.
    #[error("unauthorised")]
    Unauthorised {
        /// Why the request is unauthorised.
        #[source]
        reason: UnauthorisedReason,
        /// Whether the client's tokens are removed with the response.
        clear_tokens: bool,
    },

    /// The access token cannot be used, but a refresh may help: 401 `{"message":"try refresh token"}`.
    #[error("try refresh token")]
    TryRefreshToken {
        /// What is wrong with the access token or the request.
        #[source]
        reason: RefreshReason,
    },

    /// The refresh token had already been replaced by a later one, so somebody else has a copy of it: 401
    /// `{"message":"token theft detected"}`. The session is revoked.
    ///
    /// Within ten seconds of a refresh the old token is taken for a late request of the same client, for instance from
    /// another tab: it receives the same new tokens.
    #[error("token theft detected in session {session_handle} of user {user_id}")]
    TokenTheftDetected {
        /// Handle of the session.
        session_handle: String,
        /// Primary user id.
        user_id: String,
        /// Id of the login method used.
        recipe_user_id: String,
    },

    /// The session is valid, but a check of its claims failed: 403 with the failures.
    #[error("invalid claim: {}", ids(.0))]
    InvalidClaims(Vec<ClaimFailure>),

    /// The value of a claim could not be fetched: 500.
    #[error("the value of the claim `{claim}` could not be fetched")]
    FetchClaim {
        /// Key of the claim, or id of the validator that wanted it.
        claim: String,
        /// The error of the function.
        source: Arc<dyn std::error::Error + Send + Sync>,
    },

    /// The core knows no user with the recipe user id of the session, so the e-mail address is unknown: 500.
    #[error(
        "the value of the claim `st-ev` could not be fetched: the core knows no login method {recipe_user_id:?}; for users of your own give the builder `email_for_recipe_user_id`"
    )]
    UnknownUser {
        /// The recipe user id.
        recipe_user_id: String,
    },

    /// The core knows no such role: 500.
    #[error("the core knows no role {role:?}: create it first")]
    UnknownRole {
        /// The role.
        role: String,
    },

    /// The request carries a token's cookie twice. The response removes the cookie of `older_cookie_domain`: 200 with a
    /// message. The next refresh succeeds.
    #[error(
        "the request carries a token's cookie twice: the one of `older_cookie_domain` is cleared, and the next refresh succeeds"
    )]
    ClearDuplicateSessionCookies,

    /// The request carries a token's cookie twice, and `older_cookie_domain` is not set: 500.
    #[error(
        "The request contains multiple session cookies. If `cookie_domain` was changed, set `older_cookie_domain` to its former value (\"\" if there was none), so that the older cookies can be cleared"
    )]
    DuplicateSessionCookies,

    /// `anti_csrf` is `via-custom-header`, but the function sees no request that could have the header: 500.
    #[error(
        "`anti_csrf` is \"via-custom-header\", which can only be checked with the request: pass `anti_csrf_check(false)` here"
    )]
    CustomHeaderUncheckable,

    /// A session in cookies cannot begin, because browsers would drop the cookies: 500.
    #[error(
        "SameSite=None cookies need https: use https in `api_domain` and leave `cookie_secure` alone"
    )]
    InsecureCookies,

    /// A payload update sets a claim that belongs to the core: 400 with its name.
    #[error("the access token payload cannot set the protected claim `{name}`")]
    ProtectedClaim {
        /// Name of the claim.
        name: &'static str,
    },

    /// The access token would be too long for a request: 400 with the largest claims.
    #[error(
        "the access token payload is too large: {size} bytes of JSON, and {limit} are what a request can carry; its largest claims are {}",
        sizes(.largest)
    )]
    PayloadTooLarge {
        /// Size of the payload's JSON, in bytes.
        size: usize,
        /// The largest size allowed, in bytes.
        limit: usize,
        /// The largest claims: their names and sizes in bytes. Long names are cut.
        largest: Vec<(String, usize)>,
    },

    /// Payload or session data is nested too deeply to be read again: 400.
    #[error(
        "`{name}` in {what} is nested too deeply: at most 124 arrays and objects within each other can be read again"
    )]
    NestedTooDeeply {
        /// Which of the arguments.
        what: &'static str,
        /// The name within it.
        name: String,
    },

    /// The claim `nbf` would make an access token that is not accepted: 400.
    #[error(
        "the claim `nbf` must be a number of seconds that have passed, or no access token with it would be accepted"
    )]
    NotBefore,

    /// No tenant can have this name: 400. Some of these names would reach another app of the same core. A tenant that the
    /// core does not know is an [`Error::UnknownTenant`].
    #[error(
        "no tenant can have the name {tenant_id:?}: use letters, digits and hyphens, do not begin with `appid-`, and do not use `recipe`, `config`, `users`, `hello`"
    )]
    TenantId {
        /// The name as given.
        tenant_id: String,
    },

    /// Payload or session data is not a JSON object: 400.
    #[error("{what} must be a JSON object, not {found}")]
    NotAnObject {
        /// Which of the arguments.
        what: &'static str,
        /// The JSON type found.
        found: &'static str,
    },

    /// Payload or session data could not be turned into JSON.
    #[error("{what} cannot be written as JSON")]
    Serialize {
        /// Which of the arguments.
        what: &'static str,
        /// What is wrong with them.
        source: JsonDefect,
    },

    /// The access-token payload is not of the type asked for.
    #[error("the access token payload is not of the type asked for")]
    Payload(#[source] JsonDefect),

    /// A request to a route of the front-end driver interface has another form than the front end's: 400 with the text.
    #[error("the request cannot be read")]
    Input(#[from] InputDefect),

    /// Too many attempts from one client, or for one address: 429 with `Retry-After`.
    #[error("too many attempts, the next one is allowed in {} seconds", .retry_after.as_secs())]
    TooManyAttempts {
        /// How long the client shall wait.
        retry_after: Duration,
    },

    /// The core knows no such tenant: 400.
    #[error("the core knows no tenant {tenant_id:?}")]
    UnknownTenant {
        /// The name as given.
        tenant_id: String,
    },

    /// A function that the application gave to a recipe failed: 500.
    #[error("{what} failed")]
    Application {
        /// Which of the functions.
        what: &'static str,
        /// Its error.
        source: Arc<dyn std::error::Error + Send + Sync>,
    },

    /// The core gave no usable response: 503 if waiting may help, 500 otherwise.
    #[error(transparent)]
    Core(#[from] CoreError),

    /// The fairing is not attached: 500.
    #[error("the SuperTokens fairing is not attached: add `.attach(SuperTokens::fairing())`")]
    NotAttached,
}

impl Error {
    pub(crate) fn unauthorised(reason: UnauthorisedReason, clear_tokens: bool) -> Self {
        Self::Unauthorised {
            reason,
            clear_tokens,
        }
    }

    /// The session existed when the request began, but has ended since.
    pub(crate) fn gone() -> Self {
        Self::unauthorised(UnauthorisedReason::SessionGone, true)
    }
}

impl From<RefreshReason> for Error {
    fn from(reason: RefreshReason) -> Self {
        Self::TryRefreshToken { reason }
    }
}

fn sizes(claims: &[(String, usize)]) -> String {
    let claims = claims.iter();
    claims
        .map(|(name, size)| format!("`{name}` ({size} bytes)"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn ids(failures: &[ClaimFailure]) -> String {
    failures
        .iter()
        .map(|failure| failure.id.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}
