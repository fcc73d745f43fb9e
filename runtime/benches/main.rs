//! What the parts of a protected request cost: `just bench`, or `just bench guard` for some of them.
//!
//! Everything goes through the public API. `just load` measures whole servers.

mod cookies;
mod guard;
mod threads;
mod tokens;

use criterion::Criterion;
use rocket_supertokens_benches::Fixture;

/// How many different tokens come in turn.
const COUNTS: [usize; 3] = [1, 1_000, 100_000];

fn main() {
    // `cargo test --benches` runs it too, without the argument that `cargo bench` gives.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let fixture = Fixture::start();
    let mut criterion = Criterion::default().configure_from_args();
    tokens::bench(&mut criterion, &fixture);
    guard::bench(&mut criterion, &fixture);
    cookies::bench(&mut criterion, &fixture);
    threads::bench(&mut criterion, &fixture);
    criterion.final_summary();
}
