//! The front door, which keeps the port and hands every request to the present application.

use std::convert::Infallible;
use std::error::Error;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use rocket::{Build, Rocket};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::RwLock;

use crate::Response;
use crate::exchange::{ExchangeError, exchange};
use crate::instance::{Instance, StartError};

/// What differs from suite to suite.
pub trait Suite: Send + Sync + 'static {
    /// The path to which the suite posts a configuration.
    const CONFIGURATION: &'static str;

    /// The application before the suite configures it.
    fn initial(&self) -> Rocket<Build>;

    /// The application with the configuration in this body.
    ///
    /// # Errors
    /// When the body is no configuration.
    fn configured(&self, body: &[u8]) -> Result<Rocket<Build>, Box<dyn Error + Send + Sync>>;

    /// What the suite reads where no application responds: that it was configured, or what went wrong.
    fn response(&self, outcome: Result<(), Trouble>) -> Response;
}

/// Keeps the port, and hands requests to the application as the suite last configured it.
#[derive(Debug)]
pub struct FrontDoor<S> {
    suite: S,
    /// A request holds a share of its application until the response is there, so that none is lost when the
    /// application is replaced.
    current: RwLock<Arc<Instance>>,
}

/// Why the front door has to respond itself.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The application gave no response.
    #[error("{0}")]
    Exchange(#[from] ExchangeError),
    /// The configuration did not arrive.
    #[error("the body cannot be read: {0}")]
    Body(#[from] hyper::Error),
    /// It is none.
    #[error("{0}")]
    Configuration(Box<dyn Error + Send + Sync>),
    /// No application starts with it.
    #[error("this configuration is refused: {0}")]
    Start(#[from] StartError),
}

impl<S: Suite> FrontDoor<S> {
    /// Starts the application as it is until the suite configures it.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn open(suite: S) -> Result<Self, StartError> {
        let current = RwLock::new(Arc::new(Instance::launch(suite.initial()).await?));
        Ok(Self { suite, current })
    }

    /// Responds to whoever connects, for ever.
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
        let service = service_fn(|request| self.respond(request));
        // A client that goes away is no concern of ours.
        let _ = http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service)
            .await;
    }

    async fn respond(&self, request: Request<Incoming>) -> Result<Response, Infallible> {
        let configures =
            request.method() == Method::POST && request.uri().path() == S::CONFIGURATION;
        let response = if configures {
            self.suite.response(self.configure(request).await)
        } else {
            let forwarded = self.forward(request).await;
            forwarded.unwrap_or_else(|error| self.suite.response(Err(error.into())))
        };
        Ok(response)
    }

    /// Puts an application with the configuration in the body in the place of the present one. What cannot be
    /// started leaves the application as it was at the beginning, not as the test before wanted it.
    ///
    /// Suites do not always wait for the response. So the door is shut from the first moment on, and what comes
    /// next meets the new application.
    async fn configure(&self, request: Request<Incoming>) -> Result<(), Trouble> {
        let mut current = self.current.write().await;
        let body = request.into_body().collect().await?.to_bytes();
        let (instance, outcome) = match self.launch(&body).await {
            Ok(instance) => (instance, Ok(())),
            Err(trouble) => (Instance::launch(self.suite.initial()).await?, Err(trouble)),
        };
        *current = Arc::new(instance);
        outcome
    }

    async fn launch(&self, body: &[u8]) -> Result<Instance, Trouble> {
        let rocket = self
            .suite
            .configured(body)
            .map_err(Trouble::Configuration)?;
        Ok(Instance::launch(rocket).await?)
    }

    async fn forward(&self, request: Request<Incoming>) -> Result<Response, ExchangeError> {
        let instance = Arc::clone(&*self.current.read().await);
        let response = exchange((Ipv4Addr::LOCALHOST, instance.port), request).await?;
        Ok(response.map(Full::new))
    }
}
