//! What a user can meet, by theme.

mod clock;
mod compression;
mod example_page;
mod foreign;
mod log_in;
mod outage;
mod own_401;

use crate::scenario::Scenarios;

pub(crate) fn all() -> Vec<Scenarios> {
    vec![
        clock::scenarios(),
        compression::scenarios(),
        example_page::scenarios(),
        foreign::scenarios(),
        log_in::scenarios(),
        outage::scenarios(),
        own_401::scenarios(),
    ]
}
