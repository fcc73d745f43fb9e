//! Connections to the server, kept for a while.
//!
//! lettre has a pool, too. It knows no timeout for anything but connecting, and takes back a connection on which a
//! timeout of ours has interrupted a command: the next e-mail on it would read the answer to the last one.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::sync::Semaphore;
use tokio::time;

use crate::config::{Secret, SmtpEncryption};
use crate::mail::send::{SendError, Undeliverable};

/// How long a connection is kept that nobody uses. Servers and firewalls end it after minutes.
const LONGEST_REST: Duration = Duration::from_secs(30);

/// Where the server is, and how the application gets in.
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: SmtpEncryption,
    pub(super) tls: Option<TlsParameters>,
    pub(super) credentials: Option<(String, Secret)>,
}

pub(super) struct Connections {
    server: Server,
    timeout: Duration,
    /// Each connection in use has one.
    places: Semaphore,
    resting: Mutex<Vec<(AsyncSmtpConnection, Instant)>>,
}

impl Connections {
    pub(super) fn new(server: Server, timeout: Duration, most: u16) -> Self {
        Self {
            server,
            timeout,
            places: Semaphore::new(usize::from(most)),
            resting: Mutex::default(),
        }
    }

    /// Sends one e-mail. What the server refuses for good is an [`Undeliverable`], but only once it has let us in: a
    /// password that has been changed, or a server that is being moved, says nothing about the e-mail.
    pub(super) async fn send(&self, envelope: &Envelope, message: &[u8]) -> Result<(), SendError> {
        let _place = self.places.acquire().await?;
        let sending = self.send_on_one(envelope, message);
        // A connection on which this interrupts something is dropped.
        match time::timeout(self.timeout, sending).await {
            Ok(result) => result,
            Err(elapsed) => Err(elapsed.into()),
        }
    }

    async fn send_on_one(&self, envelope: &Envelope, message: &[u8]) -> Result<(), SendError> {
        let mut connection = match self.rested().await {
            Some(connection) => connection,
            None => self.server.connect().await?,
        };
        connection.send(envelope, message).await.map_err(refused)?;
        if !connection.has_broken() {
            self.resting().push((connection, Instant::now()));
        }
        Ok(())
    }

    /// A connection that still works.
    async fn rested(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let (mut connection, since) = self.resting().pop()?;
            if since.elapsed() < LONGEST_REST && connection.test_connected().await {
                return Some(connection);
            }
        }
    }

    fn resting(&self) -> std::sync::MutexGuard<'_, Vec<(AsyncSmtpConnection, Instant)>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The reply to a client that would have to log in first (RFC 4954), or to use TLS (RFC 3207).
const NOT_LET_IN: u16 = 530;

/// The server's reply to the e-mail itself.
fn refused(error: Error) -> SendError {
    let is_let_in = error.status().map(u16::from) != Some(NOT_LET_IN);
    if error.is_client() || error.is_permanent() && is_let_in {
        return Undeliverable::new(error).into();
    }
    error.into()
}

impl Server {
    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let name = ClientId::default();
        let (at_once, later) = match self.encryption {
            SmtpEncryption::Tls => (self.tls.clone(), None),
            _ => (None, self.tls.clone()),
        };
        let server = (self.host.as_str(), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, None, &name, at_once, None).await?;
        if let Some(tls) = later {
            connection.starttls(tls, &name).await?;
        }
        if let Some((username, password)) = &self.credentials {
            let credentials = Credentials::new(username.clone(), password.expose().to_owned());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }
}
