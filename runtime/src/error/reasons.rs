//! Why a request is unauthorised, or should be repeated after a refresh.

use super::token::TokenDefect;

/// Why a request is unauthorised.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnauthorisedReason {
    /// The request has no access token of SuperTokens.
    #[error("the request carries no access token")]
    NoToken,
    /// The request has a token, but it is not an access token of SuperTokens.
    #[error("the access token cannot be used")]
    Unusable(#[source] TokenDefect),
    /// The session was revoked or has expired in the core's database.
    #[error("the session does not exist any more")]
    SessionGone,
    /// The core refused the token.
    #[error("the core says: {0}")]
    Core(String),
    /// The refresh route was called without a refresh token.
    #[error("the request carries no refresh token")]
    NoRefreshToken,
    /// The refresh route was called with an access token but without a refresh token.
    #[error("the request carries an access token but no refresh token")]
    OnlyAccessToken,
    /// The custom header that protects against forged requests is missing.
    #[error("the anti-csrf check failed: the `rid` header is missing")]
    CustomHeaderMissing,
    /// The tenant does not allow this way to log in.
    #[error("the tenant does not allow this way to log in")]
    LoginMethodOff,
    /// The user of the session was deleted.
    #[error("the user does not exist any more")]
    UserGone,
}

/// Why the client should refresh the session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshReason {
    /// The access token has expired.
    #[error("the access token has expired")]
    Expired,
    /// The access token is not valid yet (`nbf`).
    #[error("the access token is not valid yet")]
    NotYetValid,
    /// The signature was not made with the key that the token names.
    #[error("the access token's signature is wrong")]
    Signature,
    /// The core publishes no key with the token's `kid`.
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
