//! A caller of a core over plain HTTP.

use std::error::Error;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use url::Url;

/// Where to call, and with which key.
pub(crate) struct Client {
    base: Url,
    api_key: Option<String>,
}

impl Client {
    pub(crate) fn new(
        connection_uri: &str,
        api_key: Option<String>,
    ) -> Result<Self, Box<dyn Error>> {
        let base = Url::parse(connection_uri)
            .map_err(|error| format!("`{connection_uri}` is no address: {error}"))?;
        if base.scheme() != "http" {
            return Err("a development core is reached over http".into());
        }
        Ok(Self { base, api_key })
    }

    /// Sends an object, and returns that of the response.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Value, Box<dyn Error>> {
        let host = self.base.host_str().unwrap_or("127.0.0.1");
        let port = self.base.port_or_known_default().unwrap_or(80);
        let stream = TcpStream::connect((host.trim_matches(['[', ']']), port))
            .await
            .map_err(|error| format!("no core responds at {}: {error}", self.base))?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base.path().trim_end_matches('/')))
            .header(HOST, format!("{host}:{port}"))
            .header(CONTENT_TYPE, "application/json; charset=utf-8");
        if let Some(key) = &self.api_key {
            request = request.header("api-key", key);
        }
        let response = sender
            .send_request(request.body(Full::new(Bytes::from(body.to_string())))?)
            .await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        if !status.is_success() {
            let line = String::from_utf8_lossy(&body);
            return Err(format!("the core refused {path}: {status}, {}", line.trim_end()).into());
        }
        Ok(serde_json::from_slice(&body)?)
    }
}
