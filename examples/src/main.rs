//! Runs the example with its own core in memory, or with the core that `SUPERTOKENS_CONNECTION_URI` names.
//!
//! Only this example reads this variable and `SUPERTOKENS_API_KEY`. Other applications do not need them: the fairing
//! reads `Rocket.toml` and `ROCKET_SUPERTOKENS_CONNECTION_URI`.

use std::env;
use std::error::Error;

use rocket::fairing::AdHoc;
use rocket::{Orbit, Rocket};
use supertokens_dev_core::DevCore;

#[rocket::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (connection_uri, dev_core) = match env::var("SUPERTOKENS_CONNECTION_URI") {
        Ok(uri) => (uri, None),
        Err(_) => {
            let dev_core = DevCore::builder().in_memory().start().await?;
            (dev_core.connection_uri(), Some(dev_core))
        }
    };
    let api_key = env::var("SUPERTOKENS_API_KEY").ok();
    let rocket = rocket_example::rocket(&connection_uri, api_key.as_deref());
    rocket
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
    let url = format!("http://localhost:{}", rocket.config().port);
    println!(
        "
Try it in another terminal, with cookies:

  curl -c jar -b jar -H 'st-auth-mode: cookie' -H 'content-type: application/json' -d '{{\"user_id\": \"alice\"}}' {url}/login
  curl -c jar -b jar -X POST {url}/like-comment
  curl -c jar -b jar {url}/me
  curl -c jar -b jar -X PUT -H 'content-type: application/json' -d '{{\"cart\": [1, 2]}}' {url}/session-data
  curl -c jar -b jar -X PATCH -H 'content-type: application/json' -d '{{\"plan\": \"pro\"}}' {url}/access-token-payload
  curl -c jar -b jar {url}/sensitive
  curl -c jar -b jar -X POST {url}/auth/session/refresh
  curl -c jar -b jar -X POST {url}/revoke
  curl -c jar -b jar {url}/comments
  curl {url}/health

or with headers:

  curl -i -H 'content-type: application/json' -d '{{\"user_id\": \"alice\"}}' {url}/login
  curl -i -X POST -H 'authorization: Bearer <the st-access-token of the response>' {url}/like-comment
"
    );
}
