use std::fmt;
use std::sync::Arc;

use super::TokenDefect;

/// A call to the core that brought no usable answer.
///
/// Texts of the core are shortened, and hold nothing of the request and no token.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum CoreError {
    /// No configured host gave an answer within `request_timeout`. Nobody is logged out: the answer is 503.
    #[error("no SuperTokens core available to query: {}", list(.0))]
    Unreachable(Vec<HostFailure>),

    /// The core answered with a status other than 200.
    #[error(
        "SuperTokens core threw an error for a {method} request to path: '{path}' with status code: {status} and message: {message}"
    )]
    Status {
        /// HTTP method of the call.
        method: http::Method,
        /// Path of the call, without the base path of the connection uri.
        path: String,
        /// Status code of the answer.
        status: u16,
        /// Text of the answer, up to 2 KiB.
        message: String,
    },

    /// The core kept answering 429 (too many requests).
    #[error("the SuperTokens core kept answering 429 (too many requests) to '{path}'")]
    RateLimited {
        /// Path of the call.
        path: String,
    },

    /// The core offers no version of the CDI that this crate speaks.
    #[error(
        "the SuperTokens core speaks CDI {offered}, this crate {spoken}: use a core from 9.0 on, and check `max_cdi_version`"
    )]
    Incompatible {
        /// The versions that the core named.
        offered: String,
        /// The versions that this crate speaks, cut at `max_cdi_version`.
        spoken: String,
    },

    /// The core's answer is longer than `max_core_response_bytes`.
    #[error(
        "the SuperTokens core's answer to '{path}' is longer than {limit} bytes: if it may be, raise `max_core_response_bytes`"
    )]
    TooLong {
        /// Path of the call.
        path: String,
        /// The longest answer allowed, in bytes.
        limit: u64,
    },

    /// The core publishes no key that could verify a token.
    #[error(
        "the SuperTokens core publishes no RS256 key: check that `connection_uri` is the core's"
    )]
    NoUsableKey,

    /// The core answered 200 with a body that is not what the CDI says.
    #[error("the SuperTokens core's answer to '{path}' could not be understood")]
    UnexpectedResponse {
        /// Path of the call.
        path: String,
        /// What the parser says.
        #[source]
        source: Arc<serde_json::Error>,
    },

    /// The core does not sign with RS256.
    #[error("the SuperTokens core does not sign with RS256")]
    UnsupportedAlgorithm,

    /// The core sent an access token that is not one.
    #[error("the SuperTokens core sent an access token that cannot be used: {0}")]
    AccessToken(TokenDefect),
}

impl CoreError {
    /// Whether waiting may help: the core is down, slow or overloaded.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::RateLimited { .. } | Self::NoUsableKey => true,
            Self::Status { status, .. } => matches!(status, 502..=504),
            _ => false,
        }
    }
}

/// Why one host of the core gave no answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HostFailure {
    /// The host as configured, without its path.
    pub host: String,
    /// What went wrong.
    pub kind: HostFailureKind,
    /// The HTTP client's error, where there is one; of `Tls`, `Connect` and `Broken` its cause is part of the text.
    pub source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl fmt::Display for HostFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use HostFailureKind::{Broken, Connect, Refused, Tls};
        write!(f, "{} {}", self.host, self.kind)?;
        if let (Tls | Connect | Broken, Some(cause)) = (self.kind, self.root_cause()) {
            write!(f, " ({cause})")?;
        }
        // The resolver may answer IPv6 first while the core listens on IPv4 only.
        if self.kind == Refused && self.host.contains("localhost") {
            f.write_str(" (if it is, try 127.0.0.1 instead of localhost)")?;
        }
        Ok(())
    }
}

impl HostFailure {
    fn root_cause(&self) -> Option<&dyn std::error::Error> {
        let source: &dyn std::error::Error = self.source.as_deref()?;
        std::iter::successors(Some(source), |error| error.source()).last()
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
    /// It is reached, but not over TLS.
    Tls,
    /// No connection could be made for another reason.
    Connect,
    /// It did not answer within its share of `request_timeout`.
    Timeout,
    /// It reset the connection.
    Reset,
    /// It sent no whole HTTP answer.
    Broken,
    /// It answered with this status, as a proxy does that cannot reach the core: 502, 503 or 504.
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

    /// Whether there is no answer to come any more to a call that may have been carried out.
    pub(crate) fn is_lost_answer(self) -> bool {
        self.is_lost_connection() || matches!(self, Self::Unavailable(502))
    }

    /// Whether the connection was lost, which a core that restarts does to those who keep one.
    pub(crate) fn is_lost_connection(self) -> bool {
        matches!(self, Self::Reset | Self::Broken)
    }
}

impl fmt::Display for HostFailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dns => "has a name that cannot be resolved: check `connection_uri` and the DNS",
            Self::Refused => "refused the connection: is the core listening?",
            Self::ConnectTimeout => {
                "did not accept a connection in time: check its address and the firewalls"
            }
            Self::Tls => {
                "made no TLS connection: check its certificate, and that the port is one for https"
            }
            Self::Connect => "could not be connected",
            Self::Timeout => "did not answer in time",
            Self::Reset => "reset the connection",
            Self::Broken => {
                "sent no whole HTTP answer: check that the port is one for http and the core's"
            }
            Self::Unavailable(status) => {
                return write!(
                    f,
                    "answered {status}: the proxy before it cannot reach the core"
                );
            }
        })
    }
}

fn list(failures: &[HostFailure]) -> String {
    let texts: Vec<_> = failures.iter().map(ToString::to_string).collect();
    texts.join("; ")
}
