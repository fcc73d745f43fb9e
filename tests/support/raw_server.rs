//! A server that sends any bytes, or does worse.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What a [`RawServer`] does once a request has arrived.
#[derive(Debug, Clone)]
pub enum Raw {
    /// Sends these bytes and closes the connection.
    Sends(Vec<u8>),
    /// Sends these bytes and leaves the connection open.
    SendsAndHolds(Vec<u8>),
    /// Closes the connection without a word.
    Closes,
    /// Resets the connection.
    Resets,
    /// Leaves the connection open without a word.
    Hangs,
}

/// A server below HTTP, for responses that no HTTP server would give.
#[derive(Debug)]
pub struct RawServer {
    port: u16,
    requests: Arc<AtomicUsize>,
    server: JoinHandle<()>,
}

impl RawServer {
    /// One that does the same to each connection.
    pub async fn start(what: Raw) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let requests = Arc::new(AtomicUsize::new(0));
        let server = tokio::spawn(serve(listener, what, Arc::clone(&requests)));
        Self {
            port,
            requests,
            server,
        }
    }

    /// Where it listens.
    pub fn uri(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How many requests have arrived.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(listener: TcpListener, what: Raw, requests: Arc<AtomicUsize>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (what, requests) = (what.clone(), Arc::clone(&requests));
        tokio::spawn(async move { respond(stream, what, &requests).await });
    }
}

/// The other side may go away at any time.
async fn respond(mut stream: TcpStream, what: Raw, requests: &AtomicUsize) {
    // The requests of these tests are small: one read brings a beginning at least.
    if !matches!(stream.read(&mut [0; 65536]).await, Ok(1..)) {
        return;
    }
    requests.fetch_add(1, Ordering::Relaxed);
    match what {
        Raw::Sends(bytes) => {
            let _ = stream.write_all(&bytes).await;
        }
        Raw::SendsAndHolds(bytes) => {
            let _ = stream.write_all(&bytes).await;
            hold().await;
        }
        Raw::Closes => {}
        Raw::Resets => {
            let _ = stream.set_zero_linger();
        }
        Raw::Hangs => hold().await,
    }
}

async fn hold() {
    tokio::time::sleep(Duration::from_secs(3600)).await;
}
