//! Sessions: what they hold, and the functions that create, verify, refresh, change and end them. Nothing here knows an
//! HTTP framework.

mod claims;
pub(crate) mod container;
pub(crate) mod options;
mod original;
pub(crate) mod overrides;
mod payload;
pub(crate) mod request;
pub(crate) mod super_tokens;
mod without_request;

#[cfg(test)]
mod moved_clock;

pub use self::claims::by_handle::StoredClaim;
pub(crate) use self::claims::fetch_error;
pub(crate) use self::container::Session;
pub use self::container::SessionTokens;
pub(crate) use self::options::VerifyOptions;
pub(crate) use self::original::originals;
pub use self::overrides::{AntiCsrfToken, RefreshToken, SessionInformation, SessionsOfUser};
pub(crate) use self::overrides::{SessionApis, SessionFunctions, SignOut};
#[cfg(feature = "testing")]
pub(crate) use self::payload::{object, without_protected};
pub use self::request::CreateSession;
pub(crate) use self::request::SessionRequest;
pub(crate) use self::super_tokens::{Parts, SuperTokens};
pub use self::without_request::{
    CreateJwt, KeySet, OpenIdConfiguration, RefreshSession, VerifyToken,
};
pub use crate::token::AccessToken;
