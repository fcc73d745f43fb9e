//! What the benches share: a core in this process, its sessions, and the settings that differ.

#![allow(
    clippy::missing_panics_doc,
    reason = "whatever goes wrong in here ends the bench"
)]

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use rocket_supertokens::overrides::NewSession;
use rocket_supertokens::{Builder, SuperTokens};
use supertokens_dev_core::DevCore;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

/// How many sessions are created at the same time.
const AT_ONCE: usize = 8;

/// A core, and the access tokens of its sessions.
#[derive(Debug)]
pub struct Fixture {
    core: DevCore,
    runtime: Runtime,
    tokens: Mutex<Vec<Arc<str>>>,
}

impl Fixture {
    /// Starts a core.
    pub fn start() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let core = runtime.block_on(DevCore::builder().in_memory().start());
        Self {
            core: core.expect("the core starts"),
            runtime,
            tokens: Mutex::default(),
        }
    }

    /// Runs a future where the core runs.
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// Settings for this core, with a cache that holds every token of a bench.
    pub fn settings(&self) -> Builder {
        self.uncached_settings()
            .verified_token_cache_entries(200_000)
            .verified_token_cache_bytes(512 << 20)
    }

    /// The same without a cache.
    pub fn uncached_settings(&self) -> Builder {
        SuperTokens::builder()
            .connection_uri(self.core.connection_uri())
            .app_name("Benches")
            .api_domain("http://localhost:8000")
            .website_domain("http://localhost:8000")
            .verified_token_cache_entries(0)
    }

    /// So many access tokens of different sessions. They are made when they are first needed: 100,000 take most of a
    /// minute.
    pub fn tokens(&self, count: usize) -> Vec<Arc<str>> {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(missing) = count
            .checked_sub(tokens.len())
            .filter(|missing| *missing > 0)
        {
            let super_tokens = self.uncached_settings().build();
            let super_tokens = super_tokens.expect("the settings are good");
            let new = self.block_on(async {
                let mut running = JoinSet::new();
                for first in 0..AT_ONCE.min(missing) {
                    let count = (first..missing).step_by(AT_ONCE).count();
                    running.spawn(create(super_tokens.clone(), count));
                }
                running.join_all().await
            });
            tokens.extend(new.into_iter().flatten());
        }
        tokens[..count].to_vec()
    }
}

async fn create(super_tokens: SuperTokens, count: usize) -> Vec<Arc<str>> {
    let mut tokens = Vec::new();
    for _ in 0..count {
        let new = NewSession::new("6e8f1c1a-0c5c-4c5e-9f0c-3f2a9b8c7d6e");
        let session = super_tokens.create_session(new).await;
        let session = session.expect("the core creates a session");
        tokens.push(session.all_tokens_dangerously().access_token.into());
    }
    tokens
}
