//! What needs no session.

use rocket::http::{Method, Status};
use rocket::response::content::{RawHtml, RawJson};
use rocket::route::{BoxFuture, Outcome};
use rocket::serde::json::{Json, Value, json};
use rocket::{Data, Request, Route, State, get, post, routes};

use super::headers::Headers;
use crate::setup::Setup;

pub(super) fn routes() -> Vec<Route> {
    let methods = [
        Method::Get,
        Method::Put,
        Method::Post,
        Method::Delete,
        Method::Patch,
    ];
    let testing = methods.map(|method| Route::new(method, "/testing/<_..>", echo_testing));
    let mut routes = routes![
        feature_flags,
        check_rid_no_session,
        forbidden,
        multiple_interceptors,
        user_config,
        custom_header,
        error_with_status,
        allow_credentials
    ];
    routes.extend(testing);
    routes
}

/// What of the library the suites may test.
#[get("/featureFlags")]
fn feature_flags(setup: &State<Setup>) -> Json<Value> {
    Json(json!({
        "sessionJwt": setup.enable_jwt,
        "sessionClaims": true,
        "v3AccessToken": true,
        "duplicateCookieHandling": true,
    }))
}

#[get("/check-rid-no-session")]
fn check_rid_no_session(headers: Headers<'_>) -> &'static str {
    match headers.get("rid") {
        Some(rid) if rid.starts_with("anti-csrf") => "success",
        _ => "fail",
    }
}

#[post("/403-without-body")]
fn forbidden() -> (Status, &'static str) {
    (Status::Forbidden, "Forbidden")
}

#[post("/multipleInterceptors")]
fn multiple_interceptors(headers: Headers<'_>) -> &'static str {
    if headers.has("interceptorheader1") && headers.has("interceptorheader2") {
        "success"
    } else {
        "failure"
    }
}

#[post("/testUserConfig")]
fn user_config() {}

#[get("/testHeader")]
fn custom_header(headers: Headers<'_>) -> RawHtml<String> {
    RawHtml(json!({ "success": headers.has("st-custom-header") }).to_string())
}

#[get("/testError?<code>")]
fn error_with_status(code: Option<u16>) -> (Status, &'static str) {
    (Status::new(code.unwrap_or(500)), "test error message")
}

#[post("/checkAllowCredentials")]
fn allow_credentials(headers: Headers<'_>) -> RawJson<&'static str> {
    RawJson(if headers.has("allow-credentials") {
        "true"
    } else {
        "false"
    })
}

/// Sends the header `testing` back, by any method. An attribute would allow only one.
fn echo_testing<'r>(request: &'r Request<'_>, _: Data<'r>) -> BoxFuture<'r> {
    Box::pin(async move {
        let mut response = match Outcome::from(request, "success") {
            Outcome::Success(response) => response,
            other => return other,
        };
        if let Some(value) = request.headers().get_one("testing") {
            response.set_raw_header("testing", value.to_owned());
        }
        Outcome::Success(response)
    })
}
