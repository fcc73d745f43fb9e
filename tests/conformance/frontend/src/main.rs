//! Runs the server; see the library's documentation for the environment variables.

use std::process::ExitCode;

use conformance_front_door::run;
use frontend_integration_server::{FrontendSuite, Options, OptionsError};

#[tokio::main]
async fn main() -> ExitCode {
    run(|| {
        let options = Options::from_env()?;
        Ok::<_, OptionsError>((options.port, FrontendSuite::new(options)))
    })
    .await
}
