//! Why one host of the core gave no response.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Why one host of the core gave no response.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HostFailure {
    /// The host as configured, without its path.
    pub host: String,
    /// What went wrong.
    pub kind: HostFailureKind,
    /// The HTTP client's error, where there is one.
    pub source: Option<Arc<dyn Error + Send + Sync>>,
}

impl HostFailure {
    /// The host did not respond in time.
    pub(crate) fn timeout(host: &str) -> Self {
        Self {
            host: host.to_owned(),
            kind: HostFailureKind::Timeout,
            source: None,
        }
    }
}

impl fmt::Display for HostFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The resolver may name IPv6 first while the core listens on IPv4 only.
        if self.kind == HostFailureKind::Refused && self.host.contains("localhost") {
            return write!(
                f,
                "{} refused the connection (is the core listening? if it is, try 127.0.0.1 instead of localhost)",
                self.host
            );
        }
        write!(f, "{} {}", self.host, self.kind)
    }
}

impl Error for HostFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}

/// How a host failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostFailureKind {
    /// Its name could not be resolved.
    Dns,
    /// Nothing listens there.
    Refused,
    /// It did not accept a connection within `connect_timeout`.
    ConnectTimeout,
    /// It was reached, but the TLS connection failed.
    Tls,
    /// No connection could be made for another reason.
    Connect,
    /// It did not respond within its share of `request_timeout`.
    Timeout,
    /// It reset the connection.
    Reset,
    /// It did not send a complete HTTP response.
    Broken,
    /// It responded with this status (502, 503 or 504), which means that a proxy cannot reach the core.
    Unavailable(u16),
}

impl HostFailureKind {
    /// Whether the core may have carried out the call nevertheless.
    pub(crate) fn may_have_arrived(self) -> bool {
        match self {
            Self::Dns | Self::Refused | Self::ConnectTimeout | Self::Tls | Self::Connect => false,
            Self::Timeout | Self::Reset | Self::Broken => true,
            Self::Unavailable(status) => status != 503,
        }
    }

    /// Whether the core may have carried out the call, and no response can come any more.
    pub(crate) fn is_lost_response(self) -> bool {
        self.is_lost_connection() || matches!(self, Self::Unavailable(502))
    }

    /// Whether the connection was lost, as it is when the core restarts.
    pub(crate) fn is_lost_connection(self) -> bool {
        matches!(self, Self::Reset | Self::Broken)
    }
}

impl fmt::Display for HostFailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dns => "has a name that cannot be resolved (check `connection_uri` and the DNS)",
            Self::Refused => "refused the connection (is the core listening?)",
            Self::ConnectTimeout => {
                "did not accept a connection in time (check its address and the firewalls)"
            }
            Self::Tls => {
                "made no TLS connection (check its certificate, and that the port is one for https)"
            }
            Self::Connect => "could not be connected",
            Self::Timeout => "did not respond in time",
            Self::Reset => "reset the connection",
            Self::Broken => {
                "sent no whole HTTP response (check that the port is one for http and the core's)"
            }
            Self::Unavailable(status) => {
                return write!(
                    f,
                    "responded with {status}: the proxy before it cannot reach the core"
                );
            }
        })
    }
}
