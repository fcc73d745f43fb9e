use std::sync::Arc;

use super::{ClaimFailure, CoreError, TokenDefect};

/// Why a session function failed, and with it what the client is told.
///
/// It is a Rocket responder: a handler may return `Result<T, rocket_supertokens::Error>`, and the front end
/// receives the status, body and cookies it expects.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no session: 401 `{"message":"unauthorised"}`.
    #[error("unauthorised: {reason}")]
    Unauthorised {
        /// What makes it so.
        reason: UnauthorisedReason,
        /// Whether the client's tokens are removed with the answer.
        clear_tokens: bool,
    },

    /// The access token cannot be used any more, a refresh may help:
    /// 401 `{"message":"try refresh token"}`.
    #[error("try refresh token: {reason}")]
    TryRefreshToken {
        /// What is wrong with the access token or the request.
        reason: RefreshReason,
    },

    /// A refresh token was used that a later one had replaced: somebody else holds a copy.
    /// 401 `{"message":"token theft detected"}`; the session is revoked.
    #[error("token theft detected in session {session_handle} of user {user_id}")]
    TokenTheftDetected {
        /// Handle of the session.
        session_handle: String,
        /// Primary user id.
        user_id: String,
        /// Id of the login method used.
        recipe_user_id: String,
    },

    /// The session is valid, but its claims are not enough: 403 with the failures.
    #[error("invalid claim: {}", ids(.0))]
    InvalidClaims(Vec<ClaimFailure>),

    /// The value of a claim could not be fetched: 500.
    #[error("the value of the claim `{claim}` could not be fetched")]
    FetchClaim {
        /// Key of the claim, or id of the validator that wanted it.
        claim: String,
        /// What the function says.
        #[source]
        source: Arc<dyn std::error::Error + Send + Sync>,
    },

    /// The core knows no user with the recipe user id of the session, so there is no e-mail address to look at: 500.
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

    /// The request carries a token's cookie twice, one of them from `older_cookie_domain`, which the answer
    /// empties: 200 with a message. The next refresh succeeds.
    #[error(
        "The request contains multiple session cookies. We are clearing the cookie from olderCookieDomain. Session will be refreshed in the next refresh call."
    )]
    ClearDuplicateSessionCookies,

    /// The request carries a token's cookie twice, and which one is the older is not configured: 500.
    #[error(
        "The request contains multiple session cookies. If `cookie_domain` was changed, set `older_cookie_domain` to its former value (\"\" if there was none), so that the older cookies can be cleared"
    )]
    DuplicateSessionCookies,

    /// The custom header is configured as protection, and a function that sees no request was asked to check it: 500.
    #[error(
        "`anti_csrf` is \"via-custom-header\", which can only be checked with the request: pass `anti_csrf_check(false)` here"
    )]
    CustomHeaderUncheckable,

    /// A session in cookies was to begin, but browsers would drop the cookies: 500.
    #[error(
        "SameSite=None cookies need https: use https in `api_domain` and leave `cookie_secure` alone"
    )]
    InsecureCookies,

    /// A payload update sets a claim that belongs to the core: 400 naming it.
    #[error("the access token payload cannot set the protected claim `{name}`")]
    ProtectedClaim {
        /// Name of the claim.
        name: &'static str,
    },

    /// The access token would be longer than the requests that are to carry it can be: 400 naming the largest claims.
    #[error(
        "the access token payload is too large: {size} bytes of JSON, and {limit} are what a request can carry; its largest claims are {}",
        sizes(.largest)
    )]
    PayloadTooLarge {
        /// Bytes of JSON.
        size: usize,
        /// As many may be.
        limit: usize,
        /// Names and bytes of the largest claims; long names are cut.
        largest: Vec<(String, usize)>,
    },

    /// Payload or session data is nested more deeply than it could be read again: 400.
    #[error(
        "`{name}` in {what} is nested too deeply: 124 arrays and objects within each other can be read again"
    )]
    NestedTooDeeply {
        /// Which of the arguments.
        what: &'static str,
        /// The name within it.
        name: String,
    },

    /// The claim `nbf` would make an access token that nobody accepts: 400.
    #[error(
        "the claim `nbf` must be a number of seconds that have passed, or no access token with it would be accepted"
    )]
    NotBefore,

    /// There can be no tenant of this name: 400. Some such names would reach another app of the same core.
    #[error(
        "there can be no tenant {tenant_id:?}: a name has letters, digits and hyphens, does not begin with `appid-` and is none of `recipe`, `config`, `users`, `hello`"
    )]
    TenantId {
        /// The name as given.
        tenant_id: String,
    },

    /// Payload or session data is something else than a JSON object: 400.
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
        /// What the serialiser says.
        #[source]
        source: Arc<serde_json::Error>,
    },

    /// The access-token payload is not of the type asked for.
    #[error("the access token payload is not of the type asked for")]
    Payload(#[source] Arc<serde_json::Error>),

    /// The core gave no usable answer: 503 when waiting may help, 500 otherwise.
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

    /// The session was there when the request began and is gone now.
    pub(crate) fn gone() -> Self {
        Self::unauthorised(UnauthorisedReason::SessionGone, true)
    }
}

impl From<RefreshReason> for Error {
    fn from(reason: RefreshReason) -> Self {
        Self::TryRefreshToken { reason }
    }
}

/// What makes a request unauthorised.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnauthorisedReason {
    /// The request has no access token that could be one of ours.
    #[error("the request carries no access token")]
    NoToken,
    /// The request has a token, but not one of ours.
    #[error("the access token cannot be used: {0}")]
    Unusable(TokenDefect),
    /// The session was revoked or has expired in the core's database.
    #[error("the session does not exist any more")]
    SessionGone,
    /// The core refused the token.
    #[error("the core says: {0}")]
    Core(String),
    /// The refresh route was called without a refresh token.
    #[error("the request carries no refresh token")]
    NoRefreshToken,
    /// The refresh route was called with an access token only.
    #[error("the request carries an access token but no refresh token")]
    OnlyAccessToken,
    /// The custom header that protects against forged requests is missing.
    #[error("the anti-csrf check failed: the `rid` header is missing")]
    CustomHeaderMissing,
}

/// Why the client should refresh.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshReason {
    /// The access token has expired.
    #[error("the access token has expired")]
    Expired,
    /// The access token is not valid yet (`nbf`).
    #[error("the access token is not valid yet")]
    NotYetValid,
    /// The signature is not that of the key named.
    #[error("the access token's signature is wrong")]
    Signature,
    /// The core publishes no key of the token's `kid`.
    #[error("the access token's key is unknown")]
    UnknownKey,
    /// `use_dynamic_access_token_signing_key` was changed since the token was made.
    #[error("the access token doesn't match the use_dynamic_access_token_signing_key setting")]
    KeyKind,
    /// The request carries the cookie of a session from before 2023.
    #[error("the request uses a legacy session")]
    LegacySession,
    /// The request carries more than one access-token cookie.
    #[error("multiple access tokens are present in the request cookies")]
    DuplicateCookies,
    /// The custom header that protects against forged requests is missing.
    #[error("the anti-csrf check failed: the `rid` header is missing")]
    CustomHeaderMissing,
    /// The anti-csrf token is missing or wrong.
    #[error("the anti-csrf check failed: the `anti-csrf` header is missing or wrong")]
    AntiCsrf,
    /// A newer line of tokens has replaced this one.
    #[error("the access token belongs to a line of tokens that was replaced")]
    RotatedOut,
    /// The core refused the token.
    #[error("the core says: {0}")]
    Core(String),
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
