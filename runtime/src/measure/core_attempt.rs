//! One request to one host of the core, from its beginning to its end.

use http::Method;
use tracing::Span;
use tracing::field::Empty;

use super::figures::{Figures, Stopwatch};
use super::words::{OK, TARGET};
use crate::error::{CoreError, HostFailureKind};

/// One request to one host of the core. Where it has no [end](Self::end), its caller was cancelled.
pub(crate) struct CoreAttempt<'a> {
    span: Span,
    figures: &'a Figures,
    method: &'a Method,
    route: &'static str,
    started: Stopwatch,
    outcome: &'static str,
}

/// How the request ended.
pub(crate) enum Ending<'a> {
    /// With a response of status 200.
    Ok,
    /// With 429 (too many requests).
    Busy,
    /// With another status, or a response that is too long.
    Refused(&'a CoreError),
    /// Without a response of the core.
    Failed(HostFailureKind),
}

impl<'a> CoreAttempt<'a> {
    /// Begins. `path` is that of the call; `route` is the path without the tenant, of which there are only so many;
    /// `number` counts from 1 within one call.
    pub(crate) fn begin(
        figures: &'a Figures,
        method: &'a Method,
        path: &str,
        route: &'static str,
        host: &str,
        number: usize,
    ) -> Self {
        let span = tracing::debug_span!(
            target: TARGET,
            "core.request",
            %method,
            path,
            host,
            attempt = number,
            status = Empty,
            outcome = Empty,
        );
        Self {
            span,
            figures,
            method,
            route,
            started: Stopwatch::start(),
            outcome: "cancelled",
        }
    }

    /// The span that the request belongs to.
    pub(crate) fn span(&self) -> &Span {
        &self.span
    }

    /// Ends.
    pub(crate) fn end(mut self, ending: &Ending<'_>) {
        if let Some(status) = ending.status() {
            self.span.record("status", status);
        }
        self.outcome = ending.code();
    }
}

impl Drop for CoreAttempt<'_> {
    fn drop(&mut self) {
        self.span.record("outcome", self.outcome);
        self.figures
            .core_request(self.method, self.route, self.outcome, &self.started);
    }
}

impl Ending<'_> {
    fn code(&self) -> &'static str {
        match self {
            Self::Ok => OK,
            Self::Busy => "core_rate_limited",
            Self::Refused(error) => error.code(),
            Self::Failed(kind) => kind.code(),
        }
    }

    fn status(&self) -> Option<u16> {
        match self {
            Self::Ok => Some(200),
            Self::Busy => Some(429),
            Self::Refused(CoreError::Status { status, .. })
            | Self::Failed(HostFailureKind::Unavailable(status)) => Some(*status),
            Self::Refused(_) | Self::Failed(_) => None,
        }
    }
}
