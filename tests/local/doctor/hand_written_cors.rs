//! The same with fairings that an application wrote itself.

use rocket::fairing::AdHoc;
use rocket::http::{Header, Method, Status};
use rocket::{Request, Response, Route, delete, options, routes};
use rocket_supertokens::SuperTokens;
use rocket_supertokens_tests::{App, Cdi, Core};

use super::cors::{FRONT_END, NO_CREDENTIALS, found, settings};

const SLASH: &str = "WARN CORS allows the origin \"http://localhost:3000/\", but the front end is http://localhost:3000: \
browsers keep the responses from it. Allow exactly \"http://localhost:3000\", or correct `website_domain` \
code=\"cors_origin\"";

const NO_PREFLIGHT: &str = "WARN the preflight of http://localhost:3000 is answered with 404: browsers do not send the \
requests of the front end. Answer `OPTIONS` requests of every path with 204 and the CORS headers, for instance by a CORS \
fairing code=\"cors_preflight\"";

type Headers = fn(&Request<'_>) -> Vec<(&'static str, String)>;

/// A fairing that adds these headers to every response.
fn adds(headers: Headers) -> AdHoc {
    AdHoc::on_response("CORS", move |request, response: &mut Response<'_>| {
        Box::pin(async move {
            for (name, value) in headers(request) {
                response.set_header(Header::new(name, value));
            }
        })
    })
}

#[options("/<_..>")]
fn preflight() -> Status {
    Status::NoContent
}

#[delete("/data")]
fn remove() {}

fn right(_: &Request<'_>) -> Vec<(&'static str, String)> {
    vec![
        ("Access-Control-Allow-Origin", FRONT_END.to_owned()),
        ("Access-Control-Allow-Credentials", "true".to_owned()),
        (
            "Access-Control-Allow-Headers",
            SuperTokens::all_cors_headers().join(", "),
        ),
    ]
}

async fn with(headers: Headers, routes: Vec<Route>) -> Vec<String> {
    let core = Core::share(Cdi::V5_6).await;
    let rocket = App::rocket()
        .attach(settings(&core).fairing())
        .attach(adds(headers))
        .mount("/", routes);
    found(rocket).await
}

#[tokio::test]
async fn one_that_is_right() {
    assert_eq!(with(right, routes![preflight]).await, [""; 0]);
}

#[tokio::test]
async fn none_at_all() {
    assert_eq!(
        with(|_| Vec::new(), routes![preflight]).await,
        [
            "WARN no response to http://localhost:3000 carries CORS headers, and browsers keep such responses from the front \
          end. Attach a CORS fairing that allows this origin, credentials, and the headers of \
          `SuperTokens::all_cors_headers()`, or let the proxy in front of this server do it and write \
          `check_cors_at_launch = false` code=\"cors_missing\""
        ]
    );
}

#[tokio::test]
async fn preflights_that_no_route_answers() {
    assert_eq!(with(right, routes![remove]).await, [NO_PREFLIGHT]);
}

#[tokio::test]
async fn a_method_that_is_not_listed() {
    let found = with(right, routes![preflight, remove]).await;
    assert_eq!(
        found,
        [
            "WARN CORS does not allow http://localhost:3000 the method \"DELETE\" (asked for at /data): browsers do not send \
          such requests of the front end. Allow the method; if no browser calls such routes, it may stay as it is \
          code=\"cors_methods\""
        ]
    );
}

#[tokio::test]
async fn an_origin_with_a_slash() {
    let slash: Headers = |request| {
        let mut headers = right(request);
        headers[0].1.push('/');
        headers
    };
    assert_eq!(with(slash, routes![preflight]).await, [SLASH]);
}

#[tokio::test]
async fn all_mistakes_at_once() {
    let nothing_right: Headers = |_| {
        vec![
            ("Access-Control-Allow-Origin", format!("{FRONT_END}/")),
            (
                "Access-Control-Allow-Headers",
                "authorization, rid".to_owned(),
            ),
            ("Access-Control-Allow-Methods", "PUT".to_owned()),
        ]
    };
    assert_eq!(
        with(nothing_right, routes![preflight, remove]).await,
        [
            SLASH,
            NO_CREDENTIALS,
            "WARN CORS does not allow http://localhost:3000 to send the headers \"fdi-version\", \"anti-csrf\", \
          \"st-auth-mode\": browsers do not send the requests of the front-end SDK. Allow the headers of \
          `SuperTokens::all_cors_headers()` code=\"cors_headers\"",
            "WARN CORS does not allow http://localhost:3000 the method \"DELETE\" (asked for at /data): browsers do not send \
          such requests of the front end. Allow the method; if no browser calls such routes, it may stay as it is \
          code=\"cors_methods\""
        ]
    );
}

/// Credentials are looked at in the response, also where no preflight is answered.
#[tokio::test]
async fn preflights_that_no_route_answers_and_no_credentials() {
    let without: Headers = |request| {
        let mut headers = right(request);
        headers.remove(1);
        headers
    };
    assert_eq!(
        with(without, routes![remove]).await,
        [NO_CREDENTIALS, NO_PREFLIGHT]
    );
}

#[tokio::test]
async fn preflights_without_the_headers() {
    let only_responses: Headers = |request| match request.method() {
        Method::Options => Vec::new(),
        _ => right(request),
    };
    assert_eq!(
        with(only_responses, routes![preflight]).await,
        [
            "WARN the preflight of http://localhost:3000 is answered with 204 and without CORS headers: browsers do not send \
          the requests of the front end. Answer `OPTIONS` requests of every path with 204 and the CORS headers, for \
          instance by a CORS fairing code=\"cors_preflight\""
        ]
    );
}

#[tokio::test]
async fn every_header() {
    let all: Headers = |request| {
        let mut headers = right(request);
        headers[2].1 = "*, authorization".to_owned();
        headers
    };
    assert_eq!(
        with(all, routes![preflight]).await,
        [
            "WARN CORS does not allow http://localhost:3000 to send the headers \"rid\", \"fdi-version\", \"anti-csrf\", \
          \"st-auth-mode\": browsers do not send the requests of the front-end SDK. Allow the headers of \
          `SuperTokens::all_cors_headers()`; \"*\" does not count for requests with credentials code=\"cors_headers\""
        ]
    );
}
