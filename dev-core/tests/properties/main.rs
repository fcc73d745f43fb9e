//! Random histories of a session, in both generations of the interface and mixed, against a model.

mod model;
#[path = "../support/mod.rs"]
mod support;
mod world;

use std::sync::LazyLock;
use std::time::Duration;

use model::{Refreshed, Rules, Verified};
use proptest::prelude::*;
use tokio::runtime::Runtime;
use world::{Stage, World};

/// One core for all histories of a property: sessions do not touch each other, and time only has to pass.
/// Each property has its own, since its clock must not move under the other.
static MODELLED: LazyLock<(Runtime, Stage)> = LazyLock::new(stage);
static STOLEN: LazyLock<(Runtime, Stage)> = LazyLock::new(stage);

fn stage() -> (Runtime, Stage) {
    let runtime = Runtime::new().expect("a runtime");
    let stage = runtime.block_on(Stage::build());
    (runtime, stage)
}

#[derive(Clone, Debug)]
enum Step {
    Refresh(Rules, usize),
    RefreshCurrent(Rules),
    /// With the token from which the current one came, as a client does that lost a response; at once or
    /// after a while.
    Retry(Rules, bool),
    Verify(Rules, usize, bool),
    Regenerate(usize),
    Pass(Duration),
    Revoke,
}

/// Within the grace period, beyond it, close to and beyond the life of an access token, and of a session.
/// In seconds; no sum of the shorter ones comes near a limit.
const PAUSES: [u64; 6] = [7, 20, 47, 3000, 83_000, 260_000];

fn rules() -> impl Strategy<Value = Rules> {
    prop_oneof![Just(Rules::PromoteOnUse), Just(Rules::Rotate)]
}

/// `rules` gives those of each step.
fn steps(rules: BoxedStrategy<Rules>) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (rules.clone(), any::<usize>()).prop_map(|(rules, index)| Step::Refresh(rules, index)),
        6 => rules.clone().prop_map(Step::RefreshCurrent),
        6 => (rules.clone(), any::<bool>()).prop_map(|(rules, waits)| Step::Retry(rules, waits)),
        6 => (rules, any::<usize>(), any::<bool>()).prop_map(|(rules, index, check)| Step::Verify(rules, index, check)),
        2 => any::<usize>().prop_map(Step::Regenerate),
        3 => prop::sample::select(&PAUSES[..]).prop_map(|seconds| Step::Pass(Duration::from_secs(seconds))),
        1 => Just(Step::Revoke),
    ];
    prop::collection::vec(step, 1..24)
}

fn histories() -> impl Strategy<Value = (Rules, Vec<Step>)> {
    let of_one = rules().prop_flat_map(|rules| (Just(rules), steps(Just(rules).boxed())));
    prop_oneof![of_one, (rules(), steps(rules().boxed()))]
}

async fn run(world: &mut World<'_>, steps: Vec<Step>) {
    for step in steps {
        match step {
            Step::Refresh(rules, index) => {
                world.refresh(rules, index).await;
            }
            Step::RefreshCurrent(rules) => {
                world.refresh(rules, world.model.current).await;
            }
            Step::Retry(rules, waits) => {
                if waits {
                    world.pass(Duration::from_secs(20));
                }
                world.refresh(rules, world.parent_of_current()).await;
            }
            Step::Verify(rules, index, check) => {
                world.verify(rules, index, check).await;
            }
            Step::Regenerate(index) => world.regenerate(index).await,
            Step::Pass(time) => world.pass(time),
            Step::Revoke => world.revoke().await,
        }
        // Nothing ends without a reason: the model says which sessions there are.
        world.check_existence().await;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every response is the model's, and a session that lives on has exactly one living line of tokens.
    #[test]
    fn every_response_is_the_models((rules, steps) in histories()) {
        let (runtime, stage) = &*MODELLED;
        runtime.block_on(async {
            let mut world = World::create(stage, rules).await;
            run(&mut world, steps).await;
            one_line_lives(&mut world).await;
        });
    }

    /// Owner and thief hold the same token: whoever comes second with what grew from it, or both, is found.
    #[test]
    fn a_stolen_token_is_found_at_its_second_use(
        (first, steps) in histories(),
        rules in rules(),
        late in any::<bool>(),
        thief_first in any::<bool>(),
    ) {
        let (runtime, stage) = &*STOLEN;
        runtime.block_on(async {
            let mut world = World::create(stage, first).await;
            run(&mut world, steps).await;
            // A session that ended, by theft or by time, holds nothing to steal.
            let stolen = world.model.current;
            if world.refresh(Rules::Rotate, stolen).await != Refreshed::Granted {
                return;
            }
            steal(&mut world, rules, late, thief_first).await;
        });
    }
}

async fn one_line_lives(world: &mut World<'_>) {
    if world.refresh(Rules::Rotate, world.model.current).await != Refreshed::Granted {
        return;
    }
    // The current token is alive, and so is the access token that came with it.
    let newest = world.refresh.len() - 1;
    assert_eq!(world.model.current, newest);
    let verified = world
        .verify(Rules::Rotate, world.access.len() - 1, true)
        .await;
    assert_eq!(
        verified,
        Verified::Ok {
            new_token: false,
            update: Some(false)
        }
    );
    // After the grace period every other token is dead, and using one ends the session.
    world.pass(Duration::from_secs(47));
    let other = newest / 2;
    assert!(matches!(
        world.refresh(Rules::Rotate, other).await,
        Refreshed::Theft(Some(_))
    ));
    assert_eq!(
        world.refresh(Rules::Rotate, newest).await,
        Refreshed::Missing
    );
}

async fn steal(world: &mut World<'_>, rules: Rules, late: bool, thief_first: bool) {
    let stolen = world.model.current;
    assert_eq!(world.refresh(rules, stolen).await, Refreshed::Granted);
    let (owners, owners_access) = (world.refresh.len() - 1, world.access.len() - 1);
    if late {
        world.pass(Duration::from_secs(47));
    }
    // The older rules notice a child only when it is used.
    world.verify(rules, owners_access, false).await;
    let second = world.refresh(rules, stolen).await;
    let found = if second == Refreshed::Granted {
        let thiefs = world.refresh.len() - 1;
        let order = if thief_first {
            [thiefs, owners]
        } else {
            [owners, thiefs]
        };
        let mut responses = Vec::new();
        for token in order {
            responses.push(world.refresh(rules, token).await);
        }
        responses
            .iter()
            .any(|response| matches!(response, Refreshed::Theft(_)))
    } else {
        matches!(second, Refreshed::Theft(_))
    };
    assert!(found, "two holders of one token went unnoticed");
    if rules == Rules::Rotate {
        assert!(!world.model.exists, "found, but not ended");
        world.check_existence().await;
    }
}
