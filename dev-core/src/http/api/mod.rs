//! The endpoints: each reads its input, calls one operation and words the response.

pub(super) mod account_linking;
pub(super) mod email_verification;
pub(super) mod jwt;
pub(super) mod meta;
pub(super) mod passwords;
pub(super) mod roles;
pub(super) mod session;
pub(super) mod session_data;
pub(super) mod session_list;
pub(super) mod tenancy;
mod user_json;
pub(super) mod user_list;
pub(super) mod user_roles;
pub(super) mod users;
