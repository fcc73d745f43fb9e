//! The running core as its user holds it.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, lookup_host};

use crate::clock::Clock;
use crate::error::StartError;
use crate::http::{Faults, Responder, Server, Shared};
use crate::service::app::PUBLIC;
use crate::service::core::Core;
use crate::service::keyring::KeyKind;

/// A running core. Dropping it stops it.
pub struct DevCore {
    shared: Arc<Shared>,
    server: Server,
}

impl fmt::Debug for DevCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevCore")
            .field("address", &self.server.address)
            .finish_non_exhaustive()
    }
}

impl DevCore {
    pub(crate) async fn start(
        load: impl FnOnce() -> Result<Core, StartError> + Send + 'static,
        host: &str,
        port: u16,
    ) -> Result<Self, StartError> {
        let address = address_of(host, port).await?;
        let core = tokio::task::spawn_blocking(load)
            .await
            .map_err(|source| StartError::Thread { source })??;
        let listen_error = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen_error)?;
        let shared = Arc::new(Shared {
            responder: Responder::new(core),
            faults: Faults::default(),
        });
        let server = Server::start(listener, Arc::clone(&shared)).map_err(listen_error)?;
        make_first_keys(&shared);
        tracing::warn!(address = %server.address, "a core for development and tests is running; never use it in production");
        Ok(Self { shared, server })
    }

    /// Where clients reach the core: `http://127.0.0.1:PORT`, with the base path if one is set.
    #[must_use]
    pub fn connection_uri(&self) -> String {
        format!(
            "http://{}{}",
            self.server.address, self.shared.responder.core.base.base_path
        )
    }

    /// The clock of the core, which tests may move forward.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.shared.responder.core.clock.clone()
    }

    /// How many requests got a response since the start or the last reset.
    #[must_use]
    pub fn request_count(&self) -> u64 {
        self.shared.responder.counters.all()
    }

    /// How many requests to one endpoint got a response since the start or the last reset. The path
    /// is that of the endpoint (`/recipe/session/verify`), without base path, app and tenant.
    #[must_use]
    pub fn request_count_of(&self, path: &str) -> u64 {
        self.shared.responder.counters.of(path)
    }

    /// Sets all request counts to zero.
    pub fn reset_request_counts(&self) {
        self.shared.responder.counters.reset();
    }

    /// Plays an outage, or ends it: connections are closed without a response.
    pub fn set_unavailable(&self, unavailable: bool) {
        self.shared.faults.set_unavailable(unavailable);
    }

    /// Delays every response; zero ends that.
    pub fn set_delay(&self, delay: Duration) {
        self.shared.faults.set_delay(delay);
    }

    /// Stops the core: no new connections, requests under way are completed.
    pub async fn shutdown(self) {
        self.server.shutdown().await;
    }
}

async fn address_of(host: &str, port: u16) -> Result<SocketAddr, StartError> {
    let host_error = |source| StartError::Host {
        host: host.to_owned(),
        source,
    };
    let mut found = lookup_host((host, port)).await.map_err(host_error)?;
    found
        .next()
        .ok_or_else(|| host_error(std::io::ErrorKind::NotFound.into()))
}

/// A new core needs two RSA keys. They are made side by side while the first requests come in; whoever
/// needs one earlier waits for it.
fn make_first_keys(shared: &Arc<Shared>) {
    for kind in [KeyKind::Dynamic, KeyKind::Static] {
        let shared = Arc::clone(shared);
        tokio::task::spawn_blocking(move || {
            let core = &shared.responder.core;
            let made = core
                .app(PUBLIC)
                .and_then(|app| core.signing_key(&app, kind));
            if let Err(error) = made {
                tracing::error!(error = &error as &dyn std::error::Error, "no signing key");
            }
        });
    }
}
