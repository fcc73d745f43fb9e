//! Tokens in and out of HTTP: cookies, headers, the front token, the anti-csrf token. Plain types, no framework.

mod cookie;
mod front_token;
mod incoming;
mod names;
mod outbox;
mod outgoing;
mod token_kind;

pub(crate) use self::front_token::front_token;
pub(crate) use self::incoming::{Incoming, percent_decoded};
pub(crate) use self::names::{CORS_HEADERS, FRONT_TOKEN};
pub(crate) use self::outbox::Outbox;
pub(crate) use self::token_kind::TokenKind;
