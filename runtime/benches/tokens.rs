//! Tokens without a request: parsed, verified, described to the front end.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion};
use rocket_supertokens::SuperTokens;
use rocket_supertokens::policy::VerifyOptions;
use rocket_supertokens::session::AccessToken;
use rocket_supertokens_benches::Fixture;

use crate::COUNTS;

pub(crate) fn bench(criterion: &mut Criterion, fixture: &Fixture) {
    parse(criterion, fixture);
    let cached = fixture.settings().build().expect("the settings are good");
    let uncached = fixture.uncached_settings().build();
    let uncached = uncached.expect("the settings are good");
    verify(criterion, fixture, "verify cached", &cached);
    verify(criterion, fixture, "verify cold", &uncached);
    front_token(criterion, fixture, &uncached);
}

fn parse(criterion: &mut Criterion, fixture: &Fixture) {
    let mut group = criterion.benchmark_group("parse");
    for count in COUNTS {
        group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
            let tokens = fixture.tokens(count);
            let mut turns = tokens.iter().cycle();
            bencher.iter(|| {
                let token = turns.next().expect("they never end");
                AccessToken::parse(black_box(token)).expect("well-formed")
            });
        });
    }
}

fn verify(criterion: &mut Criterion, fixture: &Fixture, name: &str, super_tokens: &SuperTokens) {
    let mut group = criterion.benchmark_group(name);
    for count in COUNTS {
        group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
            let tokens = fixture.tokens(count);
            // Fetches the keys, and fills the cache if there is one.
            fixture.block_on(each(super_tokens, &tokens, count as u64));
            bencher.iter_custom(|times| fixture.block_on(each(super_tokens, &tokens, times)));
        });
    }
}

/// How long it takes to verify so many of the tokens in turn.
async fn each(super_tokens: &SuperTokens, tokens: &[Arc<str>], times: u64) -> Duration {
    let options = VerifyOptions::default().anti_csrf_check(false);
    let mut turns = tokens.iter().cycle();
    let start = Instant::now();
    for _ in 0..times {
        let token = turns.next().expect("they never end");
        let verified = super_tokens.verify_token(token).options(options.clone());
        black_box(verified.await.expect("a session"));
    }
    start.elapsed()
}

fn front_token(criterion: &mut Criterion, fixture: &Fixture, super_tokens: &SuperTokens) {
    criterion.bench_function("front token", |bencher| {
        let token = &fixture.tokens(1)[0];
        let session = fixture.block_on(super_tokens.verify_token(token).into_future());
        let session = session.expect("a session");
        bencher.iter(|| session.all_tokens_dangerously().front_token);
    });
}
