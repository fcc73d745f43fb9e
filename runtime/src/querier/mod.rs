//! Talks to the core: chooses a host, moves on when one fails, negotiates the version, retries when told to wait.
//! `request_timeout` is what a call takes at most, whatever is tried.

mod core;
mod deadline;
mod error_text;
mod host_check;
mod http_transport;
mod memo;
mod public_keys;
mod request;
#[cfg(test)]
pub(crate) mod scripted;
mod send;
mod shared_attempt;
mod transport;
mod troubles;
mod turns;
mod versions;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::Method;
use serde::de::DeserializeOwned;

pub(crate) use self::core::{Context, Core};
pub(crate) use self::deadline::Deadline;
pub(crate) use self::error_text::fit_to_log;
pub(crate) use self::host_check::HostTrouble;
use self::http_transport::HttpTransport;
use self::memo::Memo;
pub(crate) use self::public_keys::PublicKeys;
use self::request::Message;
use self::send::parse;
pub(crate) use self::shared_attempt::SharedAttempt;
pub use self::transport::CoreRequest;
use self::transport::Transport;
use self::turns::Turns;
use self::versions::Versions;
use crate::cdi::{Call, Version};
use crate::config::Config;
use crate::error::{ConfigError, CoreError, HostFailure};

/// Sees every request to the core, once per attempt, and may change it.
pub(crate) type Interceptor = Arc<dyn Fn(&mut CoreRequest) + Send + Sync>;

/// The client of the core. One per application.
pub(crate) struct Querier {
    transport: Box<dyn Transport>,
    config: Arc<Config>,
    interceptor: Option<Interceptor>,
    turns: Turns,
    versions: Versions,
    /// Advanced by every write that no request stands behind.
    generation: AtomicU64,
}

impl Querier {
    pub(crate) fn new(
        config: Arc<Config>,
        interceptor: Option<Interceptor>,
    ) -> Result<Self, ConfigError> {
        let transport = HttpTransport::new(&config.core)?;
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
        let turns = Turns::new(config.core.hosts.len());
        Self {
            transport,
            config,
            interceptor,
            turns,
            versions: Versions::default(),
            generation: AtomicU64::new(0),
        }
    }

    /// Sends one call in the negotiated version, on behalf of the request that `memo` belongs to.
    pub(crate) async fn call<C: Call>(
        self: &Arc<Self>,
        call: &C,
        memo: Option<&Memo>,
    ) -> Result<C::Response, CoreError> {
        let deadline = self.deadline();
        let version = self.version_by(deadline).await?;
        let mut message = Message::new(call, &self.config.core);
        message.set_version(version);
        let memo = memo.filter(|_| self.config.core.remembers_reads);
        if C::METHOD != Method::GET {
            let _forgets = Forgets(self, memo);
            return Ok(self.send_in(version, &mut message, deadline).await?.0);
        }
        let url = message.request.url.clone();
        let generation = self.generation.load(Ordering::Relaxed);
        if let Some(body) = memo.and_then(|memo| memo.get(&url, generation)) {
            return parse(&message.path, &body);
        }
        let (response, body) = self.send_in(version, &mut message, deadline).await?;
        if let Some(memo) = memo {
            memo.put(url, body, generation);
        }
        Ok(response)
    }

    /// Sends in `version`; once more in another one if the core has come to refuse this one.
    async fn send_in<T: DeserializeOwned>(
        &self,
        version: Version,
        message: &mut Message,
        deadline: Deadline,
    ) -> Result<(T, Vec<u8>), CoreError> {
        match self.send(message, deadline).await {
            Err(CoreError::Status {
                status,
                message: text,
                ..
            }) if Version::is_refused(status, &text) => {
                tracing::warn!(
                    said = text.trim_end(),
                    "the core refuses the version in use"
                );
                let other = self
                    .negotiate_unless_changed(Some(version), deadline)
                    .await?;
                message.set_version(other);
                self.send(message, deadline).await
            }
            result => result,
        }
    }

    /// The end of the time that somebody who asks now waits.
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline::after(self.config.core.request_timeout)
    }

    /// What those are told who waited for somebody else's attempt until their deadline.
    pub(crate) fn timed_out(&self) -> CoreError {
        let hosts = self.config.core.hosts.iter();
        CoreError::Unreachable(
            hosts
                .map(|host| HostFailure::timeout(&host.domain))
                .collect(),
        )
    }

    /// The request as the application wants it.
    fn intercepted(&self, mut request: CoreRequest) -> CoreRequest {
        if let Some(intercept) = &self.interceptor {
            intercept(&mut request);
        }
        request
    }
}

/// Ends what requests remember once a write is over, even one whose caller is cancelled: it may have arrived.
struct Forgets<'a>(&'a Querier, Option<&'a Memo>);

impl Drop for Forgets<'_> {
    fn drop(&mut self) {
        match self.1 {
            Some(memo) => memo.clear(),
            None => _ = self.0.generation.fetch_add(1, Ordering::Relaxed),
        }
    }
}

#[cfg(test)]
mod tests;
