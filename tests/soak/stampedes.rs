//! Many front ends refresh one token at once, as the tabs of a browser do that wakes up.
//!
//! Nobody may be told of a theft, and each can go on with the tokens it got, whoever else holds others.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rocket_supertokens_tests::App;
use supertokens_dev_core::DevCore;
use tokio::task::JoinSet;

use crate::burners::Burners;
use crate::chance::Chance;
use crate::figures::Figures;
use crate::front_end::{FrontEnd, Operation, Outcome};

const CLIENTS: usize = 64;
const VERSIONS: [&str; 3] = ["5.3", "5.5", "5.6"];

/// Within how many milliseconds all of them come. The longer ones end after the first responses.
const SPREADS: [u64; 4] = [1, 5, 30, 400];

const PROMISE: &str = "whoever refreshes together goes on together";

/// Stampedes with each version, until then.
pub(crate) async fn run(figures: &Arc<Figures>, until: Instant) {
    for (i, version) in (1..).zip(VERSIONS) {
        let left = until.saturating_duration_since(Instant::now());
        let rest = u32::try_from(VERSIONS.len() + 1 - i).unwrap_or(1);
        with_version(figures, version, Instant::now() + left / rest).await;
    }
}

async fn with_version(figures: &Arc<Figures>, version: &str, until: Instant) {
    let part = format!("stampede {version}");
    let core = DevCore::builder().max_cdi_version(version).start().await;
    let core = core.expect("the core starts");
    let settings = rocket_example::settings(&core.connection_uri(), None);
    let app = App::launch(rocket_example::rocket_with(App::rocket(), settings)).await;
    let mut chance = Chance::new(7);
    for round in 0.. {
        let burners = (round % 2 == 1).then(Burners::start);
        let spread = SPREADS[round / 2 % SPREADS.len()];
        let mut first = FrontEnd::new(&app, round / 8 % 2 == 1, &part, figures);
        let mut good = first.run(Operation::LogIn).await == Outcome::Good;
        let mut clients = vec![first; CLIENTS];
        for (step, operation) in [
            ("the first refresh", Operation::Refresh),
            ("the first use", Operation::Ask),
            ("the second refresh", Operation::Refresh),
            ("the second use", Operation::Ask),
        ] {
            let all = all_at_once(clients, operation, spread, &mut chance).await;
            for (_, outcome) in all.iter().filter(|(_, outcome)| *outcome != Outcome::Good) {
                let burning = if burners.is_some() { ", burners" } else { "" };
                let detail = format!("{step}, within {spread} ms{burning}: {outcome:?}");
                figures.broken(&part, PROMISE, detail);
                good = false;
            }
            clients = all.into_iter().map(|(client, _)| client).collect();
            if !good && step == "the second refresh" {
                break;
            }
        }
        figures.round(&part, good);
        if Instant::now() >= until {
            break;
        }
    }
    core.shutdown().await;
}

async fn all_at_once(
    clients: Vec<FrontEnd>,
    operation: Operation,
    spread: u64,
    chance: &mut Chance,
) -> Vec<(FrontEnd, Outcome)> {
    let mut running = JoinSet::new();
    for mut client in clients {
        let pause = if spread > 1 {
            chance.pause(spread)
        } else {
            Duration::ZERO
        };
        running.spawn(async move {
            tokio::time::sleep(pause).await;
            let outcome = client.run(operation).await;
            (client, outcome)
        });
    }
    running.join_all().await
}
