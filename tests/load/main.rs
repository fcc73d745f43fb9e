//! What a protected route costs, side by side: `just load`.
//!
//! Rocket without us, Rocket with a guard written by hand, and our own, each in a process of its own on one CPU, with
//! one worker, against a core in this process. `wrk` sends the requests, from the same CPU: then what a request costs
//! more is what the server does more, and not the waking of another CPU. The figure to trust is the CPU time of the
//! server, on a quiet machine. `just load --growth` looks at memory and at more workers.
//!
//! It needs Linux, `wrk` and `taskset`, uses the loopback address only, and stops by itself.

#![allow(clippy::print_stdout, reason = "it prints what it measured")]

mod arguments;
mod child;
mod compare;
mod growth;
mod report;
mod rsa;
mod sample;
mod servers;
mod sessions;
mod wrk;

use std::process::ExitCode;

use arguments::Order;

fn main() -> ExitCode {
    let done = match arguments::parse(std::env::args().skip(1)) {
        Ok(Order::Compare(measure)) => wrk::missing_tools().and_then(|()| compare::run(&measure)),
        Ok(Order::Growth(measure, growth)) => {
            wrk::missing_tools().and_then(|()| growth::run(&measure, &growth))
        }
        Ok(Order::Serve {
            kind,
            core,
            workers,
        }) => {
            servers::be(kind, &core, workers);
            Ok(())
        }
        Ok(Order::Rsa { token, core }) => {
            rsa::print(&token, &core);
            Ok(())
        }
        // `cargo test --benches` runs it too, without the argument that `cargo bench` gives.
        Ok(Order::Nothing) => Ok(()),
        Err(usage) => Err(usage.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("{message}");
            ExitCode::FAILURE
        }
    }
}
