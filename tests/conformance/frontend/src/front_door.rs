use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::HeaderValue;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::RwLock;

use crate::app;
use crate::cors;
use crate::counters::Counters;
use crate::exchange::{ExchangeError, exchange};
use crate::instance::{Instance, StartError};
use crate::options::Options;
use crate::setup::Setup;

/// Keeps the port and hands every request to the application in its present configuration.
pub struct FrontDoor {
    options: Options,
    counters: Arc<Counters>,
    /// A request holds its application until it has been answered, so that none is lost when it is replaced.
    current: RwLock<Arc<Instance>>,
}

/// Why the front door has to answer itself.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("{0}")]
    Exchange(#[from] ExchangeError),
    #[error("the body cannot be read: {0}")]
    Body(#[from] hyper::Error),
    #[error("this is no configuration: {0}")]
    Setup(#[from] serde_json::Error),
    #[error("this configuration is refused: {0}")]
    Start(#[from] StartError),
}

impl FrontDoor {
    /// Starts the application as it is until a suite configures it.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn open(options: Options) -> Result<Self, StartError> {
        let setup = Setup {
            core_url: options.core_url.clone(),
            enable_anti_csrf: true,
            enable_jwt: false,
        };
        let counters = Arc::default();
        let instance =
            Instance::launch(app::rocket(setup, &options, Arc::clone(&counters))).await?;
        Ok(Self {
            options,
            counters,
            current: RwLock::new(Arc::new(instance)),
        })
    }

    /// Answers whoever connects, for ever.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, listener: TcpListener) -> io::Result<Infallible> {
        let front_door = Arc::new(self);
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::spawn(Arc::clone(&front_door).serve_connection(stream));
        }
    }

    async fn serve_connection(self: Arc<Self>, stream: TcpStream) {
        let service = service_fn(|request| self.answer(request));
        // A browser that goes away is no concern of ours.
        let _ = http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service)
            .await;
    }

    async fn answer(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Infallible> {
        let is_setup = request.method() == Method::POST && request.uri().path() == "/test/setup/st";
        let answer = if is_setup {
            self.replace(request)
                .await
                .map(|()| own(StatusCode::OK, String::new()))
        } else {
            self.forward(request).await
        };
        Ok(answer
            .unwrap_or_else(|trouble| own(StatusCode::INTERNAL_SERVER_ERROR, trouble.to_string())))
    }

    /// Puts an application with the configuration in the request's body in the place of the present one.
    ///
    /// The suites do not wait for the answer. So the door is shut from the first moment on, and what comes next
    /// meets the new application.
    async fn replace(&self, request: Request<Incoming>) -> Result<(), Trouble> {
        let mut current = self.current.write().await;
        let body = request.into_body().collect().await?.to_bytes();
        let setup: Setup = serde_json::from_slice(&body)?;
        let rocket = app::rocket(setup, &self.options, Arc::clone(&self.counters));
        *current = Arc::new(Instance::launch(rocket).await?);
        Ok(())
    }

    async fn forward(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Trouble> {
        let instance = Arc::clone(&*self.current.read().await);
        let answer = exchange((Ipv4Addr::LOCALHOST, instance.port), request).await?;
        Ok(answer.map(Full::new))
    }
}

/// An answer that no application gave.
fn own(status: StatusCode, text: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = status;
    for (name, value) in cors::headers() {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
