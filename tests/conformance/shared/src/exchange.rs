//! Hands one request on.

use http_body_util::BodyExt;
use hyper::body::{Body, Bytes};
use hyper::client::conn::http1;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, ToSocketAddrs};

/// Why there was no response.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The application does not take connections.
    #[error("no connection: {0}")]
    Connect(#[from] std::io::Error),
    /// The connection ended, or what came over it is no response.
    #[error("no response: {0}")]
    Http(#[from] hyper::Error),
}

/// Sends one request on a connection of its own and waits for the whole response.
///
/// # Errors
/// When there is none.
pub async fn exchange<B>(
    address: impl ToSocketAddrs,
    request: Request<B>,
) -> Result<Response<Bytes>, ExchangeError>
where
    B: Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + 'static,
{
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // What goes wrong with the connection shows in the response.
    tokio::spawn(connection);
    let (parts, body) = sender.send_request(request).await?.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok(Response::from_parts(parts, body))
}
