//! Sessions: what they hold, and the functions that create, verify, refresh, change and end them. No HTTP
//! framework is known here.

pub(crate) mod apis;
mod claims;
mod claims_by_handle;
pub(crate) mod container;
mod create;
pub(crate) mod email_verification;
pub(crate) mod functions;
mod information;
pub(crate) mod inputs;
pub(crate) mod options;
mod original;
mod payload;
pub(crate) mod policy;
mod refresh;
mod refresh_request;
mod refreshes;
pub(crate) mod request;
pub(crate) mod super_tokens;
pub(crate) mod user_roles;
mod verify;
mod without_request;

pub(crate) use self::apis::{SessionApis, SignOut};
pub(crate) use self::container::Session;
pub use self::container::SessionTokens;
pub(crate) use self::functions::SessionFunctions;
pub use self::information::SessionInformation;
pub(crate) use self::inputs::NewSession;
pub use self::inputs::{AntiCsrfToken, RefreshToken, SessionsOfUser};
pub(crate) use self::options::VerifyOptions;
pub(crate) use self::payload::object;
pub(crate) use self::policy::{Optional, Policy, Presence, Required};
pub(crate) use self::request::SessionRequest;
pub(crate) use self::super_tokens::{Parts, SuperTokens};
pub use self::without_request::{KeySetText, OpenIdConfiguration};
pub use crate::token::AccessToken;
pub use crate::web::CreateSession;
