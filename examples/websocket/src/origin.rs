//! A guard that lets no page of another site open a socket.

use rocket::Request;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};

use crate::WEBSITE;

/// Lets no foreign page through.
///
/// CORS does not hold for WebSockets: any page may open one, and where cookies are `SameSite=None` the user's
/// session comes along. But browsers always say which page it is, and other clients have no user to betray.
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
