//! What an application may override: functions and APIs, with their arguments and results.

mod apis;
mod arguments;
mod functions;
mod results;

pub use self::apis::SessionApis;
pub use self::arguments::{
    AntiCsrfToken, NewSession, Refresh, RefreshToken, SessionsOfUser, Verification,
};
pub use self::functions::SessionFunctions;
pub use self::results::{ClaimValidation, Regenerated, SessionInformation, SignOut};
