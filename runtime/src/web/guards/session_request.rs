//! The request as the session functions take it, as a guard.

use rocket::Request;
use rocket::request::{FromRequest, Outcome};

use crate::error::Error;
use crate::session::SessionRequest;
use crate::web::refusal::refuse;
use crate::web::state::RequestState;

/// The request in the form that the session functions take, for routes that read the tokens in their own way.
#[rocket::async_trait]
impl<'r> FromRequest<'r> for SessionRequest<'r> {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        match RequestState::of(request) {
            Ok(state) => Outcome::Success(state.session_request(request)),
            Err(error) => refuse(request, error),
        }
    }
}
