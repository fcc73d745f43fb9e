//! What a user can meet, by theme.

mod example_page;
mod log_in;
mod outage;

use crate::scenario::Scenarios;

pub(crate) fn all() -> Vec<Scenarios> {
    vec![
        example_page::scenarios(),
        log_in::scenarios(),
        outage::scenarios(),
    ]
}
