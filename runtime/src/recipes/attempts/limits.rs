//! The limits that an application has unless it brings its own.

use std::convert::Infallible;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use quick_cache::sync::Cache;
use tokio::time::Instant;

use super::attempt::{Attempt, AttemptKind};
use super::bucket::{Bucket, Limit};
use super::client::network_of;
use super::figures::{CountedBy, Figures};
use super::limit_attempts::{LimitAttempts, TooManyAttempts};

/// How many addresses, clients and pairs of them are remembered, unless it is set. A hundred bytes each.
const ENTRIES: usize = 100_000;

/// Limits attempts by e-mail address and by client, in the memory of the process.
///
/// So many attempts are admitted at once; those used come back one by one:
///
/// | attempts | for an address from one client | for an address | from one client |
/// |---|---|---|---|
/// | [to sign in](AttemptKind::SignIn) | 20 in 10 minutes | 600 in an hour | 300 in 5 minutes |
/// | [to sign up](AttemptKind::SignUp) | 20 in an hour | 100 in an hour | 100 in an hour |
/// | [to have a reset mail sent](AttemptKind::PasswordReset) | 10 in an hour | 50 in an hour | 100 in an hour |
/// | [to have a verification mail sent](AttemptKind::EmailVerification) | 20 in an hour | 100 in an hour | 200 in an hour |
/// | [to learn whether an address has an account](AttemptKind::EmailExists) | | | 600 in 10 minutes |
///
/// - A sign-in that succeeds does not count, nor does what the core could not do. An attempt that one limit refuses does not count for the others.
/// - For an address there are five times as many attempts as one client may use up, so that a stranger with one client locks
///   nobody out. Strangers with many clients use up the attempts for an address all the same; a client from which the user has
///   signed in before, since the process began, then still has those of its own.
/// - A client is an IPv4 address, or a /64 network of IPv6. An office behind one address is one client.
/// - Behind a proxy, Rocket's setting `ip_header` must name the header with the client's address that the proxy sets;
///   otherwise that is the proxy's own address. If the address is not public, attempts are counted by e-mail address only.
///   **Without a proxy, switch `ip_header` off** (`ip_header = false`), because clients can send that header too.
/// - Each process counts for itself, and forgets when it ends. An application of many processes may bring its own
///   [`LimitAttempts`].
///
/// ```
/// use std::time::Duration;
///
/// use rocket_supertokens::recipes::attempts::{AttemptKind, AttemptLimits, CountedBy};
///
/// let limits = AttemptLimits::new()
///     // A school, in which a thousand pupils sign in at eight o'clock from one address.
///     .limit(AttemptKind::SignIn, CountedBy::Client, 2000, Duration::from_secs(600))
///     .no_limit(AttemptKind::SignUp, CountedBy::Client);
/// # drop(limits);
/// ```
pub struct AttemptLimits {
    figures: Figures,
    buckets: Cache<u64, Arc<Bucket>>,
    /// Users, each with a client from which they have logged in.
    known: Cache<u64, ()>,
    keys: RandomState,
    /// The first attempt: all moments count from it.
    first: OnceLock<Instant>,
    told_of_proxy: AtomicBool,
}

impl AttemptLimits {
    /// The limits with their default figures.
    pub fn new() -> Self {
        Self {
            figures: Figures::default(),
            buckets: Cache::new(ENTRIES),
            known: Cache::new(ENTRIES),
            keys: RandomState::new(),
            first: OnceLock::new(),
            told_of_proxy: AtomicBool::new(false),
        }
    }

    /// Admits `attempts` at once, all of which come back within a time. With 0 attempts, all are refused.
    pub fn limit(
        mut self,
        kind: AttemptKind,
        by: CountedBy,
        attempts: u32,
        within: Duration,
    ) -> Self {
        self.figures
            .set(kind, by, Some(Limit::new(attempts, within)));
        self
    }

    /// Takes a limit away.
    pub fn no_limit(mut self, kind: AttemptKind, by: CountedBy) -> Self {
        self.figures.set(kind, by, None);
        self
    }

    /// Sets how many addresses, clients and pairs of them are remembered. Default: 100 000, which take 10 MB. Of more, those
    /// that are seldom seen are forgotten.
    pub fn remembers(mut self, entries: usize) -> Self {
        self.buckets = Cache::new(entries);
        self.known = Cache::new(entries);
        self
    }

    /// The client of an attempt.
    fn client(&self, attempt: &Attempt) -> Option<IpAddr> {
        let ip = attempt.client_ip?;
        let client = network_of(ip);
        if client.is_none() && !self.told_of_proxy.swap(true, Ordering::Relaxed) {
            tracing::info!(
                %ip,
                "attempts to log in are limited by e-mail address only, because the client has no public address: if that is a proxy's, let Rocket's setting `ip_header` name the header in which it sends the client's address"
            );
        }
        client
    }

    /// What an attempt is counted by, and the figures and bucket of each.
    fn counts(&self, attempt: &Attempt) -> Vec<(CountedBy, Limit, Arc<Bucket>)> {
        let client = self.client(attempt);
        let is_known =
            client.is_some_and(|client| self.known.get(&self.pair(attempt, client)).is_some());
        let Attempt {
            kind,
            tenant_id,
            email,
            ..
        } = attempt;
        let by_client = client.map(|client| self.keys.hash_one((kind, client)));
        let by_both = client.map(|client| self.keys.hash_one((kind, client, tenant_id, email)));
        let by_email = (!is_known).then(|| self.keys.hash_one((kind, tenant_id, email)));
        let keys = [
            (CountedBy::Client, by_client),
            (CountedBy::EmailAndClient, by_both),
            (CountedBy::Email, by_email),
        ];
        let counts = keys.into_iter().filter_map(|(by, key)| {
            let limit = self.figures.of(*kind, by)?;
            Some((by, limit, self.bucket(key?)))
        });
        counts.collect()
    }

    /// The key of a client and a user.
    fn pair(&self, attempt: &Attempt, client: IpAddr) -> u64 {
        let Attempt {
            tenant_id, email, ..
        } = attempt;
        self.keys.hash_one((client, tenant_id, email))
    }

    fn bucket(&self, key: u64) -> Arc<Bucket> {
        let new = || Ok::<_, Infallible>(Arc::default());
        let Ok(bucket) = self.buckets.get_or_insert_with(&key, new);
        bucket
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> usize {
        self.buckets.len() + self.known.len()
    }

    /// In nanoseconds, since the first attempt.
    fn now(&self, attempt: &Attempt) -> u64 {
        let first = *self.first.get_or_init(|| attempt.moment);
        let now = attempt.moment.saturating_duration_since(first);
        u64::try_from(now.as_nanos()).unwrap_or(u64::MAX)
    }
}

#[async_trait]
impl LimitAttempts for AttemptLimits {
    async fn admit(&self, attempt: &Attempt) -> Result<(), TooManyAttempts> {
        let now = self.now(attempt);
        let counts = self.counts(attempt);
        for (n, (by, limit, bucket)) in counts.iter().enumerate() {
            let Err(retry_after) = bucket.take(*limit, now) else {
                continue;
            };
            for (_, limit, bucket) in &counts[..n] {
                bucket.give_back(*limit);
            }
            if bucket.is_news() {
                tracing::warn!(
                    kind = attempt.kind.name(),
                    by = by.name(),
                    client_ip = attempt.client_ip.map(tracing::field::display),
                    "too many attempts: those that follow are refused, until enough time has passed"
                );
            }
            return Err(TooManyAttempts { retry_after });
        }
        Ok(())
    }

    async fn succeeded(&self, attempt: &Attempt) {
        // New accounts and mails count, whether they succeed or not.
        if attempt.kind == AttemptKind::SignIn {
            for (_, limit, bucket) in self.counts(attempt) {
                bucket.give_back(limit);
            }
        }
        if let Some(client) = self.client(attempt) {
            self.known.insert(self.pair(attempt, client), ());
        }
    }

    async fn undone(&self, attempt: &Attempt) {
        for (_, limit, bucket) in self.counts(attempt) {
            bucket.give_back(limit);
        }
    }
}

impl Default for AttemptLimits {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for AttemptLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttemptLimits")
            .field("figures", &self.figures)
            .finish_non_exhaustive()
    }
}
