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

#[cfg(test)]
mod tests {
    use rocket::http::Header;
    use rocket::local::blocking::Client;
    use rocket::{get, routes};

    use super::*;

    #[get("/")]
    fn guarded(_origin: OwnOrigin) {}

    #[test]
    fn only_the_own_website_passes() {
        let website = "http://localhost:9000";
        let rocket = rocket::build()
            .manage(Website(website.to_owned()))
            .mount("/", routes![guarded]);
        let client = Client::untracked(rocket).expect("it launches");
        for (origin, status) in [
            (website, 200),
            ("http://localhost:8000", 403),
            ("http://localhost:9000.evil.example", 403),
            ("null", 403),
        ] {
            let request = client.get("/").header(Header::new("origin", origin));
            assert_eq!(request.dispatch().status().code, status, "{origin}");
        }
        assert_eq!(client.get("/").dispatch().status().code, 200);
    }
}
