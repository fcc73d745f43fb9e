use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode};

use crate::config::CoreHost;
use crate::error::{HostFailure, HostFailureKind};

/// Carries one request to one host of the core.
pub(crate) trait Transport: Send + Sync {
    fn send(&self, request: CoreRequest) -> Sending<'_>;
}

pub(crate) type Sending<'a> =
    Pin<Box<dyn Future<Output = Result<CoreResponse, SendFailure>> + Send + 'a>>;

#[derive(Clone)]
pub(crate) struct CoreRequest {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
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

pub(crate) struct CoreResponse {
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
}

/// No answer came. Another host may do better.
pub(crate) struct SendFailure {
    pub(crate) kind: HostFailureKind,
    pub(crate) source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl SendFailure {
    pub(crate) fn at(self, host: &CoreHost) -> HostFailure {
        HostFailure {
            host: host.domain.clone(),
            kind: self.kind,
            source: self.source,
        }
    }
}
