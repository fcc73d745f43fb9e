//! Tokens in and out of HTTP: cookies, headers, the front token, the anti-csrf token. Plain types, no framework.

mod cookie;
mod incoming;
mod outgoing;

pub(crate) use self::incoming::{Incoming, TokenKind};
pub(crate) use self::outgoing::{Outbox, front_token};

/// How a client carries its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransferMethod {
    /// In `HttpOnly` cookies, which a browser sends by itself.
    Cookie,
    /// In the `Authorization` header, which the client sets: mobile apps, scripts, browsers by choice.
    Header,
}

impl TransferMethod {
    pub(crate) const ALL: [Self; 2] = [Self::Cookie, Self::Header];
}

const ACCESS_COOKIE: &str = "sAccessToken";
const REFRESH_COOKIE: &str = "sRefreshToken";
/// Written by sessions from before 2023.
const LEGACY_COOKIE: &str = "sIdRefreshToken";
const ACCESS_HEADER: &str = "st-access-token";
const REFRESH_HEADER: &str = "st-refresh-token";
const FRONT_TOKEN: &str = "front-token";
const ANTI_CSRF: &str = "anti-csrf";
