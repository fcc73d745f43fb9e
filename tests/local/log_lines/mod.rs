//! The one line that the library logs for a failure: its level, the error, and all its causes, once. On one thread,
//! as far as the log is listened to.

mod application;
mod background;
mod certificate;
mod hosts;
mod large_tokens;
mod launch;
mod refusals;
mod responses;

use std::time::Duration;

use rocket::local::asynchronous::{Client, LocalRequest};
use rocket::{Route, routes};
use rocket_supertokens::Builder;
use rocket_supertokens_tests::{App, Core};

use crate::logged::Logged;

/// An application, and what the library has logged since it was launched.
struct Listening {
    client: Client,
    logged: Logged,
    /// Lines that were looked at.
    seen: usize,
}

impl Listening {
    async fn to(settings: Builder, routes: Vec<Route>) -> Self {
        let rocket = App::rocket()
            .attach(settings.fairing())
            .mount("/", routes![crate::login])
            .mount("/", routes);
        let client = Client::untracked(rocket).await.expect("it launches");
        let logged = Logged::everything();
        Self {
            client,
            logged,
            seen: 0,
        }
    }

    /// What logging in ends with, and its lines.
    async fn log_in(&mut self) -> (u16, Vec<String>) {
        let status = status(self.client.post("/login/alice")).await;
        (status, self.lines())
    }

    /// Lines from `INFO` on that were not seen yet.
    fn lines(&mut self) -> Vec<String> {
        let lines = self.logged.lines();
        let new = lines[self.seen..].iter().map(|line| line.trim().to_owned());
        self.seen = lines.len();
        new.filter(|line| !line.starts_with("DEBUG") && !line.starts_with("TRACE"))
            .collect()
    }

    /// Fails if any line, of whichever level, has a part of any of these.
    #[track_caller]
    fn assert_nothing_of(&self, secrets: &[&str]) {
        let lines = self.logged.lines();
        let parts = secrets.iter().flat_map(|secret| secret.split('.'));
        for part in parts.filter(|part| !part.is_empty()) {
            assert!(
                !lines.iter().any(|line| line.contains(part)),
                "{part}: {lines:?}"
            );
        }
    }
}

async fn status(request: LocalRequest<'_>) -> u16 {
    request.dispatch().await.status().code
}

/// The core's settings with another host, and no more patience than a test has.
fn at(core: &Core, uri: &str) -> Builder {
    core.settings()
        .connection_uri(uri)
        .api_key(API_KEY)
        .connect_timeout(Duration::from_secs(1))
        .request_timeout(Duration::from_secs(2))
}

const API_KEY: &str = "the-key-that-no-line-shows";
