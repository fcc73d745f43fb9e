//! The application's launch: why it failed, and that it is not a real one.

use rocket::error::{Error as LaunchError, ErrorKind};
use rocket::fairing::{Fairing, Info, Kind};
use rocket::{Orbit, Rocket};

use super::TestSuperTokens;
use crate::session::SuperTokens;
use crate::web::LaunchFailure;

#[track_caller]
pub(super) fn launched<C>(client: Result<C, LaunchError>, failure: &LaunchFailure) -> C {
    let error = match client {
        Ok(client) => return client,
        Err(error) => error,
    };
    // Rocket's own text has no names.
    let named = match error.kind() {
        ErrorKind::SentinelAborts(sentries) => {
            let places = sentries.iter().map(|sentry| {
                let (file, line, column) = sentry.location;
                format!("\n  {} ({file}:{line}:{column})", sentry.type_name)
            });
            places.collect()
        }
        ErrorKind::FailedFairings(fairings) => {
            let names = fairings.iter().map(|info| format!("\n  {:?}", info.name));
            names.collect()
        }
        _ => String::new(),
    };
    let reason = failure
        .take()
        .map_or_else(String::new, |reason| format!(": {reason}"));
    panic!("the application does not launch, {error}{reason}{named}")
}

/// A blocking client has a runtime of its own, which cannot run within another.
#[track_caller]
pub(super) fn may_block(function: &str) {
    assert!(
        tokio::runtime::Handle::try_current().is_err(),
        "this is an asynchronous test, and `{function}` makes a blocking client: write `async_{function}(..).await`"
    );
}

#[track_caller]
pub(super) fn has_fairing(rocket: &Rocket<Orbit>) {
    assert!(
        rocket.state::<SuperTokens>().is_some(),
        "the application has no SuperTokens: attach the fairing, `rocket::build().attach(SuperTokens::fairing())`"
    );
}

/// Looks at the application once it is up.
pub(super) struct Launch;

#[rocket::async_trait]
impl Fairing for Launch {
    fn info(&self) -> Info {
        Info {
            name: "SuperTokens, under test",
            kind: Kind::Liftoff,
        }
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        if rocket.config().port != 0 {
            tracing::error!(
                "this application has a `TestSuperTokens`, which accepts the keys of tests: it launches with Rocket's local clients only, and shuts down now"
            );
            rocket.shutdown().notify();
            // Who has started it shall see a failure, and not a program that has done its work.
            panic!("an application with a `TestSuperTokens` was launched for real");
        }
        let (Some(test), Some(super_tokens)) = (
            rocket.state::<TestSuperTokens>(),
            rocket.state::<SuperTokens>(),
        ) else {
            return;
        };
        test.note_names(&super_tokens.config().transfer.without_request().names);
        // As one that has been running for a while: it knows the core's version and keys. A core that is down is
        // what the test wants.
        let _ = super_tokens.reach_core().await;
    }
}
