//! The servers side by side. All of them stay up, one is loaded at a time, and the rounds go back and forth, so that
//! what disturbs the machine disturbs all of them alike.

use std::path::PathBuf;

use crate::arguments::Measure;
use crate::child::Server;
use crate::report;
use crate::rsa;
use crate::sample::Sample;
use crate::servers::Kind;
use crate::sessions::Sessions;
use crate::wrk::Carries;

/// How many tokens are sent in turn.
const MANY: usize = 2_000;
/// How many are sent to a cache that cannot hold them.
const TOO_MANY: usize = 20_000;

/// Seconds that each is loaded before anything counts.
const WARM_UP: u64 = 1;

/// What is measured: a server, a route of it, and what the requests carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Work(pub(crate) Kind, pub(crate) &'static str, pub(crate) Sent);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    Nothing,
    Header,
    Cookie,
    Many,
    TooMany,
}

impl Sent {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Nothing => "no token",
            Self::Header => "one token, header",
            Self::Cookie => "one token, cookie",
            Self::Many => "2,000 tokens",
            Self::TooMany => "20,000 tokens",
        }
    }
}

/// One round: a sample of each work, in their order, and the microseconds of an RSA verification.
pub(crate) struct Round {
    pub(crate) samples: Vec<Sample>,
    pub(crate) rsa: f64,
}

/// Measures and prints.
pub(crate) fn run(measure: &Measure) -> Result<(), String> {
    let works = report::works();
    println!(
        "{} measurements of {} s, {} rounds: {:.1} minutes",
        works.len(),
        measure.seconds,
        measure.rounds,
        works.len() as f64 * (measure.seconds * measure.rounds as u64 + WARM_UP) as f64 / 60.0
    );
    let bench = Bench::start(&works, measure)?;
    if others_run() {
        println!("other programs are running: the figures will mean little");
    }
    for work in &works {
        bench.load(*work, WARM_UP)?;
    }
    let mut rounds = Vec::new();
    for i in 0..measure.rounds {
        let mut order: Vec<usize> = (0..works.len()).collect();
        if i % 2 == 1 {
            order.reverse();
        }
        let mut samples = Vec::new();
        for place in order {
            samples.push((place, bench.load(works[place], measure.seconds)?));
        }
        samples.sort_by_key(|(place, _)| *place);
        rounds.push(Round {
            samples: samples.into_iter().map(|(_, sample)| sample).collect(),
            rsa: rsa::measure(&bench.sessions, measure.server_cpu)?,
        });
    }
    report::print(&works, &rounds);
    Ok(())
}

/// Whether somebody else uses a processor just now.
fn others_run() -> bool {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let running = load
        .split(' ')
        .nth(3)
        .and_then(|field| field.split('/').next());
    // This thread is one of those that run.
    running.is_some_and(|running| running != "1")
}

struct Bench {
    servers: Vec<Server>,
    many: PathBuf,
    too_many: PathBuf,
    // After the servers, which use its core.
    sessions: Sessions,
    measure: Measure,
}

impl Bench {
    fn start(works: &[Work], measure: &Measure) -> Result<Self, String> {
        let sessions = Sessions::create(TOO_MANY);
        let mut servers: Vec<Server> = Vec::new();
        for Work(kind, ..) in works {
            if servers.iter().all(|server| server.kind != *kind) {
                let cpu = Some(measure.server_cpu);
                let server = Server::start(*kind, &sessions.core(), 1, cpu)?;
                sessions.try_out(&server)?;
                servers.push(server);
            }
        }
        Ok(Self {
            servers,
            many: sessions.file(MANY),
            too_many: sessions.file(TOO_MANY),
            sessions,
            measure: *measure,
        })
    }

    fn load(&self, Work(kind, path, sent): Work, seconds: u64) -> Result<Sample, String> {
        let server = self.servers.iter().find(|server| server.kind == kind);
        let server = server.ok_or("no such server")?;
        let carries = match sent {
            Sent::Nothing => Carries::Nothing,
            Sent::Header => Carries::Header(self.sessions.token()),
            Sent::Cookie => Carries::Cookie(self.sessions.token()),
            Sent::Many => Carries::Turns(&self.many),
            Sent::TooMany => Carries::Turns(&self.too_many),
        };
        let measure = Measure {
            seconds,
            ..self.measure
        };
        let cpu = Some(measure.load_cpu);
        Sample::take(server, path, carries, &measure, cpu)
    }
}
