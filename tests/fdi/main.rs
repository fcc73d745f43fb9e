//! What the front end gets to see, held against SuperTokens' SDK for node.
//!
//! `exchanges.jsonl` holds 178 requests of a front end to supertokens-node 24, in order: the response, the session that
//! came with it, every call to the core and every e-mail. Each request goes to an application of ours, over a socket,
//! with ids and tokens replaced by those that our side gave in place of the recorded ones, and all of that is compared:
//! whether the request was ours to handle, status, body with the order of its names, headers, cookies, the calls to the
//! core in order, the e-mails. Where we differ on purpose, `differences` says what is there instead, and why.

mod application;
mod compare;
mod differences;
mod given;
#[path = "../replay/kind.rs"]
mod kind;
mod names;
mod own;
mod recording;

use std::io::{Write as _, stderr};

use application::Running;
use compare::compare;
use names::Names;
use recording::Line;
use rocket_supertokens_tests::Cdi;
use tokio::sync::Mutex;

/// In the generation of the core that was recorded.
#[tokio::test(flavor = "multi_thread")]
async fn front_ends_see_what_they_see_of_node() {
    all_exchanges_are_alike(Cdi::V5_3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newer_core_changes_nothing_of_it() {
    all_exchanges_are_alike(Cdi::V5_6).await;
}

/// On a core that is not the test's own, both change the public tenant.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

async fn all_exchanges_are_alike(cdi: Cdi) {
    let _turn = ONE_AT_A_TIME.lock().await;
    let lines = recording::load();
    let mut running = Running::start(cdi).await;
    let mut names = Names::default();
    let (mut alike, mut listed, mut unexpected) = (0, 0, Vec::new());
    for line in &lines {
        running.prepare(line, &mut names).await;
        let own = running.ask(line, &names).await;
        let expected = expected(line, running.core_rotates());
        let found = compare(&expected, &own, &mut names);
        match found.is_empty() {
            true if expected == line.exchange => alike += 1,
            true => listed += 1,
            false => unexpected.push(format!("{line}:\n    {}", found.join("\n    "))),
        }
    }
    // Past the test harness, which keeps to itself what a passing test prints.
    let all = lines.len();
    let _ = writeln!(stderr(), "{cdi:?}: {alike} of {all} alike, {listed} listed");
    assert!(
        unexpected.is_empty(),
        "{} exchanges differ:\n{}",
        unexpected.len(),
        unexpected.join("\n")
    );
}

/// The recorded exchange with what is different on purpose.
fn expected(line: &Line, core_rotates: bool) -> serde_json::Value {
    let mut expected = line.exchange.clone();
    for difference in differences::of(line.seq, core_rotates) {
        let before = expected.clone();
        difference.apply(&mut expected);
        assert_ne!(before, expected, "{line}: it is not so that {difference}");
    }
    expected
}
