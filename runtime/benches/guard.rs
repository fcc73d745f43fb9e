//! Requests through Rocket's local client: no socket and no HTTP, but everything else. The open route stands in the same
//! application, and may be sent a token all the same.

use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion};
use rocket::http::{Header, Status};
use rocket::local::asynchronous::Client;
use rocket::{get, routes};
use rocket_supertokens::{Builder, Session, verify_session};
use rocket_supertokens_benches::Fixture;

use crate::COUNTS;

#[get("/open")]
pub(crate) fn open() -> &'static str {
    "6e8f1c1a-0c5c-4c5e-9f0c-3f2a9b8c7d6e"
}

#[verify_session]
#[get("/me")]
pub(crate) fn me(session: Session) -> String {
    session.user_id().to_owned()
}

pub(crate) fn bench(criterion: &mut Criterion, fixture: &Fixture) {
    let cached = fixture.block_on(client(fixture.settings()));
    let uncached = fixture.block_on(client(fixture.uncached_settings()));
    let mut group = criterion.benchmark_group("guard");
    group.bench_function("open", |bencher| {
        bencher.iter_custom(|times| fixture.block_on(send(&cached, "/open", &[], times)));
    });
    for (name, client, path, counts) in [
        ("open, token sent", &cached, "/open", &COUNTS[..1]),
        ("protected", &cached, "/me", &COUNTS[..]),
        ("protected, cold", &uncached, "/me", &COUNTS[..1]),
    ] {
        for count in counts {
            group.bench_function(BenchmarkId::new(name, count), |bencher| {
                let headers = by_header(&fixture.tokens(*count));
                fixture.block_on(send(client, path, &headers, *count as u64));
                bencher.iter_custom(|times| fixture.block_on(send(client, path, &headers, times)));
            });
        }
    }
    for (name, path) in [
        ("open, cookie sent", "/open"),
        ("protected by cookie", "/me"),
    ] {
        group.bench_function(name, |bencher| {
            let token = &fixture.tokens(1)[0];
            let header = [Header::new("cookie", format!("sAccessToken={token}"))];
            fixture.block_on(send(&cached, path, &header, 1));
            bencher.iter_custom(|times| fixture.block_on(send(&cached, path, &header, times)));
        });
    }
}

pub(crate) async fn client(settings: Builder) -> Client {
    let rocket = rocket::custom(rocket::Config::figment().merge(("log_level", "off")))
        .attach(settings.fairing())
        .mount("/", routes![open, me]);
    Client::untracked(rocket).await.expect("it ignites")
}

pub(crate) fn by_header(tokens: &[Arc<str>]) -> Vec<Header<'static>> {
    let header = |token: &Arc<str>| Header::new("authorization", format!("Bearer {token}"));
    tokens.iter().map(header).collect()
}

/// How long so many requests take from their dispatch on, each with the next of the headers.
pub(crate) async fn send(
    client: &Client,
    path: &str,
    headers: &[Header<'static>],
    times: u64,
) -> Duration {
    let mut turns = headers.iter().cycle();
    let mut took = Duration::ZERO;
    for _ in 0..times {
        let mut request = client.get(path);
        if let Some(header) = turns.next() {
            request.add_header(header.clone());
        }
        let start = Instant::now();
        let response = request.dispatch().await;
        took += start.elapsed();
        assert_eq!(response.status(), Status::Ok);
    }
    took
}
