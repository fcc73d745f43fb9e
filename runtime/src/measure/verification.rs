//! A verification, from its beginning to its end. Every request to a protected route has one, so it costs nothing but
//! the look at one flag unless somebody watches.

use std::future::Future;

use tracing::field::Empty;
use tracing::{Instrument as _, Level, Span};

use super::figures::Figures;
use super::words::{OK, TARGET};
use crate::config::RequestInfo;
use crate::error::Error;

/// The span of a verification.
pub(crate) struct VerificationSpan(Span);

impl VerificationSpan {
    /// The span for a request or, without one, for a token; `None` if nobody wants it.
    pub(crate) fn begin(request: Option<&dyn RequestInfo>) -> Option<Self> {
        tracing::span_enabled!(target: TARGET, Level::DEBUG).then(|| Self::of(request))
    }

    #[cold]
    fn of(request: Option<&dyn RequestInfo>) -> Self {
        Self(tracing::debug_span!(
            target: TARGET,
            "verify",
            method = request.map(RequestInfo::method),
            path = request.map(RequestInfo::path),
            outcome = Empty,
        ))
    }

    /// Runs the verification within the span.
    pub(crate) async fn around<T>(
        self,
        verification: impl Future<Output = Result<Option<T>, Error>>,
    ) -> Result<Option<T>, Error> {
        let result = verification.instrument(self.0.clone()).await;
        self.0.record("outcome", outcome(&result));
        result
    }
}

/// Counts a verification.
pub(crate) fn count_verification<T>(figures: &Figures, result: &Result<Option<T>, Error>) {
    figures.verification(outcome(result));
}

fn outcome<T>(result: &Result<Option<T>, Error>) -> &'static str {
    match result {
        Ok(Some(_)) => OK,
        Ok(None) => "anonymous",
        Err(error) => error.code(),
    }
}
