//! Runs the example with a core of its own in memory.

use std::error::Error;

use rocket::fairing::AdHoc;
use rocket::{Orbit, Rocket};
use supertokens_dev_core::DevCore;
use websocket_example::{rocket_with, settings};

#[rocket::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let dev_core = DevCore::builder().in_memory().start().await?;
    rocket_with(rocket::build(), settings(&dev_core.connection_uri()))
        .attach(AdHoc::on_liftoff("What to try", |rocket| {
            Box::pin(print_what_to_try(rocket))
        }))
        .launch()
        .await?;
    dev_core.shutdown().await;
    Ok(())
}

#[allow(
    clippy::print_stdout,
    reason = "the example tells its user what to type"
)]
async fn print_what_to_try(rocket: &Rocket<Orbit>) {
    let port = rocket.config().port;
    println!(
        "
Try it in another terminal, with websocat (or any other client of WebSockets). Log in:

  token=$(curl -si -d alice http://localhost:{port}/login | sed -n 's/^st-access-token: //p' | tr -d '\\r')

Say something, the session being checked at the handshake, by cookie as a browser does or by header:

  websocat -H \"cookie: sAccessToken=$token\" ws://localhost:{port}/socket
  websocat -H \"authorization: Bearer $token\" ws://localhost:{port}/socket

or with the token as the first message:

  (echo $token; cat) | websocat ws://localhost:{port}/token-socket

Refused: without a session, from a foreign page, and with something that is no token:

  websocat ws://localhost:{port}/socket
  websocat --origin http://evil.example -H \"cookie: sAccessToken=$token\" ws://localhost:{port}/socket
  echo nonsense | websocat ws://localhost:{port}/token-socket
"
    );
}
