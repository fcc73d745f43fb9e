//! What can go wrong with a call to the core.

use super::chain::Chain;
use super::host::HostFailure;
use super::json::JsonDefect;
use super::token::TokenDefect;

/// Why a call to the core gave no usable response.
///
/// Texts of the core are shortened. They contain no part of the request and no token.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum CoreError {
    /// No configured host gave a response within `request_timeout`. Nobody is logged out: the client receives 503. The
    /// text names each host with its causes. The error has no single source.
    #[error("no SuperTokens core available to query: {}", list(.0))]
    Unreachable(Vec<HostFailure>),

    /// The core responded with a status other than 200.
    #[error(
        "SuperTokens core threw an error for a {method} request to path: '{path}' with status code: {status} and message: {message}"
    )]
    Status {
        /// HTTP method of the call.
        method: http::Method,
        /// Path of the call, without the base path of the connection uri.
        path: String,
        /// Status code of the response.
        status: u16,
        /// Text of the response, up to 2 KiB.
        message: String,
    },

    /// The core kept responding with 429 (too many requests).
    #[error("the SuperTokens core kept responding with 429 (too many requests) to '{path}'")]
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

    /// The core's response is longer than `max_core_response_bytes`.
    #[error(
        "the SuperTokens core's response to '{path}' is longer than {limit} bytes: if this is right, raise `max_core_response_bytes`"
    )]
    TooLong {
        /// Path of the call.
        path: String,
        /// The longest response allowed, in bytes.
        limit: u64,
    },

    /// The core publishes no key that could verify a token.
    #[error(
        "the SuperTokens core publishes no RS256 key: check that `connection_uri` is the core's"
    )]
    NoUsableKey,

    /// The core publishes a key of the testing kit. Its tokens count in tests only.
    #[error(
        "the SuperTokens core publishes the key {key_id:?} of the testing kit, which counts in tests only: check that `connection_uri` is that of a real core"
    )]
    TestKey {
        /// The name of the key.
        key_id: String,
    },

    /// The core responded with 200 and a body that is not what the CDI says.
    #[error("the SuperTokens core's response to '{path}' could not be understood")]
    UnexpectedResponse {
        /// Path of the call.
        path: String,
        /// What is wrong with the body.
        source: JsonDefect,
    },

    /// The core does not sign with RS256.
    #[error("the SuperTokens core does not sign with RS256")]
    UnsupportedAlgorithm,

    /// The core sent an access token that is not one.
    #[error("the SuperTokens core sent an access token that cannot be used")]
    AccessToken(#[source] TokenDefect),
}

impl CoreError {
    /// Returns whether waiting may help, because the core is down, slow or overloaded.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Unreachable(_)
            | Self::RateLimited { .. }
            | Self::NoUsableKey
            | Self::TestKey { .. } => true,
            Self::Status { status, .. } => matches!(status, 502..=504),
            _ => false,
        }
    }
}

fn list(failures: &[HostFailure]) -> String {
    let texts: Vec<_> = failures.iter().map(|it| Chain(it).to_string()).collect();
    texts.join("; ")
}
