//! The example application over real sockets, against cores of both generations.
//!
//! `SUPERTOKENS_CONNECTION_URI` (and `SUPERTOKENS_API_KEY`) name another core to run against.

mod answers;
mod anti_csrf;
mod anti_csrf_token;
mod bad_input;
mod bare_guard;
mod bench;
mod claims;
mod clearing;
mod config;
mod container;
mod container_changes;
mod cookie_scope;
mod cookies;
mod core_answers;
mod core_calls;
mod core_requests;
mod core_tokens;
mod core_versions;
mod domains;
mod errors;
mod exposed_headers;
mod failures;
mod forwarded;
mod front_token;
mod functions;
mod functions_called;
mod old_tokens;
mod older_domain;
mod origin;
mod other_fairings;
mod outage;
mod override_apis;
mod override_functions;
mod override_revokes;
mod own_answers;
mod own_refresh_route;
mod payloads;
mod refresh;
mod refresh_at_once;
mod refresh_paths;
mod routes;
mod sign_out;
mod signing_keys;
mod tenants;
mod theft;
mod token_names;
mod transfer;
mod transfer_method;
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
