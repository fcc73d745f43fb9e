//! A server that speaks as much SMTP as a client needs, and misbehaves when it is told to.

use std::sync::{Arc, Mutex, MutexGuard};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::config::SmtpEncryption;

/// Of 127.0.0.1, signed with its own key, good for a hundred years.
pub(super) const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----
MIIBjTCCATOgAwIBAgIUDWQkeAk1pORtH6CD3zZtWnRungQwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbWFpbC50ZXN0MCAXDTI2MTEyNzAwMjcyNFoYDzIxMjYxMTAz
MDAyNzI0WjAUMRIwEAYDVQQDDAltYWlsLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARV4msyZjBdbxwk3mJjHcsnNwwrbHFexV9LpZ7FGWYLPZ1l7pH8qzI2
ZxvU729mbUTvG66C32AxnJfu+tV2rFPwo2EwXzAdBgNVHQ4EFgQUYAFKer/BIkFR
57fO6rIRuPM8zvgwHwYDVR0jBBgwFoAUYAFKer/BIkFR57fO6rIRuPM8zvgwDwYD
VR0RBAgwBocEfwAAATAMBgNVHRMBAf8EAjAAMAoGCCqGSM49BAMCA0gAMEUCIGSr
E0UXoSvK8XCO+QoPNg2aGFUHQzSMWRcyT5AjyU5sAiEAytBkVnnwcZ2t5NH3zpyR
iy/Xs9SHmKbbijp9p6caxP0=
-----END CERTIFICATE-----
";
/// Its key, which protects nothing.
const KEY: &str = "\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxz0CAyxa2N7AEEVm
coPMlJTY0j5FUuYDntLfzkA2XaqhRANCAARV4msyZjBdbxwk3mJjHcsnNwwrbHFe
xV9LpZ7FGWYLPZ1l7pH8qzI2ZxvU729mbUTvG66C32AxnJfu+tV2rFPw
-----END PRIVATE KEY-----
";

/// What the server answers to a command instead of what it would; `""` is no answer at all.
pub(super) type Otherwise = dyn Fn(&str) -> Option<&'static str> + Send + Sync;

#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) connections: usize,
    /// Commands, and the marker `(TLS)` where a handshake succeeded.
    pub(crate) commands: Vec<String>,
    pub(crate) messages: Vec<String>,
}

pub(crate) struct SmtpServer {
    pub(crate) port: u16,
    seen: Arc<Mutex<Seen>>,
    task: tokio::task::JoinHandle<()>,
}

impl SmtpServer {
    pub(crate) async fn new(encryption: SmtpEncryption) -> Self {
        Self::that(encryption, |_| None).await
    }

    pub(super) async fn that(
        encryption: SmtpEncryption,
        otherwise: impl Fn(&str) -> Option<&'static str> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        Self::on(listener, encryption, otherwise)
    }

    pub(super) fn on(
        listener: TcpListener,
        encryption: SmtpEncryption,
        otherwise: impl Fn(&str) -> Option<&'static str> + Send + Sync + 'static,
    ) -> Self {
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let otherwise: Arc<Otherwise> = Arc::new(otherwise);
        let noted = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                noted.lock().expect("no panic").connections += 1;
                let (noted, otherwise) = (Arc::clone(&noted), Arc::clone(&otherwise));
                tokio::spawn(serve(stream, encryption, noted, otherwise));
            }
        });
        Self { port, seen, task }
    }

    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().expect("no panic")
    }

    /// How often a command has come that begins so.
    pub(super) fn count(&self, command: &str) -> usize {
        let seen = self.seen();
        seen.commands
            .iter()
            .filter(|it| it.starts_with(command))
            .count()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

async fn serve(
    stream: TcpStream,
    encryption: SmtpEncryption,
    seen: Arc<Mutex<Seen>>,
    otherwise: Arc<Otherwise>,
) {
    let note = |command: &str| {
        let mut seen = seen.lock().expect("no panic");
        seen.commands.push(command.to_owned());
    };
    let mut stream: Box<dyn Stream> = match encryption {
        SmtpEncryption::Tls => match acceptor().accept(stream).await {
            Ok(stream) => {
                note("(TLS)");
                Box::new(stream)
            }
            Err(_) => return,
        },
        _ => Box::new(stream),
    };
    let mut offers_starttls = encryption == SmtpEncryption::Starttls;
    if answer(
        &mut stream,
        otherwise("(greeting)").unwrap_or("220 mail.test"),
    )
    .await
    .is_err()
    {
        return;
    }
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    loop {
        line.clear();
        match stream.read_line(&mut line).await {
            Ok(1..) => {}
            _ => return,
        }
        let command = line.trim_end().to_owned();
        note(&command);
        let verb = command.split(' ').next().unwrap_or_default();
        let usual = match verb {
            "EHLO" if offers_starttls => "250-mail.test\r\n250-8BITMIME\r\n250 STARTTLS",
            "EHLO" => "250-mail.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN",
            "STARTTLS" if offers_starttls => "220 go ahead",
            "AUTH" => "235 welcome",
            "DATA" => "354 go ahead",
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        let reply = otherwise(&command).unwrap_or(usual);
        if answer(stream.get_mut(), reply).await.is_err() {
            return;
        }
        match verb {
            "STARTTLS" if reply.starts_with('2') => {
                let Ok(secured) = acceptor().accept(stream.into_inner()).await else {
                    return;
                };
                note("(TLS)");
                offers_starttls = false;
                stream = BufReader::new(Box::new(secured));
            }
            "DATA" if reply.starts_with('3') => {
                let mut message = String::new();
                while !message.ends_with("\r\n.\r\n") {
                    match stream.read_line(&mut message).await {
                        Ok(1..) => {}
                        _ => return,
                    }
                }
                let reply = otherwise("(message)").unwrap_or("250 taken");
                if reply.starts_with('2') {
                    let mut seen = seen.lock().expect("no panic");
                    seen.messages.push(message);
                }
                if answer(stream.get_mut(), reply).await.is_err() {
                    return;
                }
            }
            "QUIT" => return,
            _ => {}
        }
    }
}

async fn answer(stream: &mut (impl AsyncWrite + Unpin), reply: &str) -> std::io::Result<()> {
    if reply.is_empty() {
        return Ok(());
    }
    stream.write_all(format!("{reply}\r\n").as_bytes()).await?;
    stream.flush().await
}

fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).expect("PEM");
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).expect("PEM");
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("known versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a key and its certificate");
    TlsAcceptor::from(Arc::new(config))
}
