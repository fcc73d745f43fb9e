//! What a user can meet, by theme.

mod accounts;
mod blocked;
mod claims;
mod clock;
mod compression;
mod cross_site;
mod duplicates;
mod example_page;
mod example_page_trouble;
mod expiry;
mod foreign;
mod forgery;
mod log_in;
mod outage;
mod own_401;
mod payload;
mod proxies;
mod ready_made_forms;
mod ready_made_links;
mod ready_made_pictures;
mod ready_made_trouble;
mod revoked;
mod sign_out;
mod sub_domains;
mod tabs;
mod theft;
mod under_way;

use crate::scenario::Scenarios;

pub(crate) fn all() -> Vec<Scenarios> {
    vec![
        accounts::scenarios(),
        blocked::scenarios(),
        claims::scenarios(),
        clock::scenarios(),
        compression::scenarios(),
        cross_site::scenarios(),
        duplicates::scenarios(),
        example_page::scenarios(),
        example_page_trouble::scenarios(),
        expiry::scenarios(),
        foreign::scenarios(),
        forgery::scenarios(),
        log_in::scenarios(),
        outage::scenarios(),
        own_401::scenarios(),
        payload::scenarios(),
        proxies::scenarios(),
        ready_made_forms::scenarios(),
        ready_made_links::scenarios(),
        ready_made_pictures::scenarios(),
        ready_made_trouble::scenarios(),
        revoked::scenarios(),
        sign_out::scenarios(),
        sub_domains::scenarios(),
        tabs::scenarios(),
        theft::scenarios(),
        under_way::scenarios(),
    ]
}
