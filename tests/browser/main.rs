//! What the wire tests promise, seen in Chromium: unmodified SuperTokens front ends cannot tell that the back end is
//! Rust.
//!
//! Needs Chromium, its driver and the npm packages of `examples/web`. Without them the scenarios are reported as
//! ignored, with the command that installs what is missing; under `CI` that is a failure.

mod api;
mod browser;
mod chromedriver;
mod chromium;
mod comments;
mod example;
mod fixture;
mod gateway;
mod lifetime;
mod log;
mod mode;
mod needs;
mod page;
mod pictures;
mod scenario;
mod scenarios;
mod tls;
mod user;
mod vite;
mod website;
mod wire;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Much of a scenario is waiting.
    arguments.test_threads.get_or_insert(5);
    let trials = scenario::trials(scenarios::all());
    let conclusion = libtest_mimic::run(&arguments, trials);
    chromium::close_unused();
    chromedriver::stop();
    conclusion.exit_code()
}
