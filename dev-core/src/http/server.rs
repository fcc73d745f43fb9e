//! The HTTP server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::faults::Faults;
use super::reply::Reply;
use super::request::Request;
use super::responder::Responder;

/// Longer bodies are refused.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// How long a stopping server waits for requests that are under way.
const GRACE: Duration = Duration::from_secs(5);

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) responder: Responder,
    pub(crate) faults: Faults,
}

/// A running server. Dropping it stops it.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Server {
    /// Begins to accept connections.
    pub(crate) fn start(listener: TcpListener, shared: Arc<Shared>) -> std::io::Result<Self> {
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(accept(listener, shared, stopped));
        Ok(Self {
            address,
            stop,
            task,
        })
    }

    /// Stops accepting, lets requests under way finish, and returns when all is closed.
    pub(crate) async fn shutdown(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.task.await {
            tracing::warn!(%error, "the server did not stop in order");
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // Told to stop, or the handle is gone.
            _ = stopped.changed() => break,
        };
        match accepted {
            Ok(_) if shared.faults.unavailable() => {}
            Ok((stream, _)) => serve(stream, &graceful, Arc::clone(&shared)),
            Err(error) => {
                // Out of file handles, most likely: give the others time to close theirs.
                tracing::warn!(%error, "no connection accepted");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests were cut off after {GRACE:?}");
    }
}

fn serve(stream: TcpStream, graceful: &GracefulShutdown, shared: Arc<Shared>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY not set");
    }
    let service = service_fn(move |request| respond(request, Arc::clone(&shared)));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = watched.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}

/// The connection shall close without a response.
#[derive(Debug, thiserror::Error)]
#[error("simulated outage")]
struct Unavailable;

async fn respond(
    request: hyper::Request<Incoming>,
    shared: Arc<Shared>,
) -> Result<Response<Full<Bytes>>, Unavailable> {
    if let Some(delay) = shared.faults.delay() {
        tokio::time::sleep(delay).await;
    }
    if shared.faults.unavailable() {
        return Err(Unavailable);
    }
    let started = Instant::now();
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
        let reply = Reply::text(StatusCode::PAYLOAD_TOO_LARGE, "Request body too large");
        return Ok(reply.into_http());
    };
    let request = Request::new(parts, body.to_bytes());
    let worker = Arc::clone(&shared);
    // Signing and SQLite block, so they run beside the runtime.
    let reply = tokio::task::spawn_blocking(move || {
        let (endpoint, reply) = worker.responder.respond(&request);
        // Neither query nor body: they hold user ids, handles and tokens.
        tracing::info!(
            method = %request.method,
            path = endpoint.path(),
            cdi = request.cdi_version(),
            status = reply.status.as_u16(),
            elapsed = ?started.elapsed(),
            "responded"
        );
        reply
    })
    .await;
    let reply = reply.unwrap_or_else(|error| {
        tracing::error!(%error, "a handler failed");
        Reply::text(StatusCode::INTERNAL_SERVER_ERROR, "Internal Error")
    });
    Ok(reply.into_http())
}
