//! A core on a file is killed and started again, while front ends log in and refresh.
//!
//! No session whose tokens arrived is lost, and where the core is away, the response is 503.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rocket_supertokens_tests::App;
use tokio::task::JoinSet;

use crate::chance::Chance;
use crate::child::CoreProcess;
use crate::figures::Figures;
use crate::front_end::{FrontEnd, Operation, Outcome};

const CLIENTS: u64 = 8;

/// How many sessions each of them keeps at most.
const SESSIONS: usize = 50;

const PART: &str = "kills 5.6";
const NOTHING_LOST: &str = "no session is lost";
const AWAY: &str = "where the core is away, the response is 503";
const BACK: &str = "everything works again soon after";

/// Kills, until then.
pub(crate) async fn run(figures: &Arc<Figures>, until: Instant) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("core.db");
    let mut core = CoreProcess::start(&file, 0).expect("the core starts");
    let port = core.port();
    let settings =
        rocket_example::settings(&core.uri, None).request_timeout(Duration::from_secs(2));
    let app = App::launch(rocket_example::rocket_with(App::rocket(), settings)).await;
    let app = Arc::new(app);
    let over = Arc::new(AtomicBool::new(false));
    let mut workers = JoinSet::new();
    for worker in 0..CLIENTS {
        let (app, over, figures) = (Arc::clone(&app), Arc::clone(&over), Arc::clone(figures));
        workers.spawn(work(app, over, figures, Chance::new(worker)));
    }
    let mut chance = Chance::new(99);
    while Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(50) + chance.pause(1500)).await;
        core.kill();
        tokio::time::sleep(chance.pause(300)).await;
        core = restart(&file, port).await;
    }
    over.store(true, Ordering::SeqCst);
    for mut session in workers.join_all().await.into_iter().flatten() {
        let mut good = works(&mut session, Operation::Refresh).await;
        good &= works(&mut session, Operation::Ask).await;
        if !good {
            figures.broken(PART, BACK, "at the end".to_owned());
        }
        figures.round("sessions kept", good);
    }
    core.kill();
}

async fn restart(file: &std::path::Path, port: u16) -> CoreProcess {
    loop {
        let file = file.to_owned();
        let start = move || CoreProcess::start(&file, port);
        let started = tokio::task::spawn_blocking(start).await;
        if let Some(core) = started.expect("no panic") {
            return core;
        }
        // Somebody else may have the port for a moment.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn works(session: &mut FrontEnd, operation: Operation) -> bool {
    for _ in 0..5 {
        if session.run(operation).await == Outcome::Good {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    false
}

/// Begins sessions and goes on with those it has; hands them over at the end.
async fn work(
    app: Arc<App>,
    over: Arc<AtomicBool>,
    figures: Arc<Figures>,
    mut chance: Chance,
) -> Vec<FrontEnd> {
    let mut sessions: Vec<FrontEnd> = Vec::new();
    while !over.load(Ordering::SeqCst) {
        let pause = chance.pause(10);
        tokio::time::sleep(pause).await;
        if sessions.is_empty() || (sessions.len() < SESSIONS && chance.below(4) == 0) {
            let mut new = FrontEnd::new(&app, chance.below(2) == 1, PART, &figures);
            match new.run(Operation::LogIn).await {
                Outcome::Good => sessions.push(new),
                outcome => check(&figures, Operation::LogIn, &outcome),
            }
            continue;
        }
        let place = usize::try_from(chance.below(sessions.len() as u64)).unwrap_or_default();
        let operation = match chance.below(3) {
            0 => Operation::Ask,
            1 => Operation::Use,
            _ => Operation::Refresh,
        };
        let outcome = sessions[place].run(operation).await;
        check(&figures, operation, &outcome);
        if matches!(outcome, Outcome::LoggedOut(_)) {
            sessions.swap_remove(place);
        }
    }
    sessions
}

fn check(figures: &Figures, operation: Operation, outcome: &Outcome) {
    let promise = match outcome {
        Outcome::Good | Outcome::Away => return,
        Outcome::LoggedOut(_) => NOTHING_LOST,
        Outcome::Failed(_) | Outcome::NoResponse(_) => AWAY,
    };
    figures.broken(PART, promise, format!("{operation:?}: {outcome:?}"));
}
