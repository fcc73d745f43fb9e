//! What stops a launch.

use rocket::{Build, Rocket};

use super::collision::Collision;
use crate::error::{Chain, ConfigError, CoreError};
#[cfg(feature = "testing")]
use crate::web::under_test::UnderTest;

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
    /// Logs it, and tells a test, to which Rocket's error does not say it.
    pub(in crate::web) fn report(
        &self,
        #[cfg_attr(not(feature = "testing"), allow(unused))] rocket: &Rocket<Build>,
    ) {
        // One of them has lines to be copied.
        let text = format!("SuperTokens cannot start: {:#}", Chain(self));
        tracing::error!("{text}");
        #[cfg(feature = "testing")]
        if let Some(test) = rocket.state::<UnderTest>() {
            test.failure.note(text);
        }
    }
}
