//! Runs the server; see the library's documentation for the environment variables.

use std::convert::Infallible;
use std::error::Error;
use std::process::ExitCode;

use frontend_integration_server::{FrontDoor, Options};
use tokio::net::TcpListener;

#[tokio::main]
#[allow(
    clippy::print_stderr,
    reason = "this is where programs say why they end"
)]
async fn main() -> ExitCode {
    let Err(error) = run().await;
    eprintln!("{error}");
    ExitCode::FAILURE
}

#[allow(clippy::print_stdout, reason = "whoever starts it waits for this line")]
async fn run() -> Result<Infallible, Box<dyn Error>> {
    let options = Options::from_env()?;
    let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
    let address = listener.local_addr()?;
    let front_door = FrontDoor::open(options).await?;
    println!("listening on http://{address}");
    Ok(front_door.serve(listener).await?)
}
