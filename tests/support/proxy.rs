use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What the core does with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// It answers.
    Works,
    /// It breaks off the connection.
    Breaks,
    /// It does not answer within any time that a test would wait.
    Hangs,
    /// It answers with this status.
    Refuses(u16),
}

/// Stands before a core, notes each call's path, and fails on demand.
pub(crate) struct Proxy {
    port: u16,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

struct Shared {
    target: String,
    client: reqwest::Client,
    behaviour: Mutex<Behaviour>,
    paths: Mutex<Vec<String>>,
}

impl Proxy {
    pub(crate) async fn start(target: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            target: target.to_owned(),
            client: reqwest::Client::new(),
            behaviour: Mutex::new(Behaviour::Works),
            paths: Mutex::default(),
        });
        let server = tokio::spawn(serve(listener, Arc::clone(&shared)));
        Self {
            port,
            shared,
            server,
        }
    }

    pub(crate) fn uri(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn behave(&self, behaviour: Behaviour) {
        *self.shared.behaviour.lock().expect("no panic") = behaviour;
    }

    pub(crate) fn take_paths(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.paths.lock().expect("no panic"))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let service = service_fn(|request| shared.answer(request));
            // A broken connection is what some tests ask for.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

/// Ends the connection without an answer.
#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("broken on demand")
    }
}

impl std::error::Error for Broken {}

impl Shared {
    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Broken> {
        let behaviour = *self.behaviour.lock().expect("no panic");
        self.paths
            .lock()
            .expect("no panic")
            .push(request.uri().path().to_owned());
        match behaviour {
            Behaviour::Works => Ok(self.forward(request).await),
            Behaviour::Breaks => Err(Broken),
            Behaviour::Hangs => {
                tokio::time::sleep(Duration::from_secs(3600)).await;
                Err(Broken)
            }
            Behaviour::Refuses(status) => {
                let response = Response::builder()
                    .status(status)
                    .body(Full::from("refused on demand"));
                Ok(response.expect("a status"))
            }
        }
    }

    async fn forward(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let url = format!("{}{}", self.target, request.uri());
        let (parts, body) = request.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        let mut headers = parts.headers;
        headers.remove(hyper::header::HOST);
        let answer = self
            .client
            .request(parts.method, url)
            .headers(headers)
            .body(body)
            .send()
            .await;
        let answer = answer.expect("the core answers");
        let mut response = Response::builder().status(answer.status());
        if let Some(kind) = answer.headers().get(hyper::header::CONTENT_TYPE) {
            response = response.header(hyper::header::CONTENT_TYPE, kind);
        }
        response
            .body(Full::new(answer.bytes().await.expect("a body")))
            .expect("a response")
    }
}
