//! The client of the core. An application has one.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::deadline::Deadline;
use super::http_transport::HttpTransport;
use super::recent_check::RecentCheck;
use super::transport::{CoreRequest, Transport};
use super::turns::Turns;
use super::version_in_use::VersionInUse;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::{ConfigError, CoreError, HostFailure};
use crate::measure::Figures;

/// Sees every request to the core, once per attempt, and may change it.
pub(crate) type Interceptor = Arc<dyn Fn(&mut CoreRequest) + Send + Sync>;

/// The client of the core. One per application.
pub(crate) struct Querier {
    pub(super) transport: Box<dyn Transport>,
    pub(super) config: Arc<Config>,
    interceptor: Option<Interceptor>,
    pub(super) clock: Clock,
    pub(crate) figures: Figures,
    pub(super) turns: Turns,
    pub(super) version_in_use: VersionInUse,
    pub(super) recent_check: RecentCheck,
    /// Advanced by every write outside of a request.
    pub(super) generation: AtomicU64,
    /// Whether the core is that of a test, whose keys count here and nowhere else.
    pub(super) in_test: bool,
}

impl Querier {
    pub(crate) fn new(
        config: Arc<Config>,
        interceptor: Option<Interceptor>,
        clock: Clock,
        of_test: Option<Box<dyn Transport>>,
    ) -> Result<Self, ConfigError> {
        let in_test = of_test.is_some();
        let transport = match of_test {
            Some(transport) => transport,
            None => Box::new(HttpTransport::new(&config.core)?),
        };
        Ok(Self {
            in_test,
            ..Self::with_transport(config, interceptor, transport, clock)
        })
    }

    pub(super) fn with_transport(
        config: Arc<Config>,
        interceptor: Option<Interceptor>,
        transport: Box<dyn Transport>,
        clock: Clock,
    ) -> Self {
        let turns = Turns::new(config.core.hosts.len(), clock.clone());
        Self {
            transport,
            config,
            interceptor,
            clock,
            figures: Figures::default(),
            turns,
            version_in_use: VersionInUse::default(),
            recent_check: RecentCheck::default(),
            generation: AtomicU64::new(0),
            in_test: false,
        }
    }

    /// The time by which the application works.
    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The deadline of a caller that asks now.
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline::after(self.config.core.request_timeout)
    }

    /// The error for a caller that waited for another caller's attempt until its deadline.
    pub(crate) fn timed_out(&self) -> CoreError {
        let hosts = self.config.core.hosts.iter();
        CoreError::Unreachable(
            hosts
                .map(|host| HostFailure::timeout(&host.domain))
                .collect(),
        )
    }

    /// The request after the application's interceptor.
    pub(super) fn intercepted(&self, mut request: CoreRequest) -> CoreRequest {
        if let Some(intercept) = &self.interceptor {
            intercept(&mut request);
        }
        request
    }
}
