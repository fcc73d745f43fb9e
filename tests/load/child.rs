//! A server in a process of its own, and what it uses.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::servers::Kind;
use crate::wrk::on_cpu;

/// A running server. It ends with this value, and also when this program is killed: its input is then closed.
pub(crate) struct Server {
    child: Child,
    pub(crate) kind: Kind,
    /// Where it listens.
    pub(crate) uri: String,
}

impl Server {
    /// Starts one, on this CPU or anywhere.
    pub(crate) fn start(
        kind: Kind,
        core: &str,
        workers: usize,
        cpu: Option<usize>,
    ) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut child = on_cpu(&program, cpu)
            .args(["serve", kind.name(), core, &workers.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let mut uri = String::new();
        if let Some(out) = child.stdout.take() {
            // What cannot be read is no address.
            let _ = BufReader::new(out).read_line(&mut uri);
        }
        let uri = uri.trim().to_owned();
        let server = Self { child, kind, uri };
        if server.uri.is_empty() {
            return Err(format!("the server {} does not start", kind.name()));
        }
        Ok(server)
    }

    /// The CPU time that it has used, over all threads. The kernel counts it in nanoseconds; `stat` would round it to
    /// hundredths of a second.
    pub(crate) fn cpu_time(&self) -> Duration {
        let folder = format!("/proc/{}/task", self.child.id());
        let threads = fs::read_dir(folder).into_iter().flatten().flatten();
        let nanos = threads.filter_map(|thread| {
            let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
            text.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(nanos.sum())
    }

    /// Its resident memory in megabytes.
    pub(crate) fn memory(&self) -> f64 {
        let file = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(file).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        kilobytes.unwrap_or(f64::NAN) / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
