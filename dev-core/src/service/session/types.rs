//! What the operations hand out.

use crate::json::Object;

/// What responses tell about a session.
pub(crate) struct SessionInfo {
    pub(crate) handle: String,
    pub(crate) user_id: String,
    pub(crate) recipe_user_id: String,
    pub(crate) claims: Object,
    pub(crate) tenant: String,
}

/// A token with its times in milliseconds.
pub(crate) struct IssuedToken {
    pub(crate) text: String,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

/// What a client gets at creation and at refresh.
pub(crate) struct Grant {
    pub(crate) session: SessionInfo,
    pub(crate) access: IssuedToken,
    pub(crate) refresh: IssuedToken,
    pub(crate) anti_csrf: Option<String>,
}
