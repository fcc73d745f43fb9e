//! Runs the example with a core of its own in memory, or with the core that `SUPERTOKENS_CONNECTION_URI` names.

use std::env;
use std::error::Error;

use metrics_example::{install_recorder, rocket_with, settings};
use rocket::fairing::AdHoc;
use rocket::{Orbit, Rocket};
use supertokens_dev_core::DevCore;

#[rocket::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let figures = install_recorder()?;
    let api_key = env::var("SUPERTOKENS_API_KEY").ok();
    let (uri, dev_core) = match env::var("SUPERTOKENS_CONNECTION_URI") {
        Ok(uri) => (uri, None),
        Err(_) => {
            let dev_core = DevCore::builder().in_memory().start().await?;
            (dev_core.connection_uri(), Some(dev_core))
        }
    };
    let settings = settings(&uri, api_key.as_deref());
    rocket_with(rocket::build(), settings, figures)
        .attach(AdHoc::on_liftoff("What to try", |rocket| {
            Box::pin(print_what_to_try(rocket))
        }))
        .launch()
        .await?;
    if let Some(dev_core) = dev_core {
        dev_core.shutdown().await;
    }
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
Try it in another terminal. Log in, and call a protected route with the session and without:

  token=$(curl -si -d alice http://localhost:{port}/login | sed -n 's/^st-access-token: //p' | tr -d '\\r')
  curl -H \"authorization: Bearer $token\" http://localhost:{port}/me
  curl http://localhost:{port}/me

Then look at the figures:

  curl -s http://localhost:{port}/metrics | grep supertokens_
"
    );
}
