//! The core fails in every way while front ends use, refresh and log in.
//!
//! Nobody is logged out, nobody is told anything else than that the core is away, and when it is back, everything
//! works.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rocket_supertokens_tests::App;
use supertokens_dev_core::DevCore;
use tokio::task::JoinSet;

use crate::chance::Chance;
use crate::faults::{Fault, FaultyCore};
use crate::figures::Figures;
use crate::front_end::{FrontEnd, Operation, Outcome};

const CLIENTS: u64 = 16;
const VERSIONS: [&str; 2] = ["5.3", "5.6"];

/// What the SDK waits for the core at most. The faults are longer.
const REQUEST_TIMEOUT: Duration = Duration::from_millis(1000);
const FAULT: Duration = Duration::from_millis(2500);
const HEALTH: Duration = Duration::from_millis(1500);

/// After a fault, everything works within this time.
const RECOVERY: Duration = Duration::from_secs(5);

const NO_LOG_OUT: &str = "nobody is logged out";
const AWAY: &str = "where the core is away, the response is 503";
const RESPONSE: &str = "there is a response";
const HEALTHY: &str = "where the core works, everything works";
const BACK: &str = "everything works again soon after";

/// How often the core's phase has changed, and the phase.
type State = (u64, Phase);
type Health = Arc<Mutex<State>>;

const HEALTH_ALL_ALONG: State = (0, Phase::Healthy);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Healthy,
    Fails(Fault),
    /// The fault is over, what it left behind may not be.
    Recovers,
    Over,
}

/// Faults one after another, until then.
pub(crate) async fn run(figures: &Arc<Figures>, until: Instant) {
    for round in 0.. {
        let version = VERSIONS[round % VERSIONS.len()];
        with_version(figures, version, until).await;
        if Instant::now() >= until {
            return;
        }
    }
}

async fn with_version(figures: &Arc<Figures>, version: &str, until: Instant) {
    let part: Arc<str> = format!("outage {version}").into();
    let core = DevCore::builder().max_cdi_version(version).start().await;
    let core = core.expect("the core starts");
    let faulty = FaultyCore::before(&core.connection_uri()).await;
    let settings = rocket_example::settings(&faulty.uri(), None).request_timeout(REQUEST_TIMEOUT);
    let app = App::launch(rocket_example::rocket_with(App::rocket(), settings)).await;
    let app = Arc::new(app);
    let health: Health = Arc::new(Mutex::new((0, Phase::Healthy)));
    let mut workers = JoinSet::new();
    for worker in 0..CLIENTS {
        let worker = Worker {
            app: Arc::clone(&app),
            part: Arc::clone(&part),
            figures: Arc::clone(figures),
            health: Arc::clone(&health),
            chance: Chance::new(worker),
        };
        workers.spawn(worker.work());
    }
    let mut probe = FrontEnd::new(&app, false, &part, figures);
    if probe.run(Operation::LogIn).await != Outcome::Good {
        figures.broken(&part, HEALTHY, "the first log-in".to_owned());
    }
    for fault in Fault::ALL {
        enter(&health, Phase::Healthy);
        tokio::time::sleep(HEALTH).await;
        enter(&health, Phase::Fails(fault));
        faulty.fail(Some(fault));
        tokio::time::sleep(FAULT).await;
        faulty.fail(None);
        enter(&health, Phase::Recovers);
        let works = works_again(&mut probe).await;
        if !works {
            figures.broken(&part, BACK, format!("after {fault:?}"));
        }
        figures.round(&part, works);
        if Instant::now() >= until {
            break;
        }
    }
    // What began during the last fault has ended when its time is over.
    tokio::time::sleep(REQUEST_TIMEOUT).await;
    enter(&health, Phase::Over);
    workers.join_all().await;
    core.shutdown().await;
}

async fn works_again(probe: &mut FrontEnd) -> bool {
    let start = Instant::now();
    while start.elapsed() < RECOVERY {
        let mut works = true;
        for operation in [Operation::Refresh, Operation::Use, Operation::Ask] {
            works &= probe.run(operation).await == Outcome::Good;
        }
        if works {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

struct Worker {
    app: Arc<App>,
    part: Arc<str>,
    figures: Arc<Figures>,
    health: Health,
    chance: Chance,
}

impl Worker {
    async fn work(mut self) {
        let cookies = self.chance.below(2) == 1;
        let mut user = self.somebody(cookies);
        let outcome = user.run(Operation::LogIn).await;
        self.check(
            Operation::LogIn,
            HEALTH_ALL_ALONG,
            HEALTH_ALL_ALONG,
            outcome,
        );
        loop {
            let pause = self.chance.pause(40);
            tokio::time::sleep(pause).await;
            let before = look(&self.health);
            if before.1 == Phase::Over {
                break;
            }
            let operation = match self.chance.below(10) {
                0..4 => Operation::Use,
                4..6 => Operation::Ask,
                6 => Operation::Store,
                7..9 => Operation::Refresh,
                _ => Operation::LogIn,
            };
            let outcome = match operation {
                Operation::LogIn => self.somebody(cookies).run(operation).await,
                _ => user.run(operation).await,
            };
            let lost = matches!(outcome, Outcome::LoggedOut(_));
            self.check(operation, before, look(&self.health), outcome);
            if lost {
                user = self.somebody(cookies);
                user.run(Operation::LogIn).await;
            }
        }
        for operation in [Operation::Refresh, Operation::Ask, Operation::Use] {
            let outcome = user.run(operation).await;
            self.check(operation, HEALTH_ALL_ALONG, HEALTH_ALL_ALONG, outcome);
        }
    }

    /// Without a session.
    fn somebody(&self, cookies: bool) -> FrontEnd {
        FrontEnd::new(&self.app, cookies, &self.part, &self.figures)
    }

    /// Holds an outcome against what may come of it, if the request began in the one state and ended in the other.
    fn check(&self, operation: Operation, began: State, ended: State, outcome: Outcome) {
        let healthy = began == ended && began.1 == Phase::Healthy;
        let errs = |state: State| matches!(state.1, Phase::Fails(fault) if !fault.is_absence());
        let promise = match &outcome {
            Outcome::Good => return,
            Outcome::LoggedOut(_) => NO_LOG_OUT,
            Outcome::NoResponse(_) => RESPONSE,
            _ if healthy => HEALTHY,
            Outcome::Away => return,
            Outcome::Failed(_) if errs(began) || errs(ended) => return,
            Outcome::Failed(_) => AWAY,
        };
        let (began, ended) = (began.1, ended.1);
        let detail = format!("{operation:?}, began {began:?}, ended {ended:?}: {outcome:?}");
        self.figures.broken(&self.part, promise, detail);
    }
}

fn enter(health: &Health, phase: Phase) {
    let mut state = health.lock().unwrap_or_else(PoisonError::into_inner);
    *state = (state.0 + 1, phase);
}

fn look(health: &Health) -> State {
    *health.lock().unwrap_or_else(PoisonError::into_inner)
}
