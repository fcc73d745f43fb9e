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
mod subscriber;
mod verification;
mod words;

pub(crate) use self::core_attempt::{CoreAttempt, Ending};
pub(crate) use self::figures::Figures;
pub(crate) use self::refresh::follow_refresh;
pub(crate) use self::subscriber::anybody_listens;
pub(crate) use self::verification::{VerificationSpan, count_verification};
pub(crate) use self::words::SignatureSource;
