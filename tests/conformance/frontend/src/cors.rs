//! The CORS headers that the suites look at.

use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Status;
use rocket::{Request, Response, Route, options, routes};
use rocket_supertokens::SuperTokens;

/// The front end, which may read every response.
pub(crate) const WEBSITE: &str = "http://localhost:8080";

/// Without regard to where a request comes from, since the suites look at responses to requests of their own too.
const ON_EVERY_RESPONSE: [(&str, &str); 3] = [
    ("access-control-allow-origin", WEBSITE),
    ("access-control-allow-credentials", "true"),
    ("vary", "Origin"),
];

/// The headers of every response.
pub(crate) fn headers() -> impl Iterator<Item = (&'static str, &'static str)> {
    ON_EVERY_RESPONSE.into_iter()
}

/// Responds to browsers' preflights.
pub(crate) fn preflight() -> Vec<Route> {
    routes![allow]
}

#[options("/<_..>")]
fn allow() -> Status {
    Status::NoContent
}

/// Lets the front end read the responses.
pub(crate) struct Cors;

#[rocket::async_trait]
impl Fairing for Cors {
    fn info(&self) -> Info {
        Info {
            name: "CORS",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        for (name, value) in headers() {
            // The public keys say themselves that any site may read them.
            if !response.headers().contains(name) {
                response.set_raw_header(name, value);
            }
        }
        if request.method() == rocket::http::Method::Options {
            let allowed = format!("content-type,{}", SuperTokens::all_cors_headers().join(","));
            response.set_raw_header("access-control-allow-headers", allowed);
            response.set_raw_header("access-control-allow-methods", "GET,PUT,POST,DELETE");
        }
    }
}
