//! A session: what it knows of itself.

mod creation;
mod payload;
mod response;
mod stored;
#[cfg(test)]
mod tests;
mod tokens;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

pub use self::tokens::SessionTokens;
use self::tokens::Tokens;
use super::super_tokens::SuperTokens;
use crate::config::TransferMethod;
use crate::token::AccessToken;

/// A verified session, and the functions that read and change it.
///
/// A handler receives it as a request guard; see [`verify_session`](macro@crate::verify_session). Clones are cheap and
/// stand for the same session: a change through one clone is visible in the others. The client receives changed tokens
/// with the response.
///
/// ```
/// use rocket_supertokens::{Session, verify_session};
///
/// #[verify_session]
/// #[rocket::get("/me")]
/// fn me(session: Session) -> String {
///     format!("{} of tenant {}", session.user_id(), session.tenant_id())
/// }
/// # rocket::routes![me];
/// ```
#[derive(Clone)]
#[doc(alias = "SessionContainer")]
pub struct Session(Arc<Inner>);

struct Inner {
    super_tokens: SuperTokens,
    /// The access token of the request. It names the session and the user, which later tokens do not change.
    found_by: AccessToken,
    tokens: Mutex<Tokens>,
    /// Held while the payload is read, changed at the core and written back, so that two tasks that merge at
    /// the same time both find their claims in the result.
    changing_payload: tokio::sync::Mutex<()>,
    attached: OnceLock<Attachment>,
}

/// The response that carries the session's new tokens.
struct Attachment {
    /// The handle of the request, which collects the changes.
    request: SuperTokens,
    method: TransferMethod,
}

impl Session {
    /// The user id. If accounts are linked, it is the id of the primary user.
    #[doc(alias = "getUserId")]
    pub fn user_id(&self) -> &str {
        self.0.found_by.user_id()
    }

    /// The recipe user id: the id of the login method by which the user signed in. It equals [`user_id`](Self::user_id)
    /// unless accounts are linked.
    #[doc(alias = "getRecipeUserId")]
    pub fn recipe_user_id(&self) -> &str {
        self.0.found_by.recipe_user_id()
    }

    /// The id of the tenant; `public` by default.
    #[doc(alias = "getTenantId")]
    pub fn tenant_id(&self) -> &str {
        self.0.found_by.tenant_id()
    }

    /// The session handle, which names the session in the core. It stays the same over all refreshes.
    #[doc(alias = "getHandle")]
    pub fn handle(&self) -> &str {
        self.0.found_by.session_handle()
    }

    /// When the access token expires, in milliseconds since 1970 (Unix time). The session itself lives longer: see
    /// [`expiry`](Self::expiry).
    ///
    /// A connection that stays open, such as a WebSocket, can end at this time. The value is read from the token,
    /// without a call to the core.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use rocket_supertokens::Session;
    ///
    /// fn ends_at(session: &Session) -> SystemTime {
    ///     SystemTime::UNIX_EPOCH + Duration::from_millis(session.access_token_expiry())
    /// }
    /// ```
    pub fn access_token_expiry(&self) -> u64 {
        self.tokens().access_token.expiry()
    }

    pub(crate) fn access_token(&self) -> AccessToken {
        self.tokens().access_token.clone()
    }

    pub(in crate::session) fn super_tokens(&self) -> &SuperTokens {
        &self.0.super_tokens
    }

    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.0.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("handle", &self.handle())
            .field("user_id", &self.user_id())
            .field("tenant_id", &self.tenant_id())
            .finish_non_exhaustive()
    }
}
