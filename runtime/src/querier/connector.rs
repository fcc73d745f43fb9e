//! Connections to the hosts of the core: name resolution, TCP, TLS, and one time limit for all three.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use std::{fmt, io};

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::{GaiAddrs, GaiResolver, Name};
use tower_service::Service;

#[cfg(feature = "tls")]
type Connections = hyper_rustls::HttpsConnector<HttpConnector<Resolver>>;
#[cfg(not(feature = "tls"))]
type Connections = HttpConnector<Resolver>;

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Pending<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

/// How often a connection that is kept for later is tried, so that a firewall between does not forget it.
const KEEPALIVE: Duration = Duration::from_secs(15);

/// Makes connections, each within the same time.
#[derive(Clone)]
pub(super) struct Connector {
    connections: Connections,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(timeout: Duration) -> io::Result<Self> {
        let mut tcp = HttpConnector::new_with_resolver(Resolver(GaiResolver::new()));
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEPALIVE));
        tcp.set_keepalive_interval(Some(KEEPALIVE));
        tcp.set_keepalive_retries(Some(3));
        Ok(Self {
            connections: with_tls(tcp)?,
            timeout,
        })
    }
}

/// Certificates are checked against those that the operating system trusts.
#[cfg(feature = "tls")]
fn with_tls(mut tcp: HttpConnector<Resolver>) -> io::Result<Connections> {
    tcp.enforce_http(false);
    // Named, because the process may have none, or one of its own.
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    Ok(hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_platform_verifier(provider)?
        .https_or_http()
        .enable_http1()
        .wrap_connector(tcp))
}

#[cfg(not(feature = "tls"))]
fn with_tls(tcp: HttpConnector<Resolver>) -> io::Result<Connections> {
    Ok(tcp)
}

impl Service<Uri> for Connector {
    type Response = <Connections as Service<Uri>>::Response;
    type Error = BoxError;
    type Future = Pending<Self::Response, BoxError>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connections.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = tokio::time::timeout(self.timeout, self.connections.call(uri));
        Box::pin(async {
            let connected = connecting
                .await
                .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
            Ok(connected)
        })
    }
}

/// The operating system's resolver, with an error that can be told from those of the connection.
#[derive(Clone)]
pub(super) struct Resolver(GaiResolver);

impl Service<Name> for Resolver {
    type Response = GaiAddrs;
    type Error = Unresolved;
    type Future = Pending<GaiAddrs, Unresolved>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Unresolved>> {
        self.0.poll_ready(context).map_err(Unresolved)
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let resolving = self.0.call(name);
        Box::pin(async { resolving.await.map_err(Unresolved) })
    }
}

/// A name could not be resolved.
#[derive(Debug)]
pub(super) struct Unresolved(io::Error);

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Unresolved {}
