//! With Rocket's local client, where no wire format matters.

mod audit;
mod cookies;
mod doctor;
mod front_end_responses;
mod guards;
mod launch;
mod launch_list;
mod log_level;
mod log_lines;
mod logged;
mod no_token_shown;
mod protect;
mod session;
mod spans;

use rocket::http::{Cookie, Status};
use rocket::local::asynchronous::{Client, LocalRequest};
use rocket::{Route, routes};
use rocket_supertokens::{Error, Sessions};
use rocket_supertokens_tests::{App, Cdi, Core};

#[rocket::post("/login/<user_id>")]
async fn login(user_id: &str, sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create(user_id).await?;
    Ok(())
}

/// A client of an application with these routes, and its core.
async fn start(routes: Vec<Route>) -> (Core, Client) {
    let core = Core::start(Cdi::V5_6).await;
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .mount("/", routes![login])
        .mount("/", routes);
    let client = Client::untracked(rocket)
        .await
        .expect("the application launches");
    (core, client)
}

/// Logs in and gives the access token.
async fn log_in(client: &Client) -> String {
    let reply = client.post("/login/alice").dispatch().await;
    assert_eq!(reply.status(), Status::Ok);
    reply
        .headers()
        .get_one("st-access-token")
        .expect("a token")
        .to_owned()
}

/// The request with a session, as a user's own test would write it.
fn with_session<'c>(request: LocalRequest<'c>, access_token: &str) -> LocalRequest<'c> {
    request.cookie(Cookie::new("sAccessToken", access_token.to_owned()))
}
