//! Which version of the core driver interface was negotiated, and when.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use tokio::time::Instant;

use super::shared_attempt::SharedAttempt;
use crate::cdi::Version;
use crate::error::CoreError;

/// The version in use, and the attempt at another one.
#[derive(Default)]
pub(super) struct VersionInUse {
    pub(super) current: ArcSwapOption<Negotiated>,
    pub(super) negotiating: SharedAttempt<Result<Version, CoreError>>,
}

/// A version, and when the core was last asked.
pub(super) struct Negotiated {
    pub(super) version: Version,
    pub(super) asked_at: Instant,
}

impl Negotiated {
    pub(super) fn at(asked_at: Instant, version: Version) -> Arc<Self> {
        Arc::new(Self { version, asked_at })
    }
}
