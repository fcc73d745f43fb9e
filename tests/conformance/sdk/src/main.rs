//! Runs the server; see the library's documentation for the environment variables.

use std::process::ExitCode;

use conformance_front_door::{EnvironmentError, core_url, port, run};
use sdk_test_server::SdkSuite;

#[tokio::main]
async fn main() -> ExitCode {
    run(|| Ok::<_, EnvironmentError>((port("API_PORT", 3030)?, SdkSuite::new(core_url()?)))).await
}
