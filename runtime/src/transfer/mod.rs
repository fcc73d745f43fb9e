//! Tokens in and out of HTTP: cookies, headers, the front token, the anti-csrf token. Plain types, no framework.

mod cookie;
mod front_token;
mod incoming;
mod outbox;
mod outgoing;
mod token_kind;

pub(crate) use self::front_token::front_token;
pub(crate) use self::incoming::Incoming;
pub(crate) use self::outbox::Outbox;
pub(crate) use self::token_kind::TokenKind;

/// Written by sessions from before 2023.
const LEGACY_COOKIE: &str = "sIdRefreshToken";
const FRONT_TOKEN: &str = "front-token";
const ANTI_CSRF: &str = "anti-csrf";
const AUTH_MODE: &str = "st-auth-mode";
const RID: &str = "rid";
const AUTHORIZATION: &str = "authorization";

/// Request headers that a CORS policy has to allow, besides those of the application.
pub(crate) const CORS_HEADERS: [&str; 5] =
    [RID, "fdi-version", ANTI_CSRF, AUTHORIZATION, AUTH_MODE];
