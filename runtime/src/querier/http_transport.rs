//! The core over HTTP.

use std::error::Error;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use http::header::ACCEPT;
use http::{HeaderValue, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::connector::{Connector, Unresolved};
use super::transport::{CoreRequest, CoreResponse, Resolving, SendFailure, Sending, Transport};
use crate::config::CoreConfig;
use crate::error::{ConfigError, HostFailureKind};

/// How much of an error response is read, in bytes. The log shows less.
const MAX_ERROR_BODY: u64 = 8 * 1024;

/// The core over HTTP/1.1, with pooled connections. The caller limits the time.
///
/// No proxy from the environment is used and no redirect followed, because the core's responses contain secrets.
pub(crate) struct HttpTransport {
    client: Client<Connector, Full<Bytes>>,
    max_body: u64,
}

impl HttpTransport {
    pub(crate) fn new(config: &CoreConfig) -> Result<Self, ConfigError> {
        // A host that accepts no connection leaves time for the others.
        let hosts = u32::try_from(config.hosts.len()).unwrap_or(u32::MAX);
        let share = config.request_timeout / hosts.max(1);
        let connector = Connector::new(config.connect_timeout.min(share))
            .map_err(|error| ConfigError::HttpClient(Arc::new(error)))?;
        Ok(Self {
            client: Client::builder(TokioExecutor::new())
                // Without a timer, connections that were idle for too long would stay.
                .pool_timer(TokioTimer::new())
                .build(connector),
            max_body: config.max_response_bytes,
        })
    }

    async fn exchange(&self, request: CoreRequest) -> Result<CoreResponse, SendFailure> {
        let response = self.client.request(as_http(request)?).await?;
        let (head, mut rest) = response.into_parts();
        let mut body = Vec::new();
        // `Content-Length` is not trusted.
        while let Some(frame) = rest.frame().await {
            let Ok(chunk) = frame?.into_data() else {
                continue;
            };
            body.extend_from_slice(&chunk);
            if head.status != StatusCode::OK && body.len() as u64 >= MAX_ERROR_BODY {
                break;
            }
            if body.len() as u64 > self.max_body {
                return Err(SendFailure::TooLong);
            }
        }
        Ok(CoreResponse {
            status: head.status,
            headers: head.headers,
            body,
        })
    }
}

fn as_http(request: CoreRequest) -> Result<http::Request<Full<Bytes>>, SendFailure> {
    let uri: Uri = request.url.parse().map_err(|error| SendFailure::Host {
        kind: HostFailureKind::Connect,
        source: Some(Arc::new(error)),
    })?;
    let mut http = http::Request::new(Full::from(request.body));
    *http.method_mut() = request.method;
    *http.uri_mut() = uri;
    *http.headers_mut() = request.headers;
    http.headers_mut()
        .entry(ACCEPT)
        .or_insert(HeaderValue::from_static("*/*"));
    Ok(http)
}

impl Transport for HttpTransport {
    fn send(&self, request: CoreRequest) -> Sending<'_> {
        Box::pin(self.exchange(request))
    }

    fn addresses<'a>(&'a self, host: &'a str) -> Resolving<'a> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await.ok();
            let addresses = found.into_iter().flatten();
            addresses.map(|address| address.ip()).collect()
        })
    }
}

impl From<legacy::Error> for SendFailure {
    fn from(error: legacy::Error) -> Self {
        let kind = match error.is_connect() {
            true => kind_without_connection(&error),
            false => kind_on_connection(&error),
        };
        Self::Host {
            kind,
            source: Some(Arc::new(error)),
        }
    }
}

/// Of the response's body.
impl From<hyper::Error> for SendFailure {
    fn from(error: hyper::Error) -> Self {
        Self::Host {
            kind: kind_on_connection(&error),
            source: Some(Arc::new(error)),
        }
    }
}

fn kind_without_connection(error: &AnyError) -> HostFailureKind {
    use io::ErrorKind as Io;
    if causes(error).any(|cause| cause.is::<Unresolved>()) {
        return HostFailureKind::Dns;
    }
    match io_kind(error) {
        Some(Io::TimedOut) => HostFailureKind::ConnectTimeout,
        Some(Io::ConnectionRefused) => HostFailureKind::Refused,
        // rustls reports its errors as invalid data; the other side may also close the connection during the handshake.
        Some(Io::InvalidData | Io::UnexpectedEof) => HostFailureKind::Tls,
        _ => HostFailureKind::Connect,
    }
}

fn kind_on_connection(error: &AnyError) -> HostFailureKind {
    use io::ErrorKind as Io;
    match io_kind(error) {
        Some(Io::TimedOut) => HostFailureKind::Timeout,
        Some(Io::ConnectionReset | Io::ConnectionAborted | Io::BrokenPipe) => {
            HostFailureKind::Reset
        }
        _ => HostFailureKind::Broken,
    }
}

/// The kind of the innermost I/O error.
fn io_kind(error: &AnyError) -> Option<io::ErrorKind> {
    causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .last()
        .map(io::Error::kind)
}

type AnyError = dyn Error + 'static;

/// The error and its causes. An I/O error that wraps another does not name it as its source.
fn causes(error: &AnyError) -> impl Iterator<Item = &AnyError> {
    std::iter::successors(Some(error), |&error| {
        match error.downcast_ref::<io::Error>() {
            Some(io) => io.get_ref().map(|inner| inner as &AnyError),
            None => error.source(),
        }
    })
}
