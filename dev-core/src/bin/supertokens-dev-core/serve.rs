//! Running a core until the process is told to stop.

use std::error::Error;
use std::io::{self, IsTerminal as _, Write as _};

use supertokens_dev_core::DevCoreBuilder;
use tracing_subscriber::EnvFilter;

/// Starts the core, says where it is, and stops it on Ctrl-C or SIGTERM.
pub(crate) async fn run(builder: DevCoreBuilder, place: &str) -> Result<(), Box<dyn Error>> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
    let core = builder.start().await?;
    writeln!(
        io::stdout(),
        "listening on {}, data {place}",
        core.connection_uri()
    )?;
    io::stdout().flush()?;
    told_to_stop().await?;
    core.shutdown().await;
    Ok(())
}

#[cfg(unix)]
async fn told_to_stop() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn told_to_stop() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
