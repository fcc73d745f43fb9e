//! Requests to this application over its own port.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rocket::http::Method;
use tokio::net::TcpStream;

/// How much of a body is read, in bytes. Ours is shorter.
const MAX_BODY: usize = 64 * 1024;

/// Where this application listens.
pub(super) struct Server {
    address: SocketAddr,
    /// Host and port as browsers name them.
    host: String,
}

impl Server {
    pub(super) fn new(address: IpAddr, port: u16, host: &str) -> Self {
        let address = match address {
            IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            address => address,
        };
        Self {
            address: SocketAddr::new(address, port),
            host: host.to_owned(),
        }
    }

    /// One request on a connection of its own. `None` if nothing comes back.
    pub(super) async fn send<'a>(
        &self,
        method: Method,
        target: &str,
        headers: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Option<Response> {
        let mut request = http::Request::builder()
            .method(method.as_str())
            .uri(target)
            .header("host", &self.host);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(Empty::<Bytes>::new()).ok()?;
        let stream = TcpStream::connect(self.address).await.ok()?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
        // It ends with the sender.
        tokio::spawn(connection);
        let (head, body) = sender.send_request(request).await.ok()?.into_parts();
        let body = Limited::new(body, MAX_BODY).collect().await.ok()?;
        Some(Response {
            head,
            body: body.to_bytes(),
        })
    }
}

/// A response, as far as CORS is concerned.
pub(super) struct Response {
    head: http::response::Parts,
    body: Bytes,
}

impl Response {
    #[cfg(test)]
    pub(super) fn new(status: u16, headers: &[(&'static str, &'static str)]) -> Self {
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let (head, ()) = response.body(()).expect("a response").into_parts();
        Self {
            head,
            body: Bytes::new(),
        }
    }

    pub(super) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(super) fn status(&self) -> u16 {
        self.head.status.as_u16()
    }

    pub(super) fn is_success(&self) -> bool {
        self.head.status.is_success()
    }

    /// All values of this name, as browsers join them.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let values = self.head.headers.get_all(name).iter();
        let values: Vec<_> = values
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// Whether the list that is the header `name` has this entry, in upper or lower case.
    pub(super) fn lists(&self, name: &str, entry: &str) -> bool {
        let list = self.header(name).unwrap_or_default();
        list.split(',')
            .any(|listed| listed.trim().eq_ignore_ascii_case(entry))
    }
}
