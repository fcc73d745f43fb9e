//! What the functions and APIs do unless an application changes them.

mod apis;
pub(super) mod create;
mod functions;
pub(super) mod parallel_refreshes;
mod refresh;
pub(super) mod verify;

pub(super) use self::apis::OriginalApis;
pub(super) use self::functions::Original;
