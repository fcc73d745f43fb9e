//! Which version of the CDI is in use: the highest that all hosts offer, and another when the core changes.

use std::sync::Arc;
use std::time::Duration;

use super::attempt::Trouble;
use super::client::Querier;
use super::deadline::Deadline;
use super::request::Message;
use super::send::{RateLimitDelays, parse};
use super::troubles::Troubles;
use super::version_in_use::Negotiated;
use crate::cdi::{ApiVersions, ApiVersionsResponse, Version};
use crate::config::{Config, CoreHost, Domain};
use crate::error::{Chain, CoreError};

/// How often the core is asked for newer versions.
const ASK_AGAIN: Duration = Duration::from_secs(300);

impl Querier {
    /// The version in use. The core is asked the first time and then at intervals. Meanwhile the callers use the
    /// present version.
    pub(crate) async fn version(self: &Arc<Self>) -> Result<Version, CoreError> {
        self.version_by(self.deadline()).await
    }

    pub(super) async fn version_by(
        self: &Arc<Self>,
        deadline: Deadline,
    ) -> Result<Version, CoreError> {
        let current = self.version_in_use.current.load();
        let Some(known) = &*current else {
            return self.negotiate_unless_changed(None, deadline).await;
        };
        if self.clock.since(known.asked_at) >= ASK_AGAIN {
            // Whatever the result, the next check is as far away.
            let asked = Negotiated::at(self.clock.instant(), known.version);
            let before = self
                .version_in_use
                .current
                .compare_and_swap(known, Some(asked));
            if before.as_ref().is_some_and(|it| Arc::ptr_eq(it, known)) {
                self.ask_again(known.version);
            }
        }
        Ok(known.version)
    }

    fn ask_again(self: &Arc<Self>, known: Version) {
        let querier = Arc::clone(self);
        tokio::spawn(async move {
            let deadline = querier.deadline();
            let asked = querier.negotiate_unless_changed(Some(known), deadline);
            if let Err(error) = asked.await {
                tracing::warn!(error = %Chain(&error), "the core was not asked for its versions, {known} stays in use");
            }
        });
    }

    /// Another version than `seen`, if the core has one, or any version if none was seen.
    pub(super) async fn negotiate_unless_changed(
        &self,
        seen: Option<Version>,
        deadline: Deadline,
    ) -> Result<Version, CoreError> {
        let negotiate = || async {
            let current = self
                .version_in_use
                .current
                .load()
                .as_ref()
                .map(|it| it.version);
            match current {
                Some(version) if seen != current => Ok(version),
                // Callers that came later may also wait for it, and they have more time.
                _ => self.negotiate(self.deadline()).await,
            }
        };
        let negotiated = self.version_in_use.negotiating.run(deadline, negotiate);
        let negotiated = tokio::time::timeout(deadline.left(), negotiated).await;
        let negotiated = negotiated.ok().flatten();
        negotiated.unwrap_or_else(|| Err(self.timed_out()))
    }

    /// Asks every host, one after the other. A host that does not respond does not count. If it comes back with lower
    /// versions, its refusal leads here again.
    async fn negotiate(&self, deadline: Deadline) -> Result<Version, CoreError> {
        let core = &self.config.core;
        let message = self.ask_for_versions();
        let mut offers = Vec::new();
        let mut troubles = Troubles::default();
        for (n, host) in core.hosts.iter().enumerate() {
            let share = Deadline::after(deadline.share(core.hosts.len() - n));
            match self.offer_of(host, &message, share).await {
                Ok(offer) => offers.push(offer.versions),
                Err(Trouble::Host(failure)) => troubles.note_failure(failure),
                Err(Trouble::Busy) => {}
                Err(Trouble::Final(error)) => troubles.note_refusal(host, error),
            }
        }
        if offers.is_empty() {
            return Err(troubles.into_error());
        }
        let mut version = self.choose(&offers)?;
        // Hosts that did not respond may not offer more versions than before.
        let current = self
            .version_in_use
            .current
            .load()
            .as_ref()
            .map(|it| it.version);
        if offers.len() < core.hosts.len()
            && let Some(current) = current.filter(|current| *current < version)
            && offers
                .iter()
                .all(|offer| offer.contains(&current.to_string()))
        {
            version = current;
        }
        let negotiated = Negotiated::at(self.clock.instant(), version);
        self.version_in_use.current.store(Some(negotiated));
        tracing::debug!(%version, "negotiated the core driver interface");
        Ok(version)
    }

    /// `GET /apiversion`, which needs the API key and no version.
    pub(super) fn ask_for_versions(&self) -> Message {
        let Config { app, core, .. } = &*self.config;
        let call = ApiVersions {
            api_domain: app.api_domain.as_str(),
            website_domain: app.website_domain.as_ref().map(Domain::as_str),
        };
        Message::new(&call, core)
    }

    /// The versions that one host offers.
    async fn offer_of(
        &self,
        host: &CoreHost,
        message: &Message,
        deadline: Deadline,
    ) -> Result<ApiVersionsResponse, Trouble> {
        let mut delays = RateLimitDelays::default();
        let path = &message.path;
        let mut number = 1;
        loop {
            let attempt = message.attempt(host, number, deadline.left());
            match self.deliver(attempt, message).await {
                Ok(response) => {
                    return parse(path, &response.body).map_err(Trouble::Final);
                }
                Err(Trouble::Busy) => delays.wait(path, deadline).await.map_err(Trouble::Final)?,
                Err(trouble) => return Err(trouble),
            }
            number += 1;
        }
    }

    /// The highest version that all of these hosts offer.
    pub(super) fn choose(&self, offers: &[Vec<String>]) -> Result<Version, CoreError> {
        let max = self.config.core.max_cdi_version;
        let common: Vec<_> = offers[0]
            .iter()
            .filter(|version| offers.iter().all(|offer| offer.contains(version)))
            .cloned()
            .collect();
        Version::negotiate(&common, max).ok_or_else(|| {
            let offered: Vec<_> = offers.iter().map(|offer| offer.join(", ")).collect();
            let spoken: Vec<_> = Version::SPOKEN
                .iter()
                .filter(|spoken| max.is_none_or(|max| **spoken <= max))
                .map(ToString::to_string)
                .collect();
            CoreError::Incompatible {
                offered: offered.join("; "),
                spoken: spoken.join(", "),
            }
        })
    }
}
