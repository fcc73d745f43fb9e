//! The claims of sessions: configured, checked, set and fetched.

pub(super) mod by_handle;
mod check;
mod configured;
mod context;
mod new_session;
mod on_session;
mod time;
mod update;
mod validate;

pub(super) use self::check::{are_checked, check, validate_for_handle};
pub(super) use self::configured::ConfiguredClaims;
pub(super) use self::context::context_of;
pub(super) use self::new_session::complete;
pub(super) use self::update::{fetching, removing, setting};
pub(crate) use self::validate::fetch_error;
pub(super) use self::validate::validate;
