//! The same with fairings that an application wrote itself.

use rocket::fairing::AdHoc;
use rocket::http::{Header, Status};
use rocket::{Request, Response, Route, delete, options, routes};
use rocket_supertokens::SuperTokens;
use rocket_supertokens_tests::{App, Cdi, Core};

use super::cors::{FRONT_END, found, settings};

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
    assert_eq!(
        with(right, routes![remove]).await,
        [
            "WARN the preflight of http://localhost:3000 is answered with 404: browsers do not send the requests of the front \
          end. Answer `OPTIONS` requests of every path with 204 and the CORS headers, for instance by a CORS fairing \
          code=\"cors_preflight\""
        ]
    );
}

#[tokio::test]
async fn a_method_that_is_not_listed() {
    let found = with(right, routes![preflight, remove]).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("the method \"DELETE\""), "{found:?}");
}

#[tokio::test]
async fn an_origin_with_a_slash() {
    let slash: Headers = |request| {
        let mut headers = right(request);
        headers[0].1.push('/');
        headers
    };
    assert_eq!(
        with(slash, routes![preflight]).await,
        [
            "WARN CORS allows the origin \"http://localhost:3000/\", but the front end is http://localhost:3000: browsers keep \
          the responses from it. Allow exactly \"http://localhost:3000\", or correct `website_domain` \
          code=\"cors_origin\""
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
          `SuperTokens::all_cors_headers()`; \"*\" does not count where credentials are allowed code=\"cors_headers\""
        ]
    );
}
