//! One call to the core, in the version in use, and what a request remembers of it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use http::Method;
use serde::de::DeserializeOwned;

use super::client::Querier;
use super::deadline::Deadline;
use super::memo::Memo;
use super::request::Message;
use super::send::parse;
use crate::cdi::{Call, Version};
use crate::error::CoreError;

impl Querier {
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
        if let Some(trace) = memo.and_then(Memo::trace) {
            message.set_trace(trace);
        }
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

    /// Sends in `version`, and once more in another version if the core now refuses this one.
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
}

/// Clears what requests remember after a write, even if its caller is cancelled: the write may have arrived.
struct Forgets<'a>(&'a Querier, Option<&'a Memo>);

impl Drop for Forgets<'_> {
    fn drop(&mut self) {
        match self.1 {
            Some(memo) => memo.clear(),
            None => _ = self.0.generation.fetch_add(1, Ordering::Relaxed),
        }
    }
}
