//! Talks to the core: chooses a host, moves on when one fails, negotiates the version, retries when told to wait.

mod core;
mod host_check;
mod http_transport;
mod memo;
#[cfg(test)]
pub(crate) mod scripted;
mod transport;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};
use serde::de::DeserializeOwned;
use tokio::sync::OnceCell;

pub(crate) use self::core::{Context, Core};
pub(crate) use self::host_check::HostTrouble;
use self::http_transport::HttpTransport;
use self::memo::Memo;
pub use self::transport::CoreRequest;
use self::transport::{CoreResponse, Transport};
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

/// Sees every request to the core, once per attempt, and may change it.
pub(crate) type Interceptor = Arc<dyn Fn(&mut CoreRequest) + Send + Sync>;

/// The client of the core. One per application.
pub(crate) struct Querier {
    transport: Box<dyn Transport>,
    config: Arc<Config>,
    interceptor: Option<Interceptor>,
    /// Advanced before every attempt, so that the hosts share the load.
    next_host: AtomicUsize,
    version: OnceCell<Version>,
    /// Advanced by every write that no request stands behind.
    generation: AtomicU64,
}

impl Querier {
    pub(crate) fn new(
        config: Arc<Config>,
        interceptor: Option<Interceptor>,
    ) -> Result<Self, ConfigError> {
        let transport = HttpTransport::new(&config.core).map_err(ConfigError::HttpClient)?;
        Ok(Self::with_transport(
            config,
            interceptor,
            Box::new(transport),
        ))
    }

    fn with_transport(
        config: Arc<Config>,
        interceptor: Option<Interceptor>,
        transport: Box<dyn Transport>,
    ) -> Self {
        Self {
            transport,
            config,
            interceptor,
            next_host: AtomicUsize::new(0),
            version: OnceCell::new(),
            generation: AtomicU64::new(0),
        }
    }

    /// Sends one call in the negotiated version, on behalf of the request that `memo` belongs to.
    pub(crate) async fn call<C: Call>(
        &self,
        call: &C,
        memo: Option<&Memo>,
    ) -> Result<C::Answer, CoreError> {
        let version = self.version().await?;
        let path = call.path();
        let request = self
            .request(call, Some(version))
            .map_err(|source| misunderstood(&path, source))?;
        let memo = memo.filter(|_| self.config.core.remembers_reads);
        if C::METHOD != Method::GET {
            let result = self.send(&path, request).await;
            match memo {
                Some(memo) => memo.clear(),
                None => _ = self.generation.fetch_add(1, Ordering::Relaxed),
            }
            return parse(&path, &result?.body);
        }
        let generation = self.generation.load(Ordering::Relaxed);
        if let Some(answer) = memo.and_then(|memo| memo.get(&request.url, generation)) {
            return parse(&path, &answer);
        }
        let url = request.url.clone();
        let body = self.send(&path, request).await?.body;
        let answer = parse(&path, &body)?;
        if let Some(memo) = memo {
            memo.put(url, body, generation);
        }
        Ok(answer)
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
            website_domain: app.website_domain.as_deref(),
        };
        let path = call.path();
        let request = self
            .request(&call, None)
            .map_err(|source| misunderstood(&path, source))?;
        let offered = parse::<<ApiVersions<'_> as Call>::Answer>(
            &path,
            &self.send(&path, request).await?.body,
        )?
        .versions;
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

    /// The text of the core's key set and its `Cache-Control`, for those who verify tokens themselves.
    pub(crate) async fn key_set_text(&self) -> Result<(String, Option<String>), CoreError> {
        let response = self
            .send(
                JWKS_PATH,
                self.with_headers(CoreRequest::get(JWKS_PATH.to_owned()), None),
            )
            .await?;
        let cache_control = response
            .headers
            .get(CACHE_CONTROL)
            .and_then(|value| value.to_str().ok());
        Ok((
            String::from_utf8_lossy(&response.body).into_owned(),
            cache_control.map(str::to_owned),
        ))
    }

    /// Sends a request whose URL is still without a host: to the next host, on failure to the one after it.
    async fn send(&self, path: &str, request: CoreRequest) -> Result<CoreResponse, CoreError> {
        let mut failures = Vec::new();
        let mut delays = RATE_LIMIT_DELAYS.iter();
        loop {
            let host = self.next_host();
            let mut attempt = CoreRequest {
                url: url(host, &request.url),
                ..request.clone()
            };
            if let Some(intercept) = &self.interceptor {
                intercept(&mut attempt);
            }
            match self.transport.send(attempt).await {
                Ok(response) if response.status == StatusCode::OK => return Ok(response),
                Ok(response) if response.status == StatusCode::TOO_MANY_REQUESTS => {
                    let Some(delay) = delays.next() else {
                        return Err(CoreError::RateLimited {
                            path: path.to_owned(),
                        });
                    };
                    tokio::time::sleep(*delay).await;
                }
                Ok(response) => return Err(refused(request.method, path, &response)),
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

    fn request<C: Call>(
        &self,
        call: &C,
        version: Option<Version>,
    ) -> serde_json::Result<CoreRequest> {
        let fields = serde_json::to_value(call)?;
        let mut request = self.with_headers(CoreRequest::get(call.path().into_owned()), version);
        request.method = C::METHOD;
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

    fn with_headers(&self, mut request: CoreRequest, version: Option<Version>) -> CoreRequest {
        if let Some(version) = version {
            let text = HeaderValue::from_str(&version.to_string())
                .expect("digits and a dot make a header value");
            request.headers.insert("cdi-version", text);
        }
        if let Some(key) = &self.config.core.api_key {
            request.headers.insert("api-key", key.0.clone());
        }
        request
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
