//! The worst day in the life of an application, in some minutes: `just soak`.
//!
//! Three parts, over real sockets, with the example application: many front ends refresh one token at once, beside
//! programs that use up the processors; the core fails in every way while it is used; a core on a file is killed and
//! started again. At the end it prints what it measured, and fails if a promise was broken. It uses the loopback
//! address only, and stops by itself.

#![allow(clippy::print_stdout, reason = "it prints what it measured")]

mod arguments;
mod burners;
mod chance;
mod child;
mod faults;
mod figures;
mod front_end;
mod kills;
mod outages;
mod stampedes;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arguments::{Order, Part};
use figures::Figures;

#[tokio::main]
async fn main() -> ExitCode {
    let (minutes, parts) = match arguments::parse(std::env::args().skip(1)) {
        Ok(Order::Soak { minutes, parts }) => (minutes, parts),
        Ok(Order::Core { file, port }) => {
            child::be_core(&file, port).await;
            return ExitCode::SUCCESS;
        }
        // `cargo test --benches` runs it too, without the argument that `cargo bench` gives.
        Ok(Order::Nothing) => return ExitCode::SUCCESS,
        Err(usage) => {
            println!("{usage}");
            return ExitCode::FAILURE;
        }
    };
    let figures = Arc::new(Figures::default());
    let share = Duration::from_secs_f64(minutes * 60.0 / f64::from(weight_of(&parts)));
    for part in parts {
        let name = part.name();
        println!("{name}, for {:.1} s", (share * part.weight()).as_secs_f64());
        let until = Instant::now() + share * part.weight();
        match part {
            Part::Stampedes => stampedes::run(&figures, until).await,
            Part::Outages => outages::run(&figures, until).await,
            Part::Kills => kills::run(&figures, until).await,
        }
    }
    if figures.report() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn weight_of(parts: &[Part]) -> u32 {
    parts.iter().map(|part| part.weight()).sum()
}
