use std::convert::Infallible;
use std::io;
use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use reqwest::redirect::Policy;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::RwLock;

use crate::app;
use crate::instance::{Instance, StartError};
use crate::setup::{Setup, SetupError};

/// Keeps the port, and hands requests to the application as the suite last configured it.
pub struct Door {
    core_url: String,
    http: reqwest::Client,
    /// Whoever forwards a request holds a share of the instance, so that none ends in the middle of an answer.
    current: RwLock<Arc<Instance>>,
}

/// Why the door answers instead of an application.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("{0}")]
    Body(#[from] hyper::Error),
    #[error("the body cannot be understood: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Setup(#[from] SetupError),
    #[error("{0}")]
    Start(#[from] StartError),
    #[error("the application gave no answer: {0}")]
    Forward(#[from] reqwest::Error),
    #[error("this cannot be forwarded: {0}")]
    Uri(#[from] hyper::http::Error),
}

/// The body of `POST /test/init`.
#[derive(Deserialize)]
struct Init {
    config: String,
}

impl Door {
    /// Starts the application as it is until a test configures it, with the core at this address.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn open(core_url: String) -> Result<Self, StartError> {
        let instance = Instance::launch(app::rocket(Setup::initial(&core_url))).await?;
        // Answers go to the client as they are.
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy();
        Ok(Self {
            core_url,
            http: http.build()?,
            current: RwLock::new(Arc::new(instance)),
        })
    }

    /// Answers whoever connects.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        let door = Arc::new(self);
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::spawn(Arc::clone(&door).serve_connection(stream));
        }
    }

    async fn serve_connection(self: Arc<Self>, stream: TcpStream) {
        let service = service_fn(|request| self.answer(request));
        // A client may go away at any time.
        let _ = http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service)
            .await;
    }

    async fn answer(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let is_init = request.method() == Method::POST && request.uri().path() == "/test/init";
        let answer = if is_init {
            let done = self.init(request).await;
            done.map(|()| own(StatusCode::OK, &json!({ "ok": true })))
        } else {
            self.forward(request).await
        };
        Ok(answer.unwrap_or_else(|trouble| {
            let body = json!({ "message": trouble.to_string() });
            own(StatusCode::INTERNAL_SERVER_ERROR, &body)
        }))
    }

    /// Puts an application with the configuration in the body in the place of the present one. What cannot be
    /// started leaves the application as it was at the beginning, not as the test before wanted it.
    async fn init(&self, request: Request<Incoming>) -> Result<(), Trouble> {
        let mut current = self.current.write().await;
        let body = request.into_body().collect().await?.to_bytes();
        let launched = launch(&body).await;
        let (instance, outcome) = match launched {
            Ok(instance) => (instance, Ok(())),
            Err(trouble) => {
                let initial = Setup::initial(&self.core_url);
                (Instance::launch(app::rocket(initial)).await?, Err(trouble))
            }
        };
        *current = Arc::new(instance);
        outcome
    }

    async fn forward(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Trouble> {
        let instance = Arc::clone(&*self.current.read().await);
        let (mut parts, body) = request.into_parts();
        let path = parts
            .uri
            .path_and_query()
            .map_or("/", |path| path.as_str())
            .to_owned();
        parts.uri = Uri::builder()
            .scheme("http")
            .authority(format!("127.0.0.1:{}", instance.port))
            .path_and_query(path)
            .build()?;
        let body = body.collect().await?.to_bytes();
        let request = reqwest::Request::try_from(Request::from_parts(parts, body))?;
        let answer = Response::<reqwest::Body>::from(self.http.execute(request).await?);
        let (parts, body) = answer.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Response::from_parts(parts, Full::new(body)))
    }
}

async fn launch(body: &[u8]) -> Result<Instance, Trouble> {
    let init: Init = serde_json::from_slice(body)?;
    let setup = Setup::parse(&init.config)?;
    Ok(Instance::launch(app::rocket(setup)).await?)
}

/// An answer that no application gave.
fn own(status: StatusCode, body: &Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(body.to_string()));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
