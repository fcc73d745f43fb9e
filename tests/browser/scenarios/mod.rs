//! What a user can meet, by theme.

mod log_in;
mod tabs;
mod theft;

use crate::scenario::Scenarios;

pub(crate) fn all() -> Vec<Scenarios> {
    vec![log_in::scenarios(), tabs::scenarios(), theft::scenarios()]
}
