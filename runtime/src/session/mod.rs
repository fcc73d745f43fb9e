//! Sessions: what they hold, and the functions that create, verify, refresh, change and end them. No HTTP
//! framework is known here.

mod apis;
mod claims;
mod container;
mod create;
mod functions;
mod information;
mod inputs;
mod options;
mod original;
mod payload;
mod refresh;
mod refresh_request;
mod refreshes;
mod request;
mod super_tokens;
mod verify;
mod without_request;

pub use self::apis::{SessionApis, SignOut};
pub use self::claims::StoredClaim;
pub use self::container::{Session, SessionTokens};
pub use self::functions::SessionFunctions;
pub use self::information::SessionInformation;
pub use self::inputs::{
    AntiCsrfToken, ClaimValidation, NewSession, Refresh, RefreshToken, Regenerated, SessionsOfUser,
    Verification,
};
pub use self::options::VerifyOptions;
pub(crate) use self::payload::object;
pub use self::request::SessionRequest;
pub(crate) use self::super_tokens::Parts;
pub use self::super_tokens::SuperTokens;
pub use self::without_request::{
    CreateJwt, KeySet, OpenIdConfiguration, RefreshSession, VerifyToken,
};
pub use crate::cdi::JsonObject;
pub use crate::config::TransferMethod;
pub use crate::error::{Error, RefreshReason, TokenDefect, UnauthorisedReason};
pub use crate::token::AccessToken;
