//! The load generator.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What each request carries.
#[derive(Clone, Copy)]
pub(crate) enum Carries<'t> {
    Nothing,
    /// A token in the header.
    Header(&'t str),
    /// A token in the cookie.
    Cookie(&'t str),
    /// The tokens of this file, in turn, in the header.
    Turns(&'t Path),
}

/// One call of `wrk`.
pub(crate) struct Load<'l> {
    pub(crate) url: &'l str,
    pub(crate) carries: Carries<'l>,
    pub(crate) connections: usize,
    pub(crate) seconds: u64,
    /// Where it runs; `None` for anywhere.
    pub(crate) cpu: Option<usize>,
}

/// What it measured.
pub(crate) struct Served {
    pub(crate) requests: u64,
    pub(crate) seconds: f64,
    /// Milliseconds that 99 of 100 responses do not exceed.
    pub(crate) p99: f64,
}

/// Says what has to be installed, if something is missing.
pub(crate) fn missing_tools() -> Result<(), String> {
    for (tool, argument, package) in [
        ("wrk", "--version", "wrk"),
        ("taskset", "--version", "util-linux"),
    ] {
        let found = Command::new(tool)
            .arg(argument)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if found.is_err() {
            return Err(format!("{tool} is missing: install the package {package}"));
        }
    }
    Ok(())
}

/// A command that runs on one CPU, or anywhere.
pub(crate) fn on_cpu(program: &Path, cpu: Option<usize>) -> Command {
    let Some(cpu) = cpu else {
        return Command::new(program);
    };
    // It becomes the program: there is no process in between.
    let mut command = Command::new("taskset");
    command.arg("-c").arg(cpu.to_string()).arg(program);
    command
}

impl Load<'_> {
    /// Runs it. A single failed request is an error: its cost says nothing.
    pub(crate) fn run(&self) -> Result<Served, String> {
        let script: PathBuf = [env!("CARGO_MANIFEST_DIR"), "load", "turns.lua"]
            .iter()
            .collect();
        let mut command = on_cpu(Path::new("wrk"), self.cpu);
        command
            .args(["-t", "1", "-c", &self.connections.to_string()])
            .args(["-d", &format!("{}s", self.seconds), "-s"])
            .arg(script);
        match self.carries {
            Carries::Nothing | Carries::Turns(_) => {}
            Carries::Header(token) => {
                command.args(["-H", &format!("Authorization: Bearer {token}")]);
            }
            Carries::Cookie(token) => {
                command.args(["-H", &format!("Cookie: sAccessToken={token}")]);
            }
        }
        command.arg(self.url);
        if let Carries::Turns(file) = self.carries {
            command.arg("--").arg(file);
        }
        let output = command.stdin(Stdio::null()).output();
        let output = output.map_err(|error| format!("wrk does not run: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let figures = text.lines().find_map(|line| line.strip_prefix("figures "));
        let figures = figures.map(|line| line.split(' ').filter_map(|n| n.parse().ok()).collect());
        let figures: Vec<u64> = figures.unwrap_or_default();
        match figures[..] {
            [requests, micros, 0, _, p99] if requests > 0 => Ok(Served {
                requests,
                seconds: seconds(micros),
                p99: seconds(p99) * 1e3,
            }),
            _ => Err(format!("{}: requests failed\n{text}", self.url)),
        }
    }
}

fn seconds(micros: u64) -> f64 {
    std::time::Duration::from_micros(micros).as_secs_f64()
}
