//! Talks to the core: chooses a host, moves on when one fails, negotiates the version, retries when told to wait.

mod http_transport;
#[cfg(test)]
pub(crate) mod scripted;
mod transport;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, StatusCode};
use serde::de::DeserializeOwned;
use tokio::sync::OnceCell;

use self::http_transport::HttpTransport;
use self::transport::{CoreRequest, CoreResponse, Transport};
use crate::cdi::{ApiVersions, Call, JWKS_PATH, Jwks, Version};
use crate::config::{Config, CoreHost};
use crate::error::{ConfigError, CoreError};

/// Waits between the attempts while the core answers 429.
const RATE_LIMIT_DELAYS: [Duration; 5] = [
    Duration::from_millis(10),
    Duration::from_millis(260),
    Duration::from_millis(510),
    Duration::from_millis(760),
    Duration::from_millis(1010),
];

/// The client of the core. One per application.
pub(crate) struct Querier {
    transport: Box<dyn Transport>,
    config: Arc<Config>,
    /// Advanced before every attempt, so that the hosts share the load.
    next_host: AtomicUsize,
    version: OnceCell<Version>,
}

impl Querier {
    pub(crate) fn new(config: Arc<Config>) -> Result<Self, ConfigError> {
        let transport = HttpTransport::new(&config.core).map_err(ConfigError::HttpClient)?;
        Ok(Self::with_transport(config, Box::new(transport)))
    }

    fn with_transport(config: Arc<Config>, transport: Box<dyn Transport>) -> Self {
        Self {
            transport,
            config,
            next_host: AtomicUsize::new(0),
            version: OnceCell::new(),
        }
    }

    /// Sends one call in the negotiated version.
    pub(crate) async fn call<C: Call>(&self, call: &C) -> Result<C::Answer, CoreError> {
        let version = self.version().await?;
        self.send(call, Some(version)).await
    }

    /// The version of the CDI in use. The core is asked the first time only, by one task.
    pub(crate) async fn version(&self) -> Result<Version, CoreError> {
        self.version
            .get_or_try_init(|| self.negotiate())
            .await
            .copied()
    }

    async fn negotiate(&self) -> Result<Version, CoreError> {
        let Config { app, core, .. } = &*self.config;
        let call = ApiVersions {
            api_domain: &app.api_domain,
            website_domain: &app.website_domain,
        };
        let offered = self.send(&call, None).await?.versions;
        let version = Version::negotiate(&offered, core.max_cdi_version).ok_or_else(|| {
            let spoken = Version::SPOKEN
                .iter()
                .filter(|spoken| core.max_cdi_version.is_none_or(|max| **spoken <= max));
            CoreError::Incompatible {
                offered: offered.join(", "),
                spoken: spoken
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", "),
            }
        })?;
        tracing::debug!(%version, "negotiated the core driver interface");
        Ok(version)
    }

    /// Fetches the core's public keys from the first host that answers, in the order configured.
    pub(crate) async fn public_keys(&self) -> Result<Jwks, CoreError> {
        let mut failures = Vec::new();
        let mut refusal = None;
        for host in &self.config.core.hosts {
            // The core wants neither key nor version here, and gets none.
            let request = CoreRequest::get(url(host, JWKS_PATH));
            match self.transport.send(request).await {
                Ok(response) if response.status == StatusCode::OK => {
                    return parse(JWKS_PATH, &response.body);
                }
                Ok(response) => refusal = Some(refused(Method::GET, JWKS_PATH, &response)),
                Err(failure) => failures.push(failure.at(host)),
            }
        }
        Err(refusal.unwrap_or(CoreError::Unreachable(failures)))
    }

    async fn send<C: Call>(
        &self,
        call: &C,
        version: Option<Version>,
    ) -> Result<C::Answer, CoreError> {
        let path = call.path();
        let request = self
            .request(call, version)
            .map_err(|source| misunderstood(&path, source))?;
        let mut failures = Vec::new();
        let mut delays = RATE_LIMIT_DELAYS.iter();
        loop {
            let host = self.next_host();
            let attempt = CoreRequest {
                url: url(host, &request.url),
                ..request.clone()
            };
            match self.transport.send(attempt).await {
                Ok(response) if response.status == StatusCode::OK => {
                    return parse(&path, &response.body);
                }
                Ok(response) if response.status == StatusCode::TOO_MANY_REQUESTS => {
                    let Some(delay) = delays.next() else {
                        return Err(CoreError::RateLimited {
                            path: path.into_owned(),
                        });
                    };
                    tokio::time::sleep(*delay).await;
                }
                Ok(response) => return Err(refused(C::METHOD, &path, &response)),
                Err(failure) => {
                    tracing::warn!(host = %host.domain, kind = %failure.kind, "a host of the core gave no answer");
                    failures.push(failure.at(host));
                    if failures.len() >= self.config.core.hosts.len() {
                        return Err(CoreError::Unreachable(failures));
                    }
                }
            }
        }
    }

    fn next_host(&self) -> &CoreHost {
        let hosts = &self.config.core.hosts;
        &hosts[self.next_host.fetch_add(1, Ordering::Relaxed) % hosts.len()]
    }

    /// The request with the path and query as its URL, still without a host.
    fn request<C: Call>(
        &self,
        call: &C,
        version: Option<Version>,
    ) -> serde_json::Result<CoreRequest> {
        let fields = serde_json::to_value(call)?;
        let mut request = CoreRequest::get(call.path().into_owned());
        request.method = C::METHOD;
        if let Some(version) = version {
            let text = HeaderValue::from_str(&version.to_string())
                .expect("digits and a dot make a header value");
            request.headers.insert("cdi-version", text);
        }
        if let Some(key) = &self.config.core.api_key {
            request.headers.insert("api-key", key.0.clone());
        }
        if let Some(recipe) = C::RECIPE {
            request
                .headers
                .insert("rid", HeaderValue::from_static(recipe));
        }
        if C::METHOD == Method::GET {
            request.url.push_str(&query(&fields));
        } else {
            // Without the charset the core reads the body as ISO-8859-1.
            let json = HeaderValue::from_static("application/json; charset=utf-8");
            request.headers.insert(CONTENT_TYPE, json);
            request.body = fields.to_string().into_bytes();
        }
        Ok(request)
    }
}

fn url(host: &CoreHost, path: &str) -> String {
    format!("{}{}{path}", host.domain, host.base_path)
}

/// The fields of a GET as its query, with the question mark.
fn query(fields: &serde_json::Value) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.as_object().into_iter().flatten() {
        match value {
            serde_json::Value::String(text) => pairs.append_pair(name, text),
            other => pairs.append_pair(name, &other.to_string()),
        };
    }
    let pairs = pairs.finish();
    if pairs.is_empty() {
        pairs
    } else {
        format!("?{pairs}")
    }
}

fn parse<T: DeserializeOwned>(path: &str, body: &[u8]) -> Result<T, CoreError> {
    serde_json::from_slice(body).map_err(|source| misunderstood(path, source))
}

fn misunderstood(path: &str, source: serde_json::Error) -> CoreError {
    CoreError::Answer {
        path: path.to_owned(),
        source: Arc::new(source),
    }
}

fn refused(method: Method, path: &str, response: &CoreResponse) -> CoreError {
    CoreError::Status {
        method,
        path: path.to_owned(),
        status: response.status.as_u16(),
        message: String::from_utf8_lossy(&response.body).into_owned(),
    }
}

#[cfg(test)]
mod tests;
