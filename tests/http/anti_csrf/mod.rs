//! Protection against forged requests.

mod custom_header;
mod token;

use reqwest::Method;
use rocket::{Route, get, head, post, routes};
use rocket_supertokens::{Session, verify_session};
use rocket_supertokens_tests::{Client, Reply};

/// Routes that differ in what they check.
fn routes() -> Vec<Route> {
    routes![on_head, checked_get, unchecked_post]
}

#[verify_session]
#[head("/head")]
fn on_head(session: Session) {
    drop(session);
}

#[verify_session(anti_csrf_check = true)]
#[get("/checked-get")]
fn checked_get(session: Session) {
    drop(session);
}

#[verify_session(anti_csrf_check = false)]
#[post("/unchecked-post")]
fn unchecked_post(session: Session) {
    drop(session);
}

/// Sends a request as the client would, with one more header where it has a value.
async fn send_with(
    client: &mut Client,
    method: Method,
    path: &str,
    name: &str,
    value: Option<&str>,
) -> Reply {
    let mut request = client.request(method, path);
    if let Some(value) = value {
        request = request.header(name, value);
    }
    client.send(request).await
}
