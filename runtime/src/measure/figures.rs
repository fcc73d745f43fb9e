//! The figures of the feature `metrics`. No label has an unbounded set of values.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use http::Method;
use metrics::{
    Counter, Gauge, Unit, counter, describe_counter, describe_gauge, describe_histogram,
};
use metrics::{gauge, histogram};

use super::words::{OK, SignatureSource};
use crate::error::CoreError;

const VERIFICATIONS: &str = "supertokens_verifications_total";
const SIGNATURE_CHECKS: &str = "supertokens_signature_checks_total";
const REFRESHES: &str = "supertokens_refreshes_total";
const THEFTS: &str = "supertokens_thefts_total";
const CORE_REQUESTS: &str = "supertokens_core_requests_total";
const CORE_SECONDS: &str = "supertokens_core_request_duration_seconds";
const ATTEMPTS: &str = "supertokens_attempts_total";
const KEY_SET_FETCHES: &str = "supertokens_key_set_fetches_total";
const KEY_SET_AGE: &str = "supertokens_key_set_age_seconds";

/// The figures of one application.
///
/// What requests need often is looked up at the recorder once, at its first use: a recorder that is installed later
/// does not see it.
#[derive(Default)]
pub(crate) struct Figures {
    described: Described,
    verified: OnceLock<Counter>,
    from_cache: OnceLock<Counter>,
    by_signature: OnceLock<Counter>,
    key_set_age: OnceLock<Gauge>,
}

impl Figures {
    pub(super) fn verification(&self, outcome: &'static str) {
        if outcome == OK {
            let verified = || counter!(VERIFICATIONS, "outcome" => OK);
            self.verified.get_or_init(verified).increment(1);
        } else {
            self.described.once();
            counter!(VERIFICATIONS, "outcome" => outcome).increment(1);
        }
    }

    pub(crate) fn signature_check(&self, source: SignatureSource) {
        let (kept, source) = match source {
            SignatureSource::Cache => (&self.from_cache, "cache"),
            SignatureSource::Signature => (&self.by_signature, "signature"),
        };
        let counter = || counter!(SIGNATURE_CHECKS, "source" => source);
        kept.get_or_init(counter).increment(1);
    }

    pub(super) fn refresh(&self, outcome: &'static str) {
        self.described.once();
        counter!(REFRESHES, "outcome" => outcome).increment(1);
    }

    pub(crate) fn theft(&self) {
        counter!(THEFTS).increment(1);
    }

    /// An attempt to log in was admitted, or refused because of too many.
    pub(crate) fn attempt(&self, kind: &'static str, outcome: Result<(), &'static str>) {
        self.described.once();
        let labels = [("kind", kind), ("outcome", outcome.err().unwrap_or(OK))];
        counter!(ATTEMPTS, &labels).increment(1);
    }

    pub(super) fn core_request(
        &self,
        method: &Method,
        route: &'static str,
        outcome: &'static str,
        since: &Stopwatch,
    ) {
        self.described.once();
        let method = name(method);
        let labels = [("method", method), ("path", route), ("outcome", outcome)];
        counter!(CORE_REQUESTS, &labels).increment(1);
        histogram!(CORE_SECONDS, &labels[..2]).record(since.0.elapsed());
    }

    /// The keys were fetched, or not; those in use are `age` old.
    pub(crate) fn key_set_fetch(&self, result: &Result<(), CoreError>, age: Option<Duration>) {
        let outcome = result.as_ref().map_or_else(CoreError::code, |()| OK);
        counter!(KEY_SET_FETCHES, "outcome" => outcome).increment(1);
        if let Some(age) = age {
            self.key_set_age(age);
        }
    }

    /// The keys in use are `age` old.
    pub(crate) fn key_set_age(&self, age: Duration) {
        let gauge = self.key_set_age.get_or_init(|| gauge!(KEY_SET_AGE));
        gauge.set(age);
    }
}

/// The methods that the core's interface has.
fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

/// When something began.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }
}

/// Whether the recorder was told what the figures are.
#[derive(Default)]
struct Described(OnceLock<()>);

impl Described {
    fn once(&self) {
        self.0.get_or_init(|| {
            describe_counter!(
                VERIFICATIONS,
                "Verifications of requests and tokens, by outcome."
            );
            describe_counter!(
                SIGNATURE_CHECKS,
                "Checks of signatures, by where the result came from."
            );
            describe_counter!(REFRESHES, "Refreshes of sessions, by outcome.");
            describe_counter!(
                THEFTS,
                "Refresh tokens that were used after they had been replaced."
            );
            describe_counter!(ATTEMPTS, "Attempts to log in, by kind and outcome.");
            describe_counter!(CORE_REQUESTS, "Requests to the core, each attempt counted.");
            describe_histogram!(
                CORE_SECONDS,
                Unit::Seconds,
                "How long the core took for a request."
            );
            describe_counter!(
                KEY_SET_FETCHES,
                "Fetches of the core's public keys, by outcome."
            );
            describe_gauge!(KEY_SET_AGE, Unit::Seconds, "Age of the public keys in use.");
        });
    }
}
