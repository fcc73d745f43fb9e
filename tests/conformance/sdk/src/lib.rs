//! The server by which SuperTokens' test suite for back-end SDKs (`backend-sdk-testing`) drives this one.
//!
//! The suite runs in another process and calls the SDK through routes that every SDK's server has in common:
//! `POST /test/init` configures it anew, `POST /test/session/..` calls a function, and a session travels to and
//! fro as its four tokens. Here each configuration is a Rocket of its own, behind a front door that keeps the port. What
//! concerns sessions and claims uses nothing but the public interface of `rocket_supertokens`; what the suite needs
//! of other recipes to begin with (users, linked accounts, tenants) goes to the core directly.
//!
//! | environment variable | meaning | default |
//! |---|---|---|
//! | `API_PORT` | the port to listen on | 3030 |
//! | `SUPERTOKENS_CORE_HOST`, `SUPERTOKENS_CORE_PORT` | the core, until the suite names another | `localhost`, 3567 |
//!
//! Besides, `ROCKET_LOG_LEVEL=normal` shows why requests are refused.
//!
//! # What is not here
//! Functions cannot be sent, so the suite names those that it wants; of these the server knows the ones of the
//! session tests. The routes of recipes that this SDK does not have respond with 404.

mod app;
mod body;
mod claims;
mod core;
mod record;
mod routes;
mod setup;
mod suite;
mod trouble;

pub use self::suite::SdkSuite;
