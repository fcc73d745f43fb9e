//! One request to one host of the core.

use std::sync::Arc;
use std::time::Duration;

use http::{Method, StatusCode};
use tracing::Instrument as _;

use super::client::Querier;
use super::error_text::error_text;
use super::transport::{CoreRequest, CoreResponse, SendFailure};
use crate::cdi::Version;
use crate::config::CoreHost;
use crate::error::{CoreError, HostFailure, HostFailureKind};
use crate::measure::{CoreAttempt, Ending};

/// One request to one host.
pub(super) struct Attempt<'a> {
    pub(super) host: &'a CoreHost,
    /// The path of the call.
    pub(super) path: &'a str,
    /// The same without the tenant.
    pub(super) route: &'static str,
    /// Counts from 1 within one call.
    pub(super) number: usize,
    /// How long it may take.
    pub(super) time: Duration,
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
    /// Sends what `request` makes. It is made within the span of the attempt, so that the application's interceptor
    /// can pass the span on to the core.
    pub(super) async fn attempt(
        &self,
        attempt: Attempt<'_>,
        method: &Method,
        request: impl FnOnce() -> CoreRequest,
    ) -> Result<CoreResponse, Trouble> {
        let Attempt {
            host, path, route, ..
        } = attempt;
        let followed = CoreAttempt::begin(
            &self.figures,
            method,
            path,
            route,
            &host.domain,
            attempt.number,
        );
        let request = followed.span().in_scope(request);
        let exchange = self.exchange(&attempt, request);
        let result = exchange.instrument(followed.span().clone()).await;
        followed.end(&match &result {
            Ok(_) => Ending::Ok,
            Err(Trouble::Busy) => Ending::Busy,
            Err(Trouble::Final(error)) => Ending::Refused(error),
            Err(Trouble::Host(failure)) => Ending::Failed(failure.kind),
        });
        result
    }

    async fn exchange(
        &self,
        attempt: &Attempt<'_>,
        request: CoreRequest,
    ) -> Result<CoreResponse, Trouble> {
        let Attempt {
            host, path, time, ..
        } = *attempt;
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
                        false => error_text(&response.body, &request),
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
