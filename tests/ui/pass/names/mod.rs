//! Functions under the names of other SDKs.

#[path = "create-new-session.rs"]
mod create_new_session;
#[path = "get-claim-value.rs"]
mod get_claim_value;
#[path = "get-user-id.rs"]
mod get_user_id;
#[path = "revoke-all-sessions-for-user.rs"]
mod revoke_all_sessions_for_user;
#[path = "revoke-session.rs"]
mod revoke_session;
