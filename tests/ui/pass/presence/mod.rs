//! Whether a session has to be there, and the parameter that takes it.

#[path = "declared-open-policy-with-session.rs"]
mod declared_open_policy_with_session;
#[path = "open-policy-with-session.rs"]
mod open_policy_with_session;
#[path = "optional-with-aliased-session.rs"]
mod optional_with_aliased_session;
#[path = "optional-with-session.rs"]
mod optional_with_session;
#[path = "optional-with-session-of-a-macro.rs"]
mod optional_with_session_of_a_macro;
#[path = "required-with-aliased-optional-session.rs"]
mod required_with_aliased_optional_session;
#[path = "required-with-optional-session.rs"]
mod required_with_optional_session;
