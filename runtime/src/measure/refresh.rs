//! A refresh, from its beginning to its end.

use std::future::Future;

use tracing::Instrument as _;
use tracing::field::Empty;

use super::figures::Figures;
use super::words::{OK, TARGET};
use crate::error::Error;

/// Runs a refresh in a span of its own, and notes how it ended.
pub(crate) async fn follow_refresh<T>(
    figures: &Figures,
    refresh: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let span = tracing::debug_span!(target: TARGET, "refresh", outcome = Empty);
    let result = refresh.instrument(span.clone()).await;
    let outcome = result.as_ref().map_or_else(Error::code, |_| OK);
    span.record("outcome", outcome);
    figures.refresh(outcome);
    result
}
