//! A SuperTokens core for development and tests, as a program. Never for production.

#![forbid(unsafe_code)]

mod client;
mod options;
mod serve;
mod token;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use options::Action;

#[tokio::main]
async fn main() -> ExitCode {
    let result = match options::parse() {
        Ok(Action::Serve(builder, place)) => serve::run(builder, &place).await,
        Ok(Action::Token(order)) => token::run(&order).await,
        Err(usage) => usage.exit(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

/// The error and what caused it, on one line. If not even that can be written, nobody is listening.
fn complain(error: &dyn Error) {
    let mut text = format!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    writeln!(io::stderr(), "{text}").ok();
}
