//! What the comparison is about, and what is printed of it.

use crate::compare::{Round, Sent, Work};
use crate::sample::Sample;
use crate::servers::Kind;

const OPEN: Work = Work(Kind::Ours, "/open", Sent::Nothing);
const OPEN_TOKEN: Work = Work(Kind::Ours, "/open", Sent::Header);
const OPEN_COOKIE: Work = Work(Kind::Ours, "/open", Sent::Cookie);
const ME: Work = Work(Kind::Ours, "/me", Sent::Header);
const ME_COOKIE: Work = Work(Kind::Ours, "/me", Sent::Cookie);
const ME_MANY: Work = Work(Kind::Ours, "/me", Sent::Many);
const PLAIN: Work = Work(Kind::Plain, "/open", Sent::Nothing);
const HAND_OPEN: Work = Work(Kind::HandWritten, "/open", Sent::Nothing);
const HAND_OPEN_TOKEN: Work = Work(Kind::HandWritten, "/open", Sent::Header);
const HAND: Work = Work(Kind::HandWritten, "/me", Sent::Header);
const HAND_COOKIE: Work = Work(Kind::HandWritten, "/me", Sent::Cookie);
const HAND_MANY: Work = Work(Kind::HandWritten, "/me", Sent::Many);
const COLD: Work = Work(Kind::OursUncached, "/me", Sent::Header);
const HAND_COLD: Work = Work(Kind::HandWrittenUncached, "/me", Sent::Header);
const COLD_MANY: Work = Work(Kind::OursUncached, "/me", Sent::TooMany);
const THRASHING: Work = Work(Kind::OursThrashing, "/me", Sent::TooMany);

/// Everything that is measured. What is compared stands close together, so that it is measured at nearly the same time.
pub(crate) fn works() -> Vec<Work> {
    vec![
        PLAIN,
        OPEN,
        ME,
        OPEN_TOKEN,
        ME_MANY,
        OPEN_COOKIE,
        ME_COOKIE,
        HAND_COOKIE,
        HAND_MANY,
        HAND,
        HAND_OPEN_TOKEN,
        HAND_OPEN,
        HAND_COLD,
        COLD,
        COLD_MANY,
        THRASHING,
    ]
}

/// A ratio of two figures of one round.
enum Ratio {
    /// Requests for a second of CPU time, of the one over those of the other.
    Requests(Work, Work),
    /// 99th percentiles.
    Late(Work, Work),
    /// How much of what verifying costs is the RSA verification: uncached route less open route.
    Rsa(Work, Work),
}

/// The target, if there is one, is at least that; for the late ones, at most.
const RATIOS: [(&str, Ratio, Option<f64>); 18] = [
    ("/me / open", Ratio::Requests(ME, OPEN), Some(0.95)),
    (
        "/me / open, token sent",
        Ratio::Requests(ME, OPEN_TOKEN),
        Some(0.99),
    ),
    (
        "/me, 2,000 tokens / open",
        Ratio::Requests(ME_MANY, OPEN),
        Some(0.93),
    ),
    (
        "/me by cookie / open",
        Ratio::Requests(ME_COOKIE, OPEN),
        None,
    ),
    (
        "/me by cookie / open, cookie sent",
        Ratio::Requests(ME_COOKIE, OPEN_COOKIE),
        None,
    ),
    (
        "by hand: /me / open",
        Ratio::Requests(HAND, HAND_OPEN),
        None,
    ),
    (
        "by hand: /me / open, token sent",
        Ratio::Requests(HAND, HAND_OPEN_TOKEN),
        None,
    ),
    (
        "by hand: /me, 2,000 tokens / open",
        Ratio::Requests(HAND_MANY, HAND_OPEN),
        None,
    ),
    ("/me, ours / by hand", Ratio::Requests(ME, HAND), Some(1.0)),
    (
        "/me by cookie, ours / by hand",
        Ratio::Requests(ME_COOKIE, HAND_COOKIE),
        None,
    ),
    (
        "/me, 2,000 tokens, ours / by hand",
        Ratio::Requests(ME_MANY, HAND_MANY),
        None,
    ),
    (
        "/me, no cache, ours / by hand",
        Ratio::Requests(COLD, HAND_COLD),
        None,
    ),
    (
        "RSA share of verifying, no cache",
        Ratio::Rsa(COLD, OPEN_TOKEN),
        Some(0.92),
    ),
    (
        "by hand: RSA share, no cache",
        Ratio::Rsa(HAND_COLD, HAND_OPEN_TOKEN),
        None,
    ),
    (
        "open, with our fairing / without",
        Ratio::Requests(OPEN, PLAIN),
        Some(0.99),
    ),
    (
        "cache always missing / no cache",
        Ratio::Requests(THRASHING, COLD_MANY),
        Some(0.96),
    ),
    ("p99 /me / open", Ratio::Late(ME, OPEN), Some(1.2)),
    // The same routes in the same Rocket: how far this is from 1 is what the other ratios may be wrong by.
    (
        "equal: open by hand / without us",
        Ratio::Requests(HAND_OPEN, PLAIN),
        None,
    ),
];

/// Prints medians, and ratios taken within a round.
pub(crate) fn print(works: &[Work], rounds: &[Round]) {
    println!(
        "\n{:<18} {:<6} {:<18} {:>12} {:>9} {:>9} {:>11} {:>8}",
        "server", "route", "requests carry", "per CPU s", "CPU us", "least", "per second", "p99 ms"
    );
    for (place, Work(kind, path, sent)) in works.iter().enumerate() {
        let of = |figure: fn(&Sample) -> f64| {
            Spread::of(rounds.iter().map(|round| figure(&round.samples[place])))
        };
        let micros = of(|sample| sample.micros);
        println!(
            "{:<18} {path:<6} {:<18} {:>12.0} {:>9.2} {:>9.2} {:>11.0} {:>8.2}",
            kind.name(),
            sent.name(),
            1e6 / micros.median,
            micros.median,
            micros.least,
            of(|sample| sample.per_second).median,
            of(|sample| sample.p99).median,
        );
    }
    let rsa = Spread::of(rounds.iter().map(|round| round.rsa));
    println!("one RSA verification, key parsed: {:.2} us", rsa.median);
    println!(
        "\n{:<36} {:>7} {:>7} {:>7} {:>9}",
        "ratio", "median", "least", "most", "target"
    );
    for (name, ratio, target) in &RATIOS {
        let spread = Spread::of(rounds.iter().map(|round| ratio.within(works, round)));
        let target = match (target, ratio) {
            (Some(target), Ratio::Late(..)) => format!("<= {target:.2}"),
            (Some(target), _) => format!(">= {target:.2}"),
            (None, _) => String::new(),
        };
        println!(
            "{name:<36} {:>7.3} {:>7.3} {:>7.3} {target:>9}",
            spread.median, spread.least, spread.most
        );
    }
}

impl Ratio {
    fn within(&self, works: &[Work], round: &Round) -> f64 {
        let of = |work: &Work| {
            let place = works.iter().position(|other| other == work);
            round.samples[place.expect("it is measured")]
        };
        match self {
            Self::Requests(this, other) => of(other).micros / of(this).micros,
            Self::Late(this, other) => of(this).p99 / of(other).p99,
            Self::Rsa(uncached, open) => round.rsa / (of(uncached).micros - of(open).micros),
        }
    }
}

/// The middle of some figures, and their ends.
pub(crate) struct Spread {
    pub(crate) least: f64,
    pub(crate) median: f64,
    pub(crate) most: f64,
}

impl Spread {
    /// Of at least one figure.
    pub(crate) fn of(figures: impl Iterator<Item = f64>) -> Self {
        let mut figures: Vec<f64> = figures.collect();
        figures.sort_by(f64::total_cmp);
        let last = figures.len() - 1;
        Self {
            least: figures[0],
            median: f64::midpoint(figures[last / 2], figures[last.div_ceil(2)]),
            most: figures[last],
        }
    }
}
