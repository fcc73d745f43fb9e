//! The servers that are compared. Each runs in a process of its own: this program once more, with other arguments.

mod hand_written;
mod ours;

use std::io::{Read as _, Write as _};

use rocket::serde::json::Json;
use rocket::{Route, get, routes};
use rocket_supertokens_tests::App;
use serde::Serialize;

/// One of the servers. All of them have the open route `/open`, and all but the first `/me`, which needs a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Rocket without sessions.
    Plain,
    /// A guard written by hand, with a cache of verified tokens.
    HandWritten,
    /// The same guard, which verifies every token anew.
    HandWrittenUncached,
    /// Our fairing, and `#[verify_session]`.
    Ours,
    /// The same with the cache off.
    OursUncached,
    /// The same with a cache that is far too small for the tokens.
    OursThrashing,
    /// The same with a cache that is large enough for all of them.
    OursLarge,
}

impl Kind {
    const ALL: [Self; 7] = [
        Self::Plain,
        Self::HandWritten,
        Self::HandWrittenUncached,
        Self::Ours,
        Self::OursUncached,
        Self::OursThrashing,
        Self::OursLarge,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::HandWritten => "by hand",
            Self::HandWrittenUncached => "by hand, no cache",
            Self::Ours => "ours",
            Self::OursUncached => "ours, no cache",
            Self::OursThrashing => "ours, tiny cache",
            Self::OursLarge => "ours, large cache",
        }
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The body of every response.
#[derive(Serialize)]
struct User<'u> {
    user_id: &'u str,
}

#[get("/open")]
fn open() -> Json<User<'static>> {
    // As long as the user ids of the sessions, so that the responses have the same length.
    let user_id = "load-000000";
    Json(User { user_id })
}

fn open_routes() -> Vec<Route> {
    routes![open]
}

/// Is that server, until the program that started it ends. Prints its address first.
pub(crate) fn be(kind: Kind, core: &str, workers: usize) {
    // As `#[rocket::main]` does, which reads the number of workers from a file.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_all()
        .build();
    let app = runtime.expect("a runtime").block_on(async {
        let rocket = App::rocket();
        let rocket = match kind {
            Kind::Plain => rocket.mount("/", open_routes()),
            Kind::HandWritten => hand_written::rocket(rocket, core, true).await,
            Kind::HandWrittenUncached => hand_written::rocket(rocket, core, false).await,
            Kind::Ours => ours::rocket(rocket, core, ours::Cache::Default),
            Kind::OursUncached => ours::rocket(rocket, core, ours::Cache::Off),
            Kind::OursThrashing => ours::rocket(rocket, core, ours::Cache::Tiny),
            Kind::OursLarge => ours::rocket(rocket, core, ours::Cache::Large),
        };
        let app = App::launch(rocket).await;
        println!("{}", app.url());
        std::io::stdout().flush().expect("somebody reads");
        // However it ends, the parent is gone.
        let parent = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        let _ = parent.await;
        app
    });
    drop(app);
}
