//! What a user can meet, by theme.

mod example_page;
mod forgery;
mod log_in;
mod tabs;
mod theft;

use crate::scenario::Scenarios;

pub(crate) fn all() -> Vec<Scenarios> {
    vec![
        example_page::scenarios(),
        forgery::scenarios(),
        log_in::scenarios(),
        tabs::scenarios(),
        theft::scenarios(),
    ]
}
