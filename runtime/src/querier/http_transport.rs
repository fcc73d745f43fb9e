//! The core over HTTP.

use std::error::Error;
use std::io;
use std::sync::Arc;

use http::StatusCode;
use reqwest::redirect::Policy;

use super::transport::{CoreRequest, CoreResponse, SendFailure, Sending, Transport};
use crate::config::CoreConfig;
use crate::error::{ConfigError, HostFailureKind};

/// How much of an error response is read, in bytes. The log shows less.
const MAX_ERROR_BODY: u64 = 8 * 1024;

/// The core over HTTP, with pooled connections. The caller limits the time.
pub(crate) struct HttpTransport {
    client: reqwest::Client,
    max_body: u64,
}

impl HttpTransport {
    pub(crate) fn new(config: &CoreConfig) -> Result<Self, ConfigError> {
        // A host that accepts no connection leaves time for the others.
        let hosts = u32::try_from(config.hosts.len()).unwrap_or(u32::MAX);
        let share = config.request_timeout / hosts.max(1);
        let client = reqwest::Client::builder()
            .connect_timeout(config.connect_timeout.min(share))
            .redirect(Policy::none())
            // The core's responses contain secrets, so no proxy from the environment is used.
            .no_proxy()
            .build()
            .map_err(|error| ConfigError::HttpClient(Arc::new(error)))?;
        Ok(Self {
            client,
            max_body: config.max_response_bytes,
        })
    }

    async fn exchange(&self, request: CoreRequest) -> Result<CoreResponse, SendFailure> {
        let mut response = self
            .client
            .request(request.method, request.url)
            .headers(request.headers)
            .body(request.body)
            .send()
            .await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        // `Content-Length` is not trusted.
        while let Some(chunk) = response.chunk().await? {
            body.extend_from_slice(&chunk);
            if status != StatusCode::OK && body.len() as u64 >= MAX_ERROR_BODY {
                break;
            }
            if body.len() as u64 > self.max_body {
                return Err(SendFailure::TooLong);
            }
        }
        Ok(CoreResponse {
            status,
            headers,
            body,
        })
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: CoreRequest) -> Sending<'_> {
        Box::pin(self.exchange(request))
    }
}

impl From<reqwest::Error> for SendFailure {
    fn from(error: reqwest::Error) -> Self {
        Self::Host {
            kind: kind(&error),
            // A session handle may stand in the URL.
            source: Some(Arc::new(error.without_url())),
        }
    }
}

fn kind(error: &reqwest::Error) -> HostFailureKind {
    use io::ErrorKind as Io;
    let io = io_kind(error);
    if error.is_dns() {
        return HostFailureKind::Dns;
    }
    if !error.is_connect() {
        return match io {
            _ if error.is_timeout() => HostFailureKind::Timeout,
            Some(Io::ConnectionReset | Io::ConnectionAborted | Io::BrokenPipe) => {
                HostFailureKind::Reset
            }
            _ => HostFailureKind::Broken,
        };
    }
    match io {
        _ if error.is_timeout() => HostFailureKind::ConnectTimeout,
        Some(Io::ConnectionRefused) => HostFailureKind::Refused,
        // rustls reports its errors as invalid data; the other side may also close the connection during the handshake.
        Some(Io::InvalidData | Io::UnexpectedEof) => HostFailureKind::Tls,
        _ => HostFailureKind::Connect,
    }
}

/// The kind of the innermost I/O error. An I/O error that wraps another does not name it as its source.
fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut kind = None;
    let mut next = error.source();
    while let Some(error) = next {
        next = match error.downcast_ref::<io::Error>() {
            Some(io) => {
                kind = Some(io.kind());
                io.get_ref().map(|inner| inner as &dyn Error)
            }
            None => error.source(),
        };
    }
    kind
}
