//! The end of TLS before a server that speaks HTTP in clear, as a proxy in front of an application is.

use std::sync::{Arc, OnceLock};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// Listens until it is dropped.
pub(crate) struct TlsEnd {
    port: u16,
    server: JoinHandle<()>,
}

impl TlsEnd {
    /// In front of the server at this port.
    pub(crate) async fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass_on(stream, server));
            }
        });
        Self { port, server }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for TlsEnd {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Whoever breaks off, ends it.
async fn pass_on(stream: TcpStream, server: u16) {
    let Ok(mut client) = acceptor().accept(stream).await else {
        return;
    };
    if let Ok(mut server) = TcpStream::connect(("127.0.0.1", server)).await {
        let _ = copy_bidirectional(&mut client, &mut server).await;
    }
}

/// With a certificate that nobody has signed. The browser is told to accept such ones.
fn acceptor() -> TlsAcceptor {
    static ACCEPTOR: OnceLock<TlsAcceptor> = OnceLock::new();
    let make = || {
        let names = ["localhost", "*.example.test", "*.other.test"].map(str::to_owned);
        let certified = rcgen::generate_simple_self_signed(names).expect("a certificate");
        let key = PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der());
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("known versions")
            .with_no_client_auth()
            .with_single_cert(vec![certified.cert.der().clone()], key.into())
            .expect("a key and its certificate");
        TlsAcceptor::from(Arc::new(config))
    };
    ACCEPTOR.get_or_init(make).clone()
}
