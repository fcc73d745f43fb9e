//! Sends one message to the core: to the next host and, if that fails, to the one after it, within one deadline.

use std::time::Duration;

use serde::de::DeserializeOwned;

use super::attempt::{Attempt, Trouble};
use super::client::Querier;
use super::deadline::Deadline;
use super::request::Message;
use super::transport::CoreResponse;
use super::troubles::Troubles;
use crate::cdi::Repeated;
use crate::error::{CoreError, JsonDefect};

/// Waits between the attempts while the core responds with 429.
const RATE_LIMIT_DELAYS: [Duration; 5] = [
    Duration::from_millis(10),
    Duration::from_millis(260),
    Duration::from_millis(510),
    Duration::from_millis(760),
    Duration::from_millis(1010),
];

/// How long to wait before a busy core is asked again, and how often.
pub(super) struct RateLimitDelays(std::slice::Iter<'static, Duration>);

impl Default for RateLimitDelays {
    fn default() -> Self {
        Self(RATE_LIMIT_DELAYS.iter())
    }
}

impl RateLimitDelays {
    /// Waits before the next attempt. Fails if no attempt is left, or no time for it.
    pub(super) async fn wait(&mut self, path: &str, deadline: Deadline) -> Result<(), CoreError> {
        match self.0.next() {
            Some(delay) if *delay < deadline.left() => {
                tokio::time::sleep(*delay).await;
                Ok(())
            }
            _ => Err(CoreError::RateLimited {
                path: path.to_owned(),
            }),
        }
    }
}

impl Querier {
    /// The core's response to `message`, parsed and unparsed.
    pub(super) async fn send<T: DeserializeOwned>(
        &self,
        message: &Message,
        deadline: Deadline,
    ) -> Result<(T, Vec<u8>), CoreError> {
        let hosts = &self.config.core.hosts;
        let order = self.turns.order();
        let mut delays = RateLimitDelays::default();
        let mut troubles = Troubles::default();
        let mut lost = false;
        for n in 0.. {
            let turn = order[n % order.len()];
            let host = &hosts[turn];
            // A call that is not repeated after a timeout need not leave time for another host.
            let attempts = match message.repeated {
                Repeated::Always => hosts.len().saturating_sub(troubles.failures()),
                Repeated::WhenLost | Repeated::Never => 1,
            };
            let attempt = message.attempt(host, n + 1, deadline.share(attempts));
            let failure = match self.deliver(attempt, message).await {
                Ok(response) => {
                    self.turns.note(turn, false);
                    return Ok((parse(&message.path, &response.body)?, response.body));
                }
                Err(Trouble::Final(error)) => {
                    self.turns.note(turn, false);
                    return Err(error);
                }
                Err(Trouble::Busy) => {
                    delays.wait(&message.path, deadline).await?;
                    continue;
                }
                Err(Trouble::Host(failure)) => failure,
            };
            self.turns.note(turn, true);
            let kind = failure.kind;
            troubles.note_failure(failure);
            // A kept connection may have been closed unnoticed, so the only host gets a second attempt.
            let worthwhile = hosts.len().max(1 + usize::from(kind.is_lost_connection()));
            let allowed = !kind.may_have_arrived()
                || match message.repeated {
                    Repeated::Always => true,
                    Repeated::WhenLost => {
                        kind.is_lost_response() && !std::mem::replace(&mut lost, true)
                    }
                    Repeated::Never => false,
                };
            if troubles.failures() >= worthwhile || deadline.is_over() || !allowed {
                break;
            }
        }
        Err(troubles.into_error())
    }

    /// Sends a message as the application's interceptor leaves it.
    pub(super) async fn deliver(
        &self,
        attempt: Attempt<'_>,
        message: &Message,
    ) -> Result<CoreResponse, Trouble> {
        let host = attempt.host;
        let request = || self.intercepted(message.to(host));
        self.attempt(attempt, &message.request.method, request)
            .await
    }
}

/// Reads the body of a response.
pub(super) fn parse<T: DeserializeOwned>(path: &str, body: &[u8]) -> Result<T, CoreError> {
    serde_json::from_slice(body).map_err(|error| CoreError::UnexpectedResponse {
        path: path.to_owned(),
        source: JsonDefect::of(&error),
    })
}
