//! What a user can meet, by theme.

mod expiry;
mod log_in;
mod payload;
mod revoked;
mod sign_out;
mod under_way;

use crate::scenario::Scenarios;

pub(crate) fn all() -> Vec<Scenarios> {
    vec![
        expiry::scenarios(),
        log_in::scenarios(),
        payload::scenarios(),
        revoked::scenarios(),
        sign_out::scenarios(),
        under_way::scenarios(),
    ]
}
