//! What stops a launch.

use super::collision::Collision;
use crate::error::{Chain, ConfigError, CoreError};

/// A mistake with which the application cannot be started.
#[derive(Debug, thiserror::Error)]
pub(in crate::web) enum Mistake {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("`require_core_at_launch` is set, and the core is not ready")]
    Core(#[from] CoreError),
    #[error(
        "the fairing is attached twice, and only the settings of one could count. Remove one of the two, for example `.attach(SuperTokens::fairing())`"
    )]
    Twice,
    #[error(
        "the application manages a `SuperTokens` of its own, and handlers would find another one than our routes. Remove `.manage(..)`: the fairing does this"
    )]
    OwnHandle,
    #[error(transparent)]
    Collision(#[from] Collision),
}

impl Mistake {
    pub(in crate::web) fn log(&self) {
        // One of them has lines to be copied.
        tracing::error!("SuperTokens cannot start: {:#}", Chain(self));
    }
}
