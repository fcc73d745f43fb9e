//! `Sessions` as a guard.

use rocket::request::{FromRequest, Outcome};
use rocket::{Ignite, Request, Rocket, Sentinel};

use super::sentinel::abort_without_fairing;
use crate::error::Error;
use crate::session::request::{SessionRequest, Sessions};

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Sessions<'r> {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        SessionRequest::from_request(request).await.map(Self::new)
    }
}

impl Sentinel for Sessions<'_> {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        abort_without_fairing(rocket)
    }
}
