//! A guard that stops pages of other sites from opening a socket.

use rocket::Request;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};

/// The address of the front end.
pub(crate) struct Website(pub(crate) String);

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
        let own = request.rocket().state::<Website>();
        match request.headers().get_one("origin") {
            None => Outcome::Success(Self),
            Some(origin) if own.is_some_and(|Website(own)| own == origin) => Outcome::Success(Self),
            Some(_) => Outcome::Error((Status::Forbidden, ())),
        }
    }
}
