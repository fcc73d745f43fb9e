//! What those who run the application can watch: spans, and the figures of the feature `metrics`. The module
//! [`observability`](crate::observability) describes both.
//!
//! Without a subscriber a span costs the look at one flag. Without the feature, the figures are empty functions. No
//! caller asks whether anybody watches.

mod core_attempt;
#[cfg(feature = "metrics")]
mod figures;
#[cfg(not(feature = "metrics"))]
#[path = "no_figures.rs"]
mod figures;
mod refresh;
mod verification;

pub(crate) use self::core_attempt::{CoreAttempt, Ending};
pub(crate) use self::figures::Figures;
pub(crate) use self::refresh::follow_refresh;
pub(crate) use self::verification::{VerificationSpan, count_verification};

use tracing::level_filters::LevelFilter;

use crate::error::Error;

/// The target of all spans, so that a filter on the crate's name has them.
const TARGET: &str = "rocket_supertokens";

/// The outcome of what went well.
const OK: &str = "ok";

/// Whether the application has a subscriber. It costs the look at one flag.
pub(crate) fn anybody_listens() -> bool {
    LevelFilter::current() != LevelFilter::OFF
}

/// Where the result of a signature's check comes from.
#[derive(Clone, Copy)]
pub(crate) enum SignatureSource {
    /// It was remembered with the token.
    Cache,
    /// It was computed.
    Signature,
}

/// How something ended: the reason code of the error, or `ok`.
fn outcome<T>(result: &Result<T, Error>) -> &'static str {
    result.as_ref().map_or_else(Error::code, |_| OK)
}
