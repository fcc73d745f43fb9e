//! The server that the test suites of SuperTokens' front-end SDKs drive.
//!
//! The suites expect of every back-end SDK a server with the same routes, the same texts and the same CORS
//! headers, which takes on a new configuration while it runs (`POST /test/setup/st`). Here each configuration is
//! a Rocket of its own, behind a front door that keeps the port. A route uses nothing but the public interface of
//! `rocket_supertokens`: where one cannot be written with it, that interface lacks something.
//!
//! | environment variable | meaning | default |
//! |---|---|---|
//! | `NODE_PORT` | the port to listen on | 8080 |
//! | `SUPERTOKENS_CORE_HOST`, `SUPERTOKENS_CORE_PORT` | the core, until a suite names another | `localhost`, 3567 |
//! | `TRANSFER_METHOD` | `cookie` or `header`, whatever clients ask for | what clients ask for |
//! | `STATIC_DIR` | the folder with the suites' `index.html` and `angular` | none: those respond with 404 |
//!
//! The suites want two of these servers at once, on the ports 8080 and 8082. Besides, `ROCKET_LOG_LEVEL=normal`
//! shows why requests are refused.
//!
//! # Running a suite
//! For the suite of `supertokens-website` (20.1.7), start a real core with the argument `test_mode`, which allows
//! signing keys that change every few seconds, and with the feature `multi_tenancy`, since every test makes an app
//! of its own inside the core. Start this server for both ports with the suite's folder `test/server` as
//! `STATIC_DIR`, and then `npm test` in the suite. Its pages load scripts from the internet.

mod app;
mod cors;
mod counters;
mod options;
mod routes;
mod setup;
mod suite;

pub use self::options::{Options, OptionsError};
pub use self::suite::FrontendSuite;
