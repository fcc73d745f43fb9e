//! A refresh, from its beginning to its end.

use std::future::Future;

use tracing::Instrument as _;
use tracing::field::Empty;

use super::figures::Figures;
use super::{TARGET, outcome};
use crate::error::Error;

/// Runs a refresh in a span of its own, and notes how it ended.
pub(crate) async fn follow_refresh<T>(
    figures: &Figures,
    refresh: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let span = tracing::debug_span!(target: TARGET, "refresh", outcome = Empty);
    let result = refresh.instrument(span.clone()).await;
    let outcome = outcome(&result);
    span.record("outcome", outcome);
    figures.refresh(outcome);
    result
}
