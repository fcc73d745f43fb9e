//! The example application over real sockets, against cores of both generations.
//!
//! `SUPERTOKENS_CONNECTION_URI` (and `SUPERTOKENS_API_KEY`) name another core to run against.

mod anti_csrf;
mod attempts;
mod claims;
mod cookies;
mod core;
mod email_password;
mod email_verification;
mod first_lines;
mod fixture;
mod guards;
mod overrides;
mod readme_pictures;
mod refresh;
mod refusals;
mod routes;
mod session;
mod settings;
mod transfer;
mod users;
mod wire_facts;
mod without_request;

use rocket_supertokens_tests::{App, Cdi, Core};

/// Runs an async function of a `Cdi` against both generations, as two tests.
macro_rules! in_both_generations {
    ($($name:ident),+ $(,)?) => { $(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn cdi_5_3() {
                super::$name(rocket_supertokens_tests::Cdi::V5_3).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn cdi_5_6() {
                super::$name(rocket_supertokens_tests::Cdi::V5_6).await;
            }
        }
    )+ };
}
use in_both_generations;

/// The example application and its core.
async fn start(cdi: Cdi) -> (Core, App) {
    let core = Core::start(cdi).await;
    let app = App::launch(rocket_example::rocket_with(App::rocket(), core.settings())).await;
    (core, app)
}
