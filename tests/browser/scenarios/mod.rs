//! What a user can meet, by theme.

mod log_in;
mod ready_made_forms;

use crate::scenario::Scenarios;

pub(crate) fn all() -> Vec<Scenarios> {
    vec![log_in::scenarios(), ready_made_forms::scenarios()]
}
