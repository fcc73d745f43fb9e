//! What a user can meet, by theme.

mod blocked;
mod cross_site;
mod duplicates;
mod example_page;
mod forgery;
mod log_in;
mod sub_domains;
mod tabs;
mod theft;

use crate::scenario::Scenarios;

pub(crate) fn all() -> Vec<Scenarios> {
    vec![
        blocked::scenarios(),
        cross_site::scenarios(),
        duplicates::scenarios(),
        example_page::scenarios(),
        forgery::scenarios(),
        log_in::scenarios(),
        sub_domains::scenarios(),
        tabs::scenarios(),
        theft::scenarios(),
    ]
}
