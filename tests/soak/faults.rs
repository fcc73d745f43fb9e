//! A core that fails on demand, in every way that a network and a program have.

use std::convert::Infallible;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// How the core fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nobody listens.
    Refuses,
    /// It takes the call and never responds.
    Hangs,
    /// It breaks off the connection.
    Resets,
    /// It responds after the call has been carried out, but the response breaks off.
    Truncates,
    /// The proxy before it responds, with a page.
    BadGateway,
    /// It responds with 500.
    Errs,
    /// It responds with 200 and something that is no JSON.
    Babbles,
    /// It responds late, but in time.
    Dawdles,
}

impl Fault {
    pub(crate) const ALL: [Self; 8] = [
        Self::Refuses,
        Self::Hangs,
        Self::Resets,
        Self::Truncates,
        Self::BadGateway,
        Self::Errs,
        Self::Babbles,
        Self::Dawdles,
    ];

    /// Whether a caller must be told that the core is away, rather than that something is wrong with it.
    pub(crate) fn is_absence(self) -> bool {
        !matches!(self, Self::Errs | Self::Babbles)
    }
}

/// How late a response is that comes late.
const LATE: Duration = Duration::from_millis(300);

/// Stands before a core.
pub(crate) struct FaultyCore {
    port: u16,
    fault: watch::Sender<Option<Fault>>,
    server: JoinHandle<()>,
}

struct Shared {
    target: String,
    client: reqwest::Client,
    fault: watch::Receiver<Option<Fault>>,
}

impl FaultyCore {
    pub(crate) async fn before(target: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (fault, receiver) = watch::channel(None);
        let shared = Arc::new(Shared {
            target: target.to_owned(),
            client: reqwest::Client::new(),
            fault: receiver,
        });
        let server = tokio::spawn(serve(listener, port, shared));
        Self {
            port,
            fault,
            server,
        }
    }

    pub(crate) fn uri(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Fails in this way from now on, or works again.
    pub(crate) fn fail(&self, fault: Option<Fault>) {
        self.fault.send_replace(fault);
    }
}

impl Drop for FaultyCore {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(listener: TcpListener, port: u16, shared: Arc<Shared>) {
    let mut listener = Some(listener);
    let mut connections = JoinSet::new();
    let mut changes = shared.fault.clone();
    loop {
        if *changes.borrow_and_update() == Some(Fault::Refuses) {
            listener = None;
            connections.shutdown().await;
        } else if listener.is_none() {
            listener = TcpListener::bind(("127.0.0.1", port)).await.ok();
        }
        let Some(open) = &listener else {
            // Somebody else may have the port for a moment.
            let wait = tokio::time::timeout(Duration::from_millis(20), changes.changed());
            if matches!(wait.await, Ok(Err(_))) {
                return;
            }
            continue;
        };
        tokio::select! {
            changed = changes.changed() => if changed.is_err() { return },
            accepted = open.accept() => if let Ok((stream, _)) = accepted {
                connections.spawn(converse(stream, Arc::clone(&shared)));
            },
            _ = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn converse(stream: TcpStream, shared: Arc<Shared>) {
    if shared.fault() == Some(Fault::Resets) {
        // With no time to linger the connection is not closed but reset. That is not possible everywhere.
        let _ = stream.set_zero_linger();
        return;
    }
    let service = service_fn(|request| shared.respond(request));
    // A broken connection is what was asked for.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

type Reply = Result<Response<CutBody>, Box<dyn Error + Send + Sync>>;

impl Shared {
    fn fault(&self) -> Option<Fault> {
        *self.fault.borrow()
    }

    async fn respond(&self, request: Request<Incoming>) -> Reply {
        match self.fault() {
            Some(Fault::Hangs) => {
                tokio::time::sleep(Duration::from_secs(600)).await;
                Err("hung".into())
            }
            Some(Fault::Resets | Fault::Refuses) => Err("broken on demand".into()),
            Some(Fault::BadGateway) => {
                page(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>")
            }
            Some(Fault::Errs) => page(500, "text/html;charset=UTF-8", "Internal Error\n"),
            Some(Fault::Babbles) => page(200, "application/json", "{\"status\": \"OK\", \"sess"),
            Some(Fault::Truncates) => {
                let mut core_response = self.forward(request).await?;
                core_response.body_mut().cut = true;
                Ok(core_response)
            }
            Some(Fault::Dawdles) => {
                tokio::time::sleep(LATE).await;
                self.forward(request).await
            }
            None => self.forward(request).await,
        }
    }

    async fn forward(&self, request: Request<Incoming>) -> Reply {
        let (parts, body) = request.into_parts();
        let mut headers = parts.headers;
        headers.remove(HOST);
        let core_response = self
            .client
            .request(parts.method, format!("{}{}", self.target, parts.uri))
            .headers(headers)
            .body(body.collect().await?.to_bytes())
            .send()
            .await?;
        let mut response = Response::builder().status(core_response.status());
        if let Some(kind) = core_response.headers().get(CONTENT_TYPE) {
            response = response.header(CONTENT_TYPE, kind);
        }
        Ok(response.body(CutBody::of(core_response.bytes().await?))?)
    }
}

fn page(status: u16, kind: &str, text: &'static str) -> Reply {
    let response = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, kind);
    Ok(response.body(CutBody::of(Bytes::from_static(text.as_bytes())))?)
}

/// A body that may break off in its middle, although its whole length was announced.
struct CutBody {
    whole: Full<Bytes>,
    length: u64,
    cut: bool,
    half_sent: bool,
}

impl CutBody {
    fn of(bytes: Bytes) -> Self {
        Self {
            length: bytes.len() as u64,
            whole: Full::new(bytes),
            cut: false,
            half_sent: false,
        }
    }
}

impl Body for CutBody {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.half_sent {
            return std::task::Poll::Ready(Some(Err("cut on demand".into())));
        }
        let cut = self.cut;
        let frame = std::pin::Pin::new(&mut self.whole).poll_frame(context);
        if !cut {
            return frame.map_err(|never: Infallible| match never {});
        }
        self.half_sent = true;
        frame.map(|frame| {
            let frame = frame.and_then(Result::ok)?;
            let bytes = frame.into_data().ok()?;
            let half = bytes.slice(..bytes.len() / 2);
            Some(Ok(Frame::data(half)))
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
