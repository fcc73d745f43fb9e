//! What grows: memory with the tokens that are kept, memory with time, and work done with the number of workers.

use crate::arguments::{Growth, Measure};
use crate::child::Server;
use crate::report::Spread;
use crate::sample::Sample;
use crate::servers::Kind;
use crate::sessions::Sessions;
use crate::wrk::Carries;

/// How many tokens are sent in turn while memory is watched.
const MANY: usize = 2_000;

/// How often memory is looked at meanwhile.
const LOOKS: u64 = 5;

const WORKERS: [usize; 4] = [1, 2, 4, 8];

/// Measures and prints.
pub(crate) fn run(measure: &Measure, growth: &Growth) -> Result<(), String> {
    println!("creating {} sessions", growth.tokens);
    let sessions = Sessions::create(growth.tokens.max(MANY));
    fill(&sessions, measure, growth.tokens)?;
    stay(&sessions, measure, growth.millions)?;
    scale(&sessions, measure)
}

/// The memory of a cache with all tokens in it.
fn fill(sessions: &Sessions, measure: &Measure, tokens: usize) -> Result<(), String> {
    let server = Server::start(Kind::OursLarge, &sessions.core(), 1, None)?;
    sessions.try_out(&server)?;
    let one = Carries::Header(sessions.token());
    // Buffers of the connections and the allocator's own are there before the tokens.
    take(&server, "/me", one, measure)?;
    let before = server.memory();
    let warm = take(&server, "/me", one, measure)?.micros;
    let file = sessions.file(tokens);
    let mut requests = 0;
    let mut passes = Vec::new();
    while requests < 3 * tokens as u64 {
        let sample = take(&server, "/me", Carries::Turns(&file), measure)?;
        requests += sample.requests;
        passes.push(sample.micros);
    }
    println!(
        "\n{tokens} tokens: {before:.0} MB before, {:.0} MB after, {:.0} MB more",
        server.memory(),
        server.memory() - before
    );
    let last = passes[passes.len() - 1];
    println!(
        "CPU us per request: {:.1} first, {last:.1} when all are kept, {warm:.1} for one token alone",
        passes[0]
    );
    Ok(())
}

/// The memory over many requests.
fn stay(sessions: &Sessions, measure: &Measure, millions: u64) -> Result<(), String> {
    let server = Server::start(Kind::Ours, &sessions.core(), 1, None)?;
    let file = sessions.file(MANY);
    let mut requests = take(&server, "/me", Carries::Turns(&file), measure)?.requests;
    println!("\nmemory over {millions} million requests, {MANY} tokens in turn");
    println!("{requests:>9} requests: {:.1} MB", server.memory());
    let all = millions * 1_000_000;
    for look in 1..=LOOKS {
        while requests < all * look / LOOKS {
            requests += take(&server, "/me", Carries::Turns(&file), measure)?.requests;
        }
        println!("{requests:>9} requests: {:.1} MB", server.memory());
    }
    Ok(())
}

/// The protected route against the open one, with more workers.
fn scale(sessions: &Sessions, measure: &Measure) -> Result<(), String> {
    println!(
        "\n{:<8} {:>14} {:>14} {:>14} {:>14} {:>12}",
        "workers", "open, CPU us", "/me, CPU us", "open, per s", "/me, per s", "/me / open"
    );
    let token = Carries::Header(sessions.token());
    let servers = WORKERS.map(|workers| {
        let server = Server::start(Kind::Ours, &sessions.core(), workers, None);
        server.map(|server| (workers, server))
    });
    for server in servers {
        let (workers, server) = server?;
        take(&server, "/me", token, measure)?;
        let mut rounds = Vec::new();
        for _ in 0..measure.rounds {
            let open = take(&server, "/open", token, measure)?;
            let me = take(&server, "/me", token, measure)?;
            rounds.push((open, me));
        }
        let median =
            |figure: fn(&(Sample, Sample)) -> f64| Spread::of(rounds.iter().map(figure)).median;
        println!(
            "{workers:<8} {:>14.2} {:>14.2} {:>14.0} {:>14.0} {:>12.3}",
            median(|(open, _)| open.micros),
            median(|(_, me)| me.micros),
            median(|(open, _)| open.per_second),
            median(|(_, me)| me.per_second),
            median(|(open, me)| open.micros / me.micros),
        );
    }
    Ok(())
}

/// From anywhere, since the workers may be anywhere.
fn take(
    server: &Server,
    path: &str,
    carries: Carries<'_>,
    measure: &Measure,
) -> Result<Sample, String> {
    Sample::take(server, path, carries, measure, None)
}
