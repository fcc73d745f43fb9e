//! A guard that stops pages of other sites from opening a socket.

use rocket::Request;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};

use crate::WEBSITE;

/// Refuses requests of other sites' pages.
///
/// CORS does not apply to WebSockets: any page may open one, and if the cookies are `SameSite=None`, the browser sends
/// the user's session. But browsers always name the page in `Origin`. Other clients do not act for a user without
/// asking.
pub(crate) struct OwnOrigin;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for OwnOrigin {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match request.headers().get_one("origin") {
            None | Some(WEBSITE) => Outcome::Success(Self),
            Some(_) => Outcome::Error((Status::Forbidden, ())),
        }
    }
}
