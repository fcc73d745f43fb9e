//! A core whose certificate nobody has signed.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use super::hosts::{CLIENT, LOGIN, line_of};

/// Of 127.0.0.1, signed with its own key, good for a hundred years.
const CERTIFICATE: &str = "\
     MIIBjjCCATOgAwIBAgIUaArnEWEsg8zmGrWYCxI5cKOQPb0wCgYIKoZIzj0EAwIwFDESMBAGA1UE\
     AwwJY29yZS50ZXN0MCAXDTI2MTEyNjE4MzEyNVoYDzIxMjYxMTAyMTgzMTI1WjAUMRIwEAYDVQQD\
     DAljb3JlLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARN0b3khgKRzo6bno/VIq6lRING\
     R+d4ku3x6ivTo+Dzl3M/rM65gD+9O6w/slAzQDsITVn5maB3PEr1a4Q2guido2EwXzAdBgNVHQ4E\
     FgQUqHoVHyvdKOL1WAesGFp7bXImzIswHwYDVR0jBBgwFoAUqHoVHyvdKOL1WAesGFp7bXImzIsw\
     DwYDVR0RBAgwBocEfwAAATAMBgNVHRMBAf8EAjAAMAoGCCqGSM49BAMCA0kAMEYCIQCWb2wlPMJd\
     4pjQvNGiUXph+sTzZ4MjWtSwiBkoS2MTWgIhANPVPEuYSh+ezpMZbQ7vqONz4T/zn+S3uQuNds+a\
     Ey5+";
/// Its key, which protects nothing.
const KEY: &str = "\
     MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJFr4pDgqHryGuNWLgKn3/Nt66o86\
     bsSZwgd3WLd7NeWhRANCAARN0b3khgKRzo6bno/VIq6lRINGR+d4ku3x6ivTo+Dzl3M/rM65gD+9\
     O6w/slAzQDsITVn5maB3PEr1a4Q2guid";

fn decoded(text: &str) -> Vec<u8> {
    BASE64_STANDARD.decode(text).expect("base64")
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted() {
    let key = PrivatePkcs8KeyDer::from(decoded(KEY));
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("known versions")
        .with_no_client_auth()
        .with_single_cert(vec![decoded(CERTIFICATE).into()], key.into())
        .expect("a key and its certificate");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let uri = format!("https://{}", listener.local_addr().expect("an address"));
    let server = tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        while let Ok((stream, _)) = listener.accept().await {
            // The client breaks off, which is what this is about.
            let _ = acceptor.accept(stream).await;
        }
    });
    assert_eq!(
        line_of(&uri).await,
        format!(
            "ERROR request failed {LOGIN} {uri} made no TLS connection (check its certificate, and that the port is one \
             for https): {CLIENT} (Connect): invalid peer certificate: UnknownIssuer"
        )
    );
    server.abort();
}
