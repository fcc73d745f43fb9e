//! What a user can meet, by theme.

mod log_in;
mod outage;

use crate::scenario::Scenarios;

pub(crate) fn all() -> Vec<Scenarios> {
    vec![log_in::scenarios(), outage::scenarios()]
}
