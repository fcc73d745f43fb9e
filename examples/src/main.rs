//! Runs the example with its own core in memory, or with the core that `SUPERTOKENS_CONNECTION_URI` names. In the example's
//! own core, access tokens live for half a minute only, so that one can watch how they are renewed.
//!
//! Only this example reads this variable and `SUPERTOKENS_API_KEY`. Other applications do not need them: the fairing
//! reads `Rocket.toml` and `ROCKET_SUPERTOKENS_CONNECTION_URI`.

use std::env;
use std::error::Error;

use rocket::fairing::AdHoc;
use supertokens_dev_core::DevCore;

/// How long an access token of the example's own core lives.
const SECONDS: u64 = 30;

#[rocket::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (connection_uri, dev_core) = match env::var("SUPERTOKENS_CONNECTION_URI") {
        Ok(uri) => (uri, None),
        Err(_) => {
            let dev_core = DevCore::builder()
                .in_memory()
                .access_token_validity(SECONDS)
                .start()
                .await?;
            (dev_core.connection_uri(), Some(dev_core))
        }
    };
    let api_key = env::var("SUPERTOKENS_API_KEY").ok();
    let has_own_core = dev_core.is_some();
    rocket_example::rocket(&connection_uri, api_key.as_deref())
        .attach(AdHoc::on_liftoff("What to try", move |rocket| {
            Box::pin(async move { print(&what_to_try(rocket.config().port, has_own_core)) })
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
fn print(text: &str) {
    println!("{text}");
}

fn what_to_try(port: u16, has_own_core: bool) -> String {
    let url = format!("http://localhost:{port}");
    let lifetime = if has_own_core {
        format!(
            "\nAn access token lives for about {SECONDS} seconds here. When a call is refused with \"try refresh token\", renew it by
the line with /auth/session/refresh; the page does so by itself.\n"
        )
    } else {
        String::new()
    };
    format!(
        "
Open {url} in a browser.
{lifetime}
Or try it in another terminal, with cookies:

  curl -c jar -b jar -H 'st-auth-mode: cookie' -H 'content-type: application/json' -d '{{\"user_id\": \"alice\"}}' {url}/login
  curl -c jar -b jar -X POST {url}/like-comment
  curl -c jar -b jar {url}/me
  curl -c jar -b jar -X PUT -H 'content-type: application/json' -d '{{\"cart\": [1, 2]}}' {url}/session-data
  curl -c jar -b jar -X PATCH -H 'content-type: application/json' -d '{{\"plan\": \"pro\"}}' {url}/access-token-payload
  curl -c jar -b jar {url}/sensitive
  curl -c jar -b jar {url}/admin-area
  curl -c jar -b jar -X POST {url}/become-admin
  curl -c jar -b jar {url}/admin-area
  curl -c jar -b jar -X POST {url}/auth/session/refresh
  curl -c jar -b jar -X POST {url}/revoke
  curl -c jar -b jar -X POST {url}/revoke-all
  curl -c jar -b jar {url}/comments
  curl {url}/health

or with headers:

  curl -i -H 'content-type: application/json' -d '{{\"user_id\": \"alice\"}}' {url}/login
  curl -i -X POST -H 'authorization: Bearer <the st-access-token of the response>' {url}/like-comment
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_the_port() {
        for has_own_core in [true, false] {
            let text = what_to_try(9000, has_own_core);
            let first = text.trim_start().lines().next();
            assert_eq!(first, Some("Open http://localhost:9000 in a browser."));
            assert_eq!(text.contains("30 seconds"), has_own_core);
            let mut calls = text.lines().filter(|line| line.contains("curl "));
            assert!(calls.all(|line| line.contains(" http://localhost:9000/")));
            assert!(!text.contains("8000"), "{text}");
        }
    }
}
