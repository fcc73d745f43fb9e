//! Runs the server; see the library's documentation for the environment variables.

use std::env;
use std::error::Error;

use sdk_test_server::Door;
use tokio::net::TcpListener;

#[tokio::main]
#[allow(clippy::print_stdout, reason = "whoever starts it waits for this line")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port: u16 = variable("API_PORT", "3030")
        .parse()
        .map_err(|error| format!("API_PORT must be a port number: {error}"))?;
    let core_host = variable("SUPERTOKENS_CORE_HOST", "localhost");
    let core_port = variable("SUPERTOKENS_CORE_PORT", "3567");
    let door = Door::open(format!("http://{core_host}:{core_port}")).await?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    door.serve(listener).await?;
    Ok(())
}

fn variable(name: &str, default: &str) -> String {
    env::var(name).unwrap_or_else(|_| default.to_owned())
}
