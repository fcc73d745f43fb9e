//! One request: its session is found, created or refreshed.

mod check;
mod create;
mod find;
mod refresh;
mod sessions;
mod trace;

pub use self::sessions::{CreateSession, Sessions};

use std::fmt;

use super::super_tokens::SuperTokens;
use crate::config::{RequestInfo, TransferMethod};
use crate::transfer::{Incoming, Outbox, TokenKind};

/// A request, and the changes to its client's tokens that the response will carry. Overrides of
/// [`SessionApis`](crate::overrides::SessionApis) receive it.
pub struct SessionRequest<'r> {
    super_tokens: &'r SuperTokens,
    incoming: Incoming<'r>,
    outbox: &'r Outbox,
}

impl<'r> SessionRequest<'r> {
    /// `super_tokens` is the handle of this request, and `outbox` belongs to it.
    pub(crate) fn new(
        super_tokens: &'r SuperTokens,
        request: &'r dyn RequestInfo,
        outbox: &'r Outbox,
    ) -> Self {
        let rules = &super_tokens.config().transfer;
        Self {
            super_tokens,
            incoming: Incoming::new(request, outbox.config(), rules),
            outbox,
        }
    }

    /// The method, path and headers of the request.
    pub fn info(&self) -> &'r dyn RequestInfo {
        self.incoming.request
    }

    /// SuperTokens for this request. During the request it remembers what it reads from the core, and passes the
    /// request's `traceparent` on.
    pub fn super_tokens(&self) -> &SuperTokens {
        self.pass_trace_on();
        self.super_tokens
    }

    /// Removes the client's token of the other transfer method, if it has one.
    fn clear_other(&self, method: TransferMethod, kind: TokenKind) {
        for other in TransferMethod::ALL {
            if other != method && self.incoming.token(kind, other).is_some() {
                self.outbox.open().clear(other);
            }
        }
    }
}

impl fmt::Debug for SessionRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionRequest")
            .field("method", &self.info().method())
            .field("path", &self.info().path())
            .finish_non_exhaustive()
    }
}
