//! Stops the launch of an application that forgot the fairing.

use rocket::{Ignite, Rocket};

use crate::error::Error;
use crate::web::response::Refusals;
#[cfg(feature = "testing")]
use crate::web::under_test::UnderTest;

/// Whether to stop the launch: a route has one of our guards, and the fairing is not attached.
///
/// Only the fairing manages `Refusals`. A `SuperTokens` may also be put there by the application.
pub(in crate::web) fn abort_without_fairing(rocket: &Rocket<Ignite>) -> bool {
    let missing = rocket.state::<Refusals>().is_none();
    if missing {
        tracing::error!("{}", Error::NotAttached);
        #[cfg(feature = "testing")]
        if let Some(test) = rocket.state::<UnderTest>() {
            test.failure.note(Error::NotAttached.to_string());
        }
    }
    missing
}
