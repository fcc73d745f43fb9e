//! A front end that does one thing after another and notes what came of it.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::{Method, RequestBuilder};
use rocket_supertokens_tests::{App, Client, Reply};
use serde_json::{Value, json};

use crate::figures::Figures;

/// Nobody waits longer for a response.
const PATIENCE: Duration = Duration::from_secs(30);

/// A user's front end.
#[derive(Clone)]
pub(crate) struct FrontEnd {
    client: Client,
    part: Arc<str>,
    figures: Arc<Figures>,
}

/// What a front end does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    LogIn,
    /// A route that the SDK checks by itself.
    Use,
    /// A route that asks the core.
    Ask,
    /// A route that stores something in the core.
    Store,
    Refresh,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Good,
    /// 503, and the tokens are as they were.
    Away,
    /// Another error, and the tokens are as they were.
    Failed(String),
    /// 401, or tokens were taken away.
    LoggedOut(String),
    NoResponse(String),
}

impl Operation {
    fn name(self) -> &'static str {
        match self {
            Self::LogIn => "log in",
            Self::Use => "use",
            Self::Ask => "ask",
            Self::Store => "store",
            Self::Refresh => "refresh",
        }
    }
}

impl FrontEnd {
    /// Without a session; in cookies or in headers.
    pub(crate) fn new(app: &App, cookies: bool, part: &str, figures: &Arc<Figures>) -> Self {
        let client = app.client();
        Self {
            client: if cookies {
                client.with_cookies()
            } else {
                client
            },
            part: part.into(),
            figures: Arc::clone(figures),
        }
    }

    /// Does something once.
    pub(crate) async fn run(&mut self, operation: Operation) -> Outcome {
        let request = self.request(operation).timeout(PATIENCE);
        let had_session = self.client.refresh_token.is_some();
        let start = Instant::now();
        let outcome = match self.client.try_send(request).await {
            Ok(reply) => outcome_of(&reply, had_session),
            Err(error) => Outcome::NoResponse(cause_of(&error)),
        };
        let failure = match &outcome {
            Outcome::Good => None,
            other => Some(format!("{other:?}")),
        };
        self.figures
            .request(&self.part, operation.name(), start.elapsed(), failure);
        outcome
    }

    fn request(&self, operation: Operation) -> RequestBuilder {
        let json = |request: RequestBuilder, body: Value| {
            request
                .header("content-type", "application/json")
                .body(body.to_string())
        };
        match operation {
            Operation::LogIn => json(
                self.client.bare(Method::POST, "/login"),
                json!({ "user_id": "alice" }),
            ),
            Operation::Use => self.client.request(Method::POST, "/like-comment"),
            Operation::Ask => self.client.request(Method::GET, "/sensitive"),
            Operation::Store => json(
                self.client.request(Method::PUT, "/session-data"),
                json!({ "cart": [1, 2, 3] }),
            ),
            Operation::Refresh => self.client.refresh_request(),
        }
    }
}

fn outcome_of(reply: &Reply, had_session: bool) -> Outcome {
    let words = || {
        let body: Option<Value> = serde_json::from_str(&reply.text).ok();
        let message = body.as_ref().and_then(|body| body["message"].as_str());
        format!("{} {}", reply.status, message.unwrap_or("(no message)"))
    };
    let taken_away = reply.header("front-token") == Some("remove");
    match reply.status {
        _ if taken_away && had_session => Outcome::LoggedOut(words()),
        200 => Outcome::Good,
        401 => Outcome::LoggedOut(words()),
        503 => Outcome::Away,
        _ => Outcome::Failed(words()),
    }
}

/// The innermost cause, which holds no address.
fn cause_of(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
