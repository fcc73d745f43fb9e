//! What a user can meet, by theme.

mod example_page;
mod log_in;
mod ready_made_forms;
mod ready_made_links;

use crate::scenario::Scenarios;

pub(crate) fn all() -> Vec<Scenarios> {
    vec![
        example_page::scenarios(),
        log_in::scenarios(),
        ready_made_forms::scenarios(),
        ready_made_links::scenarios(),
    ]
}
