//! Sessions: what they hold, and the functions that create, verify, refresh, change and end them. No HTTP
//! framework is known here.

mod claims;
mod claims_by_handle;
mod container;
mod email_verification;
mod options;
mod original;
mod overrides;
mod payload;
mod policy;
mod request;
mod super_tokens;
mod user_roles;
mod without_request;

pub use self::container::{Session, SessionTokens};
pub use self::email_verification::{EmailVerificationFunctions, VerifiedEmail};
pub use self::options::VerifyOptions;
pub use self::overrides::{
    AntiCsrfToken, ClaimValidation, NewSession, Refresh, RefreshToken, Regenerated, SessionApis,
    SessionFunctions, SessionInformation, SessionsOfUser, SignOut, Verification,
};
pub(crate) use self::payload::object;
pub use self::policy::{AllOf, DefaultPolicy, Optional, Policy, Presence, Required};
#[doc(hidden)]
pub use self::policy::{Always, ByMethod, Options};
pub use self::request::SessionRequest;
pub(crate) use self::super_tokens::Parts;
pub use self::super_tokens::SuperTokens;
pub use self::user_roles::UserRoles;
pub use self::without_request::{KeySetText, OpenIdConfiguration};
pub use crate::cdi::JsonObject;
pub use crate::config::TransferMethod;
pub use crate::error::{Error, RefreshReason, TokenDefect, UnauthorisedReason};
pub use crate::token::AccessToken;
