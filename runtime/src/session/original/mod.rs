//! The originals: what the functions and APIs do unless an application overrides them.

mod apis;
mod checks;
mod confirm;
mod create;
mod data;
mod functions;
mod made_by_core;
pub(super) mod parallel_refreshes;
mod refresh;
mod revoke;
mod verify;

use std::sync::Arc;

use self::apis::OriginalApis;
pub(super) use self::checks::Checks;
pub(super) use self::confirm::confirm;
use self::functions::OriginalFunctions;
pub(super) use self::verify::verify;
use super::super_tokens::Originals;

/// What an application's overrides start from.
pub(crate) fn originals() -> Originals {
    Originals {
        functions: Arc::new(OriginalFunctions),
        apis: Arc::new(OriginalApis),
    }
}
