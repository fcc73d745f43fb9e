//! One request to one host of the core.

use std::fmt;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode};

use crate::error::HostFailureKind;

/// Carries one request to one host of the core.
pub(crate) trait Transport: Send + Sync {
    fn send(&self, request: CoreRequest) -> Sending<'_>;

    /// What the name of a host stands for, where this transport resolves names. Only told to the user.
    fn addresses<'a>(&'a self, _host: &'a str) -> Resolving<'a> {
        Box::pin(std::future::ready(Vec::new()))
    }
}

/// The same carrier for several applications.
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: CoreRequest) -> Sending<'_> {
        T::send(self, request)
    }

    fn addresses<'a>(&'a self, host: &'a str) -> Resolving<'a> {
        T::addresses(self, host)
    }
}

pub(crate) type Resolving<'a> = Pin<Box<dyn Future<Output = Vec<IpAddr>> + Send + 'a>>;

pub(crate) type Sending<'a> =
    Pin<Box<dyn Future<Output = Result<CoreResponse, SendFailure>> + Send + 'a>>;

/// A request to the core, as an interceptor sees and changes it.
///
/// Its `Debug` does not show headers and body, because they carry the API key and tokens.
#[derive(Clone)]
pub struct CoreRequest {
    /// The HTTP method.
    pub method: Method,
    /// Scheme, host, path and query, percent-encoded. A user name and password in it are not sent.
    pub url: String,
    /// All headers; among them `api-key`, `cdi-version` and `rid`.
    pub headers: HeaderMap,
    /// The JSON body; empty in a GET.
    pub body: Vec<u8>,
}

impl CoreRequest {
    pub(crate) fn get(url: String) -> Self {
        Self {
            method: Method::GET,
            url,
            headers: HeaderMap::new(),
            body: Vec::new(),
        }
    }
}

impl fmt::Debug for CoreRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CoreRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

pub(crate) struct CoreResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// If the status is not 200, it may be only the beginning.
    pub(crate) body: Vec<u8>,
}

/// Why there was no usable response.
pub(crate) enum SendFailure {
    /// Another host may succeed.
    Host {
        kind: HostFailureKind,
        source: Option<Arc<dyn std::error::Error + Send + Sync>>,
    },
    /// The response is longer than `max_core_response_bytes`.
    TooLong,
}

impl From<HostFailureKind> for SendFailure {
    fn from(kind: HostFailureKind) -> Self {
        Self::Host { kind, source: None }
    }
}
