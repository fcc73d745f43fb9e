//! Tokens in and out of HTTP: cookies, headers, the front token, the anti-csrf token. Plain types, no framework.

mod cookie;
mod front_token;
mod incoming;
mod outgoing;

pub(crate) use self::front_token::front_token;
pub(crate) use self::incoming::{Incoming, TokenKind};
pub(crate) use self::outgoing::Outbox;

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
