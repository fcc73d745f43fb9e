//! Runs the example with its own core in memory, or with the core that `SUPERTOKENS_CONNECTION_URI` names.

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
    let settings = email_password_example::settings().connection_uri(connection_uri);
    email_password_example::rocket(settings)
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
    let url = format!("http://localhost:{port}");
    let environment = match port {
        8000 => String::new(),
        _ => format!("VITE_API_DOMAIN={url} "),
    };
    let field = |id: &str, value: &str| format!(r#"{{"id": "{id}", "value": "{value}"}}"#);
    let email = field("email", "alice@example.com");
    let password = field("password", "correct horse 1");
    let new_password = field("password", "battery staple 2");
    let name = field("name", "Alice");
    println!(
        "
The pages are in examples/web, and need node. In another terminal:

  cd examples/web && npm ci && {environment}npm run dev

Then open http://localhost:3000. Or try it without a browser:

  alias send='curl -c jar -b jar -H \"st-auth-mode: cookie\" -H \"rid: anti-csrf\"'
  send {url}/auth/signup -d '{{\"formFields\": [{email}, {password}, {name}]}}'
  send {url}/comments -d hello
  send {url}/comments/publish -X POST
  send {url}/auth/user/email/verify/token -X POST

The last one \"sends\" a mail: its link is in this log. The page behind it is the front end's, which sends the token:

  send {url}/auth/user/email/verify -d '{{\"method\": \"token\", \"token\": \"<token of the link>\"}}'
  send {url}/comments/publish -X POST
  send {url}/admin/users
  send {url}/auth/signout -X POST
  send {url}/auth/signin -d '{{\"formFields\": [{email}, {password}]}}'

A forgotten password:

  send {url}/auth/user/password/reset/token -d '{{\"formFields\": [{email}]}}'
  send {url}/auth/user/password/reset -d '{{\"method\": \"token\", \"token\": \"<token of the link>\", \"formFields\": [{new_password}]}}'
"
    );
}
