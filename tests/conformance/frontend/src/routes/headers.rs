//! All headers of a request, as a guard.

use rocket::http::HeaderMap;
use rocket::request::{FromRequest, Outcome, Request};

/// The headers of the request.
pub(super) struct Headers<'r>(&'r HeaderMap<'r>);

impl<'r> Headers<'r> {
    pub(super) fn get(&self, name: &str) -> Option<&'r str> {
        self.0.get_one(name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Headers<'r> {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        Outcome::Success(Self(request.headers()))
    }
}
