//! One measurement: what requests cost a server.

use crate::arguments::Measure;
use crate::child::Server;
use crate::wrk::{Carries, Load};

#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) requests: u64,
    /// Microseconds of the server's CPU time for one of them.
    pub(crate) micros: f64,
    pub(crate) per_second: f64,
    /// Milliseconds that 99 of 100 responses do not exceed.
    pub(crate) p99: f64,
}

impl Sample {
    /// Loads a route of the server, from this CPU or from anywhere.
    pub(crate) fn take(
        server: &Server,
        path: &str,
        carries: Carries<'_>,
        measure: &Measure,
        cpu: Option<usize>,
    ) -> Result<Self, String> {
        let load = Load {
            url: &format!("{}{path}", server.uri),
            carries,
            connections: measure.connections,
            seconds: measure.seconds,
            cpu,
        };
        let before = server.cpu_time();
        let served = load.run()?;
        let used = server.cpu_time().saturating_sub(before);
        Ok(Self {
            requests: served.requests,
            micros: used.as_secs_f64() * 1e6 / served.requests as f64,
            per_second: served.requests as f64 / served.seconds,
            p99: served.p99,
        })
    }
}
