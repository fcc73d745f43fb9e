use std::fmt;
use std::sync::Arc;

use super::TokenDefect;

/// A call to the core that brought no usable answer.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum CoreError {
    /// No configured host could be reached in time. Nobody is logged out: the answer is 503.
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
        /// Text of the answer.
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

    /// The core answered 200 with a body that is not what the CDI says.
    #[error("the SuperTokens core's answer to '{path}' could not be understood")]
    Answer {
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
            Self::Unreachable(_) | Self::RateLimited { .. } => true,
            Self::Status { status, .. } => matches!(status, 502..=504),
            _ => false,
        }
    }
}

impl CoreError {
    /// Whether the core may have done what it was asked, though no answer came.
    pub(crate) fn may_have_arrived(&self) -> bool {
        let Self::Unreachable(failures) = self else {
            return false;
        };
        let mut kinds = failures.iter().map(|failure| failure.kind);
        kinds.any(|kind| kind != HostFailureKind::Connect)
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
    /// The HTTP client's error, where there is one.
    pub source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl fmt::Display for HostFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.host, self.kind)?;
        // The resolver may answer IPv6 first while the core listens on IPv4 only.
        if self.kind == HostFailureKind::Connect && self.host.contains("localhost") {
            f.write_str(" (is the core listening? if it is, try 127.0.0.1 instead of localhost)")?;
        }
        Ok(())
    }
}

/// How a host failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostFailureKind {
    /// No connection could be made.
    Connect,
    /// It did not answer in time.
    Timeout,
    /// The connection broke before the answer was complete.
    Broken,
}

impl fmt::Display for HostFailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "refused the connection",
            Self::Timeout => "did not answer in time",
            Self::Broken => "broke off the connection",
        })
    }
}

fn list(failures: &[HostFailure]) -> String {
    let texts: Vec<_> = failures.iter().map(ToString::to_string).collect();
    texts.join("; ")
}
