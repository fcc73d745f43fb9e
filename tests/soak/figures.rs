//! What was measured, and which promises were broken.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many samples of a broken promise are shown.
const SAMPLES: usize = 5;

/// Everything that is printed at the end. Of no response more is kept than its status and the SDK's own message.
#[derive(Default)]
pub(crate) struct Figures(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    /// Microseconds by part and operation.
    times: BTreeMap<(String, &'static str), Vec<u32>>,
    /// How often what came of it was something else than success.
    failures: BTreeMap<(String, &'static str, String), u64>,
    /// How many rounds there were, and how many of them failed.
    rounds: BTreeMap<String, (u64, u64)>,
    broken: BTreeMap<(String, &'static str), (u64, Vec<String>)>,
}

impl Figures {
    /// One request and what came of it; `None` is success.
    pub(crate) fn request(
        &self,
        part: &str,
        operation: &'static str,
        took: Duration,
        failure: Option<String>,
    ) {
        let mut inner = self.lock();
        let micros = u32::try_from(took.as_micros()).unwrap_or(u32::MAX);
        let times = inner.times.entry((part.to_owned(), operation));
        times.or_default().push(micros);
        if let Some(kind) = failure {
            let failures = inner.failures.entry((part.to_owned(), operation, kind));
            *failures.or_default() += 1;
        }
    }

    /// A round has ended.
    pub(crate) fn round(&self, part: &str, good: bool) {
        let mut inner = self.lock();
        let (all, bad) = inner.rounds.entry(part.to_owned()).or_default();
        *all += 1;
        *bad += u64::from(!good);
    }

    /// A promise was broken.
    pub(crate) fn broken(&self, part: &str, promise: &'static str, detail: String) {
        let mut inner = self.lock();
        let (count, samples) = inner.broken.entry((part.to_owned(), promise)).or_default();
        *count += 1;
        if samples.len() < SAMPLES {
            samples.push(detail);
        }
    }

    /// Prints everything. Says whether all promises were kept.
    pub(crate) fn report(&self) -> bool {
        let mut inner = self.lock();
        println!(
            "\n{:<16} {:<10} {:>9} {:>10} {:>10} {:>10}",
            "part", "operation", "requests", "p50 ms", "p99 ms", "worst ms"
        );
        for ((part, operation), times) in &mut inner.times {
            times.sort_unstable();
            println!(
                "{part:<16} {operation:<10} {:>9} {:>10.1} {:>10.1} {:>10.1}",
                times.len(),
                quantile(times, 50),
                quantile(times, 99),
                quantile(times, 100)
            );
        }
        println!("\nresponses other than success");
        for ((part, operation, kind), count) in &inner.failures {
            println!("{part:<16} {operation:<10} {count:>9}  {kind}");
        }
        println!("\nrounds, and how many of them failed");
        for (part, (all, bad)) in &inner.rounds {
            println!("{part:<16} {all:>9} {bad:>9}");
        }
        if inner.broken.is_empty() {
            println!("\nall promises were kept");
            return true;
        }
        println!("\nBROKEN PROMISES");
        for ((part, promise), (count, samples)) in &inner.broken {
            println!("{part}: {promise}: {count} times");
            for sample in samples {
                println!("    {sample}");
            }
        }
        false
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Milliseconds that so many percent of the sorted times do not exceed.
fn quantile(sorted: &[u32], percent: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    f64::from(
        sorted
            .get(last * percent / 100)
            .copied()
            .unwrap_or_default(),
    ) / 1000.0
}
