//! What a user can meet, by theme.

mod clock;
mod compression;
mod example_page;
mod expiry;
mod foreign;
mod forgery;
mod log_in;
mod outage;
mod own_401;
mod proxies;
mod ready_made_forms;
mod ready_made_links;
mod revoked;
mod sign_out;
mod tabs;
mod theft;
mod under_way;

use crate::scenario::Scenarios;

pub(crate) fn all() -> Vec<Scenarios> {
    vec![
        clock::scenarios(),
        compression::scenarios(),
        example_page::scenarios(),
        expiry::scenarios(),
        foreign::scenarios(),
        forgery::scenarios(),
        log_in::scenarios(),
        outage::scenarios(),
        own_401::scenarios(),
        proxies::scenarios(),
        ready_made_forms::scenarios(),
        ready_made_links::scenarios(),
        revoked::scenarios(),
        sign_out::scenarios(),
        tabs::scenarios(),
        theft::scenarios(),
        under_way::scenarios(),
    ]
}
