//! The programs: they listen until they are ended, or say why they cannot.

use std::convert::Infallible;
use std::error::Error;
use std::process::ExitCode;

use tokio::net::TcpListener;

use crate::front_door::{FrontDoor, Suite};

/// Serves a suite on a port of this machine, both as `read` takes them from the environment.
pub async fn run<S: Suite, E: Into<Box<dyn Error>>>(
    read: impl FnOnce() -> Result<(u16, S), E>,
) -> ExitCode {
    let Err(error) = serve(read).await;
    complain(&*error);
    ExitCode::FAILURE
}

#[allow(clippy::print_stdout, reason = "whoever starts it waits for this line")]
async fn serve<S: Suite, E: Into<Box<dyn Error>>>(
    read: impl FnOnce() -> Result<(u16, S), E>,
) -> Result<Infallible, Box<dyn Error>> {
    let (port, suite) = read().map_err(Into::into)?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    let front_door = FrontDoor::open(suite).await?;
    println!("listening on http://{address}");
    Ok(front_door.serve(listener).await?)
}

#[allow(
    clippy::print_stderr,
    reason = "this is where programs say why they end"
)]
fn complain(error: &dyn Error) {
    eprintln!("{error}");
    let mut source = error.source();
    while let Some(error) = source {
        eprintln!("because: {error}");
        source = error.source();
    }
}
