//! About the server and the test that is running.

use std::sync::Arc;

use rocket::serde::json::{Json, Value, json};
use rocket::{Route, State, get, post, routes};

use crate::record::Record;

pub(super) fn routes() -> Vec<Route> {
    routes![ping, feature_flags, params, reset, logs]
}

#[get("/test/ping")]
fn ping() -> Json<Value> {
    Json(json!({ "ok": true }))
}

/// What newer back-end SDKs do differently.
#[get("/test/featureflag")]
fn feature_flags() -> Json<[&'static str; 2]> {
    Json([
        "removedOverwriteSessionDuringSignInUp",
        "configurableCookieAndHeaderNames",
    ])
}

#[get("/test/overrideparams")]
fn params(record: &State<Arc<Record>>) -> Json<Value> {
    Json(record.params())
}

#[post("/test/resetoverrideparams")]
fn reset(record: &State<Arc<Record>>) -> Json<Value> {
    record.reset();
    Json(json!({ "ok": true }))
}

#[get("/test/getoverridelogs")]
fn logs(record: &State<Arc<Record>>) -> Json<Value> {
    Json(record.events())
}
