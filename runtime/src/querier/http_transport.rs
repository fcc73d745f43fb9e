use std::sync::Arc;

use reqwest::redirect::Policy;

use super::transport::{CoreRequest, CoreResponse, SendFailure, Sending, Transport};
use crate::config::CoreConfig;
use crate::error::HostFailureKind;

/// The core over HTTP, with pooled connections.
pub(crate) struct HttpTransport {
    client: reqwest::Client,
}

impl HttpTransport {
    pub(crate) fn new(config: &CoreConfig) -> reqwest::Result<Self> {
        let client = reqwest::Client::builder()
            .connect_timeout(config.connect_timeout)
            .timeout(config.request_timeout)
            .redirect(Policy::none())
            // The core is a neighbour, and its answers carry secrets: no proxy from the environment.
            .no_proxy()
            .build()?;
        Ok(Self { client })
    }

    async fn exchange(&self, request: CoreRequest) -> reqwest::Result<CoreResponse> {
        let response = self
            .client
            .request(request.method, request.url)
            .headers(request.headers)
            .body(request.body)
            .send()
            .await?;
        Ok(CoreResponse {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.bytes().await?.to_vec(),
        })
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: CoreRequest) -> Sending<'_> {
        Box::pin(async move { self.exchange(request).await.map_err(failure) })
    }
}

fn failure(error: reqwest::Error) -> SendFailure {
    let kind = if error.is_connect() {
        HostFailureKind::Connect
    } else if error.is_timeout() {
        HostFailureKind::Timeout
    } else {
        HostFailureKind::Broken
    };
    // A session handle may stand in the URL.
    SendFailure {
        kind,
        source: Some(Arc::new(error.without_url())),
    }
}
