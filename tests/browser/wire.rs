//! The wire between the browser and a server, which may break.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{self, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinHandle};

/// Listens until it is dropped.
pub(crate) struct Wire {
    port: u16,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    connections: Mutex<Vec<AbortHandle>>,
    /// How the request begins whose response is to be lost.
    loses: Mutex<Option<String>>,
}

impl Wire {
    /// To the server at this port.
    pub(crate) async fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::<Shared>::default();
        let listening = tokio::spawn(listen(listener, server, Arc::clone(&shared)));
        Self {
            port,
            shared,
            listening,
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Ends all connections that there are. How many that was.
    pub(crate) fn cut(&self) -> usize {
        let connections = mem::take(&mut *self.shared.connections.lock().expect("no panic"));
        let open = connections.iter().filter(|it| !it.is_finished());
        open.inspect(|it| it.abort()).count()
    }

    /// The server will receive the next request that begins like this, and its connection ends instead of a response.
    pub(crate) fn lose_response_to(&self, request: &str) {
        *self.shared.loses.lock().expect("no panic") = Some(request.to_owned());
    }
}

impl Shared {
    /// Whether this is the request whose response is to be lost.
    fn is_lost(&self, sent: &[u8]) -> bool {
        let mut loses = self.loses.lock().expect("no panic");
        loses
            .take_if(|request| sent.starts_with(request.as_bytes()))
            .is_some()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.listening.abort();
        self.cut();
    }
}

async fn listen(listener: TcpListener, server: u16, shared: Arc<Shared>) {
    while let Ok((client, _)) = listener.accept().await {
        let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else {
            continue;
        };
        let connection = tokio::spawn(pass_on(client, server, Arc::clone(&shared)));
        let mut connections = shared.connections.lock().expect("no panic");
        connections.push(connection.abort_handle());
    }
}

/// Whoever breaks off, ends it.
async fn pass_on(mut client: TcpStream, mut server: TcpStream, shared: Arc<Shared>) {
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let loses = AtomicBool::new(false);
    let there = async {
        let mut bytes = vec![0; 65536];
        while let Ok(length @ 1..) = from_client.read(&mut bytes).await {
            let lost = shared.is_lost(&bytes[..length]);
            // The rest of a request may come later.
            loses.fetch_or(lost, Ordering::Relaxed);
            to_server.write_all(&bytes[..length]).await?;
        }
        io::Result::Ok(())
    };
    let back = async {
        let mut bytes = vec![0; 65536];
        while let Ok(length @ 1..) = from_server.read(&mut bytes).await {
            if loses.load(Ordering::Relaxed) {
                break;
            }
            to_client.write_all(&bytes[..length]).await?;
        }
        io::Result::Ok(())
    };
    // Either side may have gone away.
    let _ = tokio::select! {
        ended = there => ended,
        ended = back => ended,
    };
}
