//! Sends what a real core was asked, and compares the responses.
//!
//! `recordings/*.jsonl` holds requests to a core 11.0.0 and, from number 21 on, to a core 12.1.1, and
//! their responses. Each request is sent again,
//! with ids and tokens replaced by those this core gave in place of the recorded ones, and the responses are
//! compared: status, headers that matter, shape, order of names, and every value that is not a token, id,
//! hash, key or time. `clock.txt` says when time has to pass; `differences.txt` lists the lines that
//! differ on purpose.

mod asked;
mod compare;
mod kind;
mod names;
mod recording;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use recording::{Line, Move, Recordings};
use supertokens_dev_core::{DevCore, DevCoreBuilder, RecentTokenReuse};

use asked::{Asked, Way};
use compare::compare;
use names::Names;

/// Endpoints that this core does not offer.
const NOT_OFFERED: [(&str, &str); 8] = [
    ("/recipe/handshake", "ended with CDI 2.20"),
    ("/telemetry", "no telemetry"),
    ("/ee/", "no licences"),
    ("/requests/stats", "no statistics"),
    ("/users/count/active", "activity is not recorded"),
    ("/config", "no configuration file to name"),
    ("/user/search/tags", "only the dashboard asks"),
    ("/recipe/user/metadata", "no metadata"),
];

/// Lines that use what eight refreshes at once returned, which no line can show: file and numbers.
const AFTER_EIGHT_AT_ONCE: (&str, RangeInclusive<u64>) = ("21", 390..=401);

/// The oldest version this core speaks; older lines are sent in it for their effect and not compared.
const OLDEST: &str = "5.0";

#[derive(Default)]
struct Tally {
    compared: usize,
    skipped: usize,
    unexpected: Vec<String>,
    no_longer: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn responses_are_those_of_the_real_core() {
    all_responses_are_those_of_the_real_core(Way::OverHttp).await;
}

#[tokio::test]
async fn responses_by_function_call_are_the_same() {
    all_responses_are_those_of_the_real_core(Way::InProcess).await;
}

async fn all_responses_are_those_of_the_real_core(way: Way) {
    let recordings = Recordings::load();
    let mut tally = Tally::default();
    let mut cores: BTreeMap<String, (Asked, Names)> = BTreeMap::new();
    for line in &recordings.lines {
        if !cores.contains_key(&line.core) {
            let names = Names::new(line.core.starts_with("12.1"));
            cores.insert(
                line.core.clone(),
                (Asked::start(builder(&line.core), way).await, names),
            );
        }
        let (core, names) = cores.get_mut(&line.core).expect("just started");
        replay(line, core, names, &recordings, &mut tally).await;
    }
    assert!(
        tally.unexpected.is_empty(),
        "{} lines differ:\n{}",
        tally.unexpected.len(),
        tally.unexpected.join("\n")
    );
    assert!(
        tally.no_longer.is_empty(),
        "listed, but no longer different: {:?}",
        tally.no_longer
    );
    // Rules that skip lines must not swallow the recordings.
    assert!(
        tally.compared >= 1500 && tally.skipped <= 135,
        "{} compared, {} skipped",
        tally.compared,
        tally.skipped
    );
}

fn builder(core: &str) -> DevCoreBuilder {
    let builder = DevCore::builder().access_token_validity_jitter(0.0);
    match core {
        "A" => builder.max_cdi_version("5.3"),
        "B" => builder
            .max_cdi_version("5.3")
            .api_keys(["throwaway-api-key-00000001", "throwaway-api-key-00000002"])
            .access_token_validity(2)
            .refresh_token_validity(0.1),
        "C" => builder
            .max_cdi_version("5.1")
            .access_token_validity(600)
            .access_token_dynamic_signing_key_update_interval(1.0),
        "A of 17" | "A of 18" | "A of 19" | "A of 20" => builder.max_cdi_version("5.3"),
        "E of 18" | "E of 19" => builder
            .max_cdi_version("5.3")
            .password_reset_token_lifetime(1500)
            .email_verification_token_lifetime(1500),
        "12.1 default" | "12.1 A" => builder,
        "12.1 grace 2 s" => builder.refresh_token_rotation_grace_period(2),
        "12.1 grace 0" => builder.refresh_token_rotation_grace_period(0),
        "12.1 grace 0, UNAUTHORISED" => builder
            .refresh_token_rotation_grace_period(0)
            .recent_token_reuse_behaviour(RecentTokenReuse::Unauthorised),
        other => panic!("no core {other}"),
    }
}

async fn replay(
    line: &Line,
    core: &Asked,
    names: &mut Names,
    recordings: &Recordings,
    tally: &mut Tally,
) {
    // Time passes between requests, so that what is sorted by time has an order.
    core.clock().advance(Duration::from_millis(7));
    if let Some(step) = recordings.clock.get(&line.id) {
        move_clock(core, names, step);
    }
    if NOT_OFFERED
        .iter()
        .any(|(path, _)| line.path.starts_with(path))
        || line.path == "/recipe/multitenancy/tenant/list"
        || line.is_within(&AFTER_EIGHT_AT_ONCE)
    {
        tally.skipped += 1;
        return;
    }
    if line.cdi().is_some_and(|cdi| is_older(cdi, OLDEST)) {
        let response = line.send(core, names, Some(OLDEST)).await;
        names.learn(line.response.json.as_ref(), response.json.as_ref());
        tally.skipped += 1;
        return;
    }
    if names.mentions_unlearned(&line.words()) {
        tally.skipped += 1;
        return;
    }
    let response = line.send(core, names, None).await;
    let verdict = compare(&line.response, &response, names);
    tally.compared += 1;
    match (verdict, recordings.differences.contains_key(&line.id)) {
        (Err(why), false) => tally
            .unexpected
            .push(format!("{} {}: {why}", line.id, line.step)),
        (Ok(()), true) => tally.no_longer.push(line.id.clone()),
        _ => {}
    }
}

fn move_clock(core: &Asked, names: &Names, step: &Move) {
    let clock = core.clock();
    match step {
        Move::Align => {
            let into_second = clock.now_ms().rem_euclid(1000);
            clock.advance(Duration::from_millis(
                u64::try_from(1100 - into_second).unwrap_or(0),
            ));
        }
        Move::Advance(ms) => clock.advance(Duration::from_millis(*ms)),
        Move::KeyAge(seconds) => {
            let created = names.first_dynamic_key().expect("a key was seen");
            let target = created + seconds * 1000;
            clock.advance(Duration::from_millis(
                u64::try_from(target - clock.now_ms()).expect("not backwards"),
            ));
        }
    }
}

fn is_older(version: &str, than: &str) -> bool {
    let parts = |text: &str| {
        text.split('.')
            .map(|part| part.parse::<u32>().ok())
            .collect::<Option<Vec<_>>>()
    };
    match (parts(version), parts(than)) {
        (Some(a), Some(b)) => {
            a.len() == 2 && a < b && recording::RECORDED_VERSIONS.contains(&version)
        }
        _ => false,
    }
}
