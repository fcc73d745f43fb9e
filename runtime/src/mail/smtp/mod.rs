//! Sends e-mails to an SMTP server.

mod connections;
mod message;

use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use lettre::Address;
use lettre::transport::smtp::client::{Certificate, TlsParameters};

use self::connections::{Connections, Server};
use super::content::Content;
use super::email::Email;
use super::send::{SendEmail, SendError, Undeliverable};
use crate::config::{Secret, SmtpConfig, SmtpEncryption};
use crate::error::ConfigError;

/// Sends e-mails to an SMTP server. The section `smtp` of the [configuration](crate::config#sub-section-smtp) makes one
/// without code.
///
/// ```
/// use rocket_supertokens::SuperTokens;
/// use rocket_supertokens::mail::{Content, Email, Smtp};
///
/// let password = std::env::var("SMTP_PASSWORD").unwrap_or_default();
/// let smtp = Smtp::new("smtp.example.com", "no-reply@example.com")
///     .credentials("comments", password)
///     .content(|email| match email {
///         Email::PasswordReset(reset) => Content::new(
///             "Neues Passwort",
///             format!("Unter {} setzen Sie ein neues Passwort.", reset.link.as_str()),
///         ),
///         other => Content::of(other),
///     });
/// SuperTokens::builder().send_email(smtp);
/// ```
pub struct Smtp {
    host: String,
    port: Option<u16>,
    encryption: SmtpEncryption,
    /// The name is that of `from_email` if it is not given.
    credentials: Option<(Option<String>, Secret)>,
    from_email: String,
    from_name: Option<String>,
    timeout: Duration,
    pool_size: u16,
    allow_plaintext: bool,
    root_certificates: Vec<Vec<u8>>,
    content: Box<dyn Fn(&Email) -> Content + Send + Sync>,
    /// Made when the first e-mail is sent.
    connections: OnceLock<Connections>,
}

impl Smtp {
    /// With the server's name and the address that e-mails come from. Unless you say something else, the connection is
    /// upgraded to TLS by `STARTTLS`, and the application does not log in.
    pub fn new(host: impl Into<String>, from_email: impl Into<String>) -> Self {
        Self {
            host: host.into(),
            port: None,
            encryption: SmtpEncryption::Starttls,
            credentials: None,
            from_email: from_email.into(),
            from_name: None,
            timeout: Duration::from_secs(10),
            pool_size: 4,
            allow_plaintext: false,
            root_certificates: Vec::new(),
            content: Box::new(Content::of),
            connections: OnceLock::new(),
        }
    }

    /// As the section `smtp` says.
    pub(crate) fn configured(config: &SmtpConfig) -> Self {
        let credentials = match (&config.username, &config.password) {
            (None, None) => None,
            (username, password) => Some((
                username.clone(),
                password
                    .clone()
                    .unwrap_or_else(|| Secret::from(String::new())),
            )),
        };
        Self {
            port: config.port,
            encryption: config.encryption,
            credentials,
            from_name: config.from_name.clone(),
            timeout: config.timeout,
            pool_size: config.pool_size,
            ..Self::new(&config.host, &config.from_email)
        }
    }

    /// Port of the server. Default: 465 with TLS, 587 with `STARTTLS`, 25 without protection.
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// How the connection is protected. Default: [`SmtpEncryption::Starttls`].
    #[doc(alias = "secure")]
    pub fn encryption(mut self, encryption: SmtpEncryption) -> Self {
        self.encryption = encryption;
        self
    }

    /// Name and password with which the application logs in to the server.
    #[doc(alias = "authUsername")]
    pub fn credentials(mut self, username: impl Into<String>, password: impl Into<String>) -> Self {
        self.credentials = Some((Some(username.into()), Secret::from(password.into())));
        self
    }

    /// The name that e-mails come from. Default: the name of the application.
    pub fn from_name(mut self, name: impl Into<String>) -> Self {
        self.from_name = Some(name.into());
        self
    }

    /// Longest wait for the server to send one e-mail, connecting included. Default: 10 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Most connections to the server at a time. Default: 4.
    pub fn pool_size(mut self, connections: u16) -> Self {
        self.pool_size = connections;
        self
    }

    /// Lets [`SmtpEncryption::None`] be used for a server on another machine. Everybody on the way can read the links
    /// then, and the password.
    pub fn allow_plaintext(mut self) -> Self {
        self.allow_plaintext = true;
        self
    }

    /// Trusts the certificates in `pem` as well, for a server whose certificate comes from an authority of your own.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Writes other subjects and texts.
    #[doc(alias = "getContent")]
    pub fn content(mut self, content: impl Fn(&Email) -> Content + Send + Sync + 'static) -> Self {
        self.content = Box::new(content);
        self
    }

    fn sender(&self) -> Result<Address, ConfigError> {
        self.from_email
            .trim()
            .parse()
            .map_err(|_| ConfigError::FromEmail {
                value: self.from_email.clone(),
            })
    }

    fn server(&self) -> Result<Server, ConfigError> {
        let host = self.host.trim();
        let tls = match self.encryption {
            SmtpEncryption::None => None,
            _ => Some(self.tls(host)?),
        };
        let port = match self.encryption {
            SmtpEncryption::Tls => 465,
            SmtpEncryption::Starttls => 587,
            SmtpEncryption::None => 25,
        };
        Ok(Server {
            host: host.to_owned(),
            port: self.port.unwrap_or(port),
            encryption: self.encryption,
            tls,
            credentials: self.credentials.as_ref().map(|(username, password)| {
                let username = username.as_deref().unwrap_or(self.from_email.trim());
                (username.to_owned(), password.clone())
            }),
        })
    }

    fn tls(&self, host: &str) -> Result<TlsParameters, ConfigError> {
        let failed = |error| ConfigError::SmtpTls(Arc::new(error));
        let mut tls = TlsParameters::builder(host.to_owned());
        for pem in &self.root_certificates {
            tls = tls.add_root_certificate(Certificate::from_pem(pem).map_err(failed)?);
        }
        tls.build().map_err(failed)
    }

    fn connections(&self) -> Result<&Connections, ConfigError> {
        if let Some(made) = self.connections.get() {
            return Ok(made);
        }
        let connections = Connections::new(self.server()?, self.timeout, self.pool_size);
        Ok(self.connections.get_or_init(|| connections))
    }
}

#[async_trait]
impl SendEmail for Smtp {
    async fn send_email(&self, email: &Email) -> Result<(), SendError> {
        let name = self.from_name.as_deref().unwrap_or(email.app_name());
        let content = (self.content)(email);
        let message = message::of(email, &content, name, self.sender()?);
        let message = message.map_err(Undeliverable::new)?;
        self.connections()?
            .send(message.envelope(), &message.formatted())
            .await
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.sender()?;
        if self.timeout.is_zero() {
            return Err(ConfigError::ZeroDuration {
                name: "smtp.timeout",
            });
        }
        if self.pool_size == 0 {
            return Err(ConfigError::SmtpPoolSize);
        }
        let is_open = self.encryption == SmtpEncryption::None && !self.allow_plaintext;
        if is_open && !is_this_machine(self.host.trim()) {
            return Err(ConfigError::SmtpPlaintext {
                host: self.host.clone(),
            });
        }
        self.server().map(drop)
    }
}

fn is_this_machine(host: &str) -> bool {
    let address: Result<IpAddr, _> = host.trim_matches(['[', ']']).parse();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|it| it.is_loopback())
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("host", &self.host)
            .field("encryption", &self.encryption)
            .field("from_email", &self.from_email)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(super) mod tests;
