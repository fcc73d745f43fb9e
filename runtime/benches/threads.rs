//! Whether the protected route scales with threads as the open one does. The figure is the time in which each thread has
//! sent one request; with more threads than processors it grows for both.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput};
use rocket::http::Header;
use rocket::local::asynchronous::Client;
use rocket_supertokens_benches::Fixture;
use tokio::runtime::Builder;

use crate::guard::{by_header, client, send};

const TOKENS: usize = 1_000;

pub(crate) fn bench(criterion: &mut Criterion, fixture: &Fixture) {
    let client = fixture.block_on(client(fixture.settings()));
    let mut group = criterion.benchmark_group("threads");
    for threads in [1, 2, 4, 8] {
        group.throughput(Throughput::Elements(threads));
        for (name, path) in [("open, token sent", "/open"), ("protected", "/me")] {
            group.bench_function(BenchmarkId::new(name, threads), |bencher| {
                let headers = by_header(&fixture.tokens(TOKENS));
                fixture.block_on(send(&client, path, &headers, TOKENS as u64));
                bencher.iter_custom(|times| at_once(&client, path, &headers, threads, times));
            });
        }
    }
}

/// How long it takes until each thread has sent so many requests.
fn at_once(
    client: &Client,
    path: &str,
    headers: &[Header<'static>],
    threads: u64,
    times: u64,
) -> Duration {
    let ready = Barrier::new(usize::try_from(threads).unwrap_or(1));
    let work = || {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        ready.wait();
        let start = Instant::now();
        runtime.block_on(send(client, path, headers, times));
        (start, Instant::now())
    };
    let times: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let done = running.into_iter().map(|thread| thread.join());
        done.map(|times| times.expect("no panic")).collect()
    });
    // By the threads' own clocks: whoever waits for them may wake up late.
    let start = times.iter().map(|(start, _)| *start).min();
    let end = times.iter().map(|(_, end)| *end).max();
    end.zip(start)
        .map_or(Duration::ZERO, |(end, start)| end - start)
}
