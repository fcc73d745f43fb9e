//! What the suites count.

use std::sync::Arc;

use rocket::{Route, State, get, post, routes};

use crate::counters::Counters;

pub(super) fn routes() -> Vec<Route> {
    routes![
        before_each,
        after,
        refreshes,
        refreshes_attempted,
        sessions_read
    ]
}

#[post("/beforeeach")]
fn before_each(counters: &State<Arc<Counters>>) {
    counters.reset();
}

#[post("/after")]
fn after() {}

#[get("/refreshCalledTime")]
fn refreshes(counters: &State<Arc<Counters>>) -> String {
    counters.refreshes.value().to_string()
}

#[get("/refreshAttemptedTime")]
fn refreshes_attempted(counters: &State<Arc<Counters>>) -> String {
    counters.refreshes_attempted.value().to_string()
}

#[get("/getSessionCalledTime")]
fn sessions_read(counters: &State<Arc<Counters>>) -> String {
    counters.sessions_read.value().to_string()
}
