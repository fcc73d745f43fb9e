//! Sends one message to the core: to the next host and, if that fails, to the one after it, within one deadline.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use serde::de::DeserializeOwned;

use super::client::Querier;
use super::deadline::Deadline;
use super::error_text::error_text;
use super::request::Message;
use super::transport::{CoreRequest, CoreResponse, SendFailure};
use super::troubles::Troubles;
use crate::cdi::{Repeated, Version};
use crate::config::CoreHost;
use crate::error::{CoreError, HostFailure, HostFailureKind, JsonDefect};

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

/// Why an attempt at one host failed.
pub(super) enum Trouble {
    /// Another host may succeed.
    Host(HostFailure),
    /// The host responded with 429.
    Busy,
    /// The core's decision, which would be the same at every host.
    Final(CoreError),
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
            let request = self.intercepted(message.to(host));
            let path = &message.path;
            let failure = match self
                .attempt(host, path, &request, deadline.share(attempts))
                .await
            {
                Ok(response) => {
                    self.turns.note(turn, false);
                    return Ok((parse(path, &response.body)?, response.body));
                }
                Err(Trouble::Final(error)) => {
                    self.turns.note(turn, false);
                    return Err(error);
                }
                Err(Trouble::Busy) => {
                    delays.wait(path, deadline).await?;
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

    /// One request to one host.
    pub(super) async fn attempt(
        &self,
        host: &CoreHost,
        path: &str,
        request: &CoreRequest,
        time: Duration,
    ) -> Result<CoreResponse, Trouble> {
        let sent = tokio::time::timeout(time, self.transport.send(request.clone()));
        let response = match sent.await {
            Ok(Ok(response)) => response,
            Ok(Err(SendFailure::Host { kind, source })) => {
                return Err(host_failed(host, kind, source));
            }
            Ok(Err(SendFailure::TooLong)) => {
                return Err(Trouble::Final(CoreError::TooLong {
                    path: path.to_owned(),
                    limit: self.config.core.max_response_bytes,
                }));
            }
            Err(_) => return Err(host_failed(host, HostFailureKind::Timeout, None)),
        };
        match response.status {
            StatusCode::OK => Ok(response),
            StatusCode::TOO_MANY_REQUESTS => Err(Trouble::Busy),
            // The core itself never sends such a response.
            StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT => {
                let kind = HostFailureKind::Unavailable(response.status.as_u16());
                Err(host_failed(host, kind, None))
            }
            status => {
                let status = status.as_u16();
                // Decided by the unchanged text, because a value of the request may be one of its words.
                let raw = String::from_utf8_lossy(&response.body);
                Err(Trouble::Final(CoreError::Status {
                    method: request.method.clone(),
                    path: path.to_owned(),
                    status,
                    message: match Version::is_refused(status, &raw) {
                        true => raw.into_owned(),
                        false => error_text(&response.body, request),
                    },
                }))
            }
        }
    }
}

fn host_failed(
    host: &CoreHost,
    kind: HostFailureKind,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
) -> Trouble {
    Trouble::Host(HostFailure {
        host: host.domain.clone(),
        kind,
        source,
    })
}

/// Reads the body of a response.
pub(super) fn parse<T: DeserializeOwned>(path: &str, body: &[u8]) -> Result<T, CoreError> {
    serde_json::from_slice(body).map_err(|error| CoreError::UnexpectedResponse {
        path: path.to_owned(),
        source: JsonDefect::of(&error),
    })
}
