//! Refreshes under way, and those that ended a moment ago.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;

use crate::cdi::Token;
use crate::clock::Clock;
use crate::error::Error;
use crate::session::overrides::{AntiCsrfToken, Refresh, RefreshToken};
use crate::token::AccessToken;

/// How long new tokens are kept for requests that come a little later. The core's grace period is 30 seconds by
/// default: within it the core would give other tokens, which end the first ones. If it is set to 0, the core would
/// report a theft.
const KEEP: Duration = Duration::from_secs(10);
const MAX_KEPT: usize = 1024;
/// Longer access tokens are not kept, so that the memory is limited. Browsers accept 4 KiB in a cookie.
const MAX_KEPT_LENGTH: usize = 16 * 1024;
/// The end of a session is remembered longer than a refresh lasts that began before it.
const REMEMBER_END: Duration = Duration::from_secs(60);
const MAX_ENDED: usize = 4096;

/// The refreshes under way and those that ended a moment ago.
///
/// Requests with the same refresh token receive the same new tokens, even if they come a few seconds apart: from CDI
/// 5.6 on, of two pairs of tokens only the later one lives. Failures are not kept, and neither are the tokens of a
/// session that has ended here. If a caller is cancelled, the next one continues the call.
pub(in crate::session) struct Refreshes(Mutex<Known>);

struct Known {
    clock: Clock,
    flights: HashMap<RefreshKey, Weak<Flight>>,
    kept: HashMap<RefreshKey, Kept>,
    ended: HashMap<String, Instant>,
}

type Flight = OnceCell<Outcome>;
type Outcome = Result<Arc<Refreshed>, Error>;

struct Kept {
    tokens: Arc<Refreshed>,
    since: Instant,
}

/// All values on which the core's response depends. A request receives a kept result only if all of them are the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::session) struct RefreshKey {
    refresh_token: RefreshToken,
    anti_csrf_token: Option<AntiCsrfToken>,
    disable_anti_csrf: bool,
}

impl From<&Refresh> for RefreshKey {
    fn from(input: &Refresh) -> Self {
        Self {
            refresh_token: input.refresh_token.clone(),
            anti_csrf_token: input.anti_csrf_token.clone(),
            disable_anti_csrf: input.disable_anti_csrf,
        }
    }
}

/// The result of a refresh.
pub(in crate::session) struct Refreshed {
    pub(in crate::session) access_token: AccessToken,
    pub(in crate::session) refresh_token: Token,
    pub(in crate::session) anti_csrf_token: Option<String>,
}

impl Refreshes {
    pub(in crate::session) fn new(clock: Clock) -> Self {
        Self(Mutex::new(Known {
            clock,
            flights: HashMap::new(),
            kept: HashMap::new(),
            ended: HashMap::new(),
        }))
    }

    /// The tokens of `call`, or of the same call by another caller.
    pub(in crate::session) async fn run<F: Future<Output = Outcome>>(
        &self,
        key: RefreshKey,
        call: impl FnOnce() -> F,
    ) -> Outcome {
        let flight = {
            let mut known = self.lock();
            if let Some(tokens) = known.kept(&key) {
                return Ok(tokens);
            }
            known.join(&key)
        };
        let outcome = flight.get_or_init(call).await.clone();
        self.lock().land(key, &flight, &outcome);
        outcome
    }

    /// Sessions that ended: their tokens are not given any more.
    pub(in crate::session) fn end<'a>(&self, session_handles: impl IntoIterator<Item = &'a str>) {
        self.lock().end(&session_handles.into_iter().collect());
    }

    /// The tokens of such sessions are not given any more, whether the sessions ended or not.
    pub(in crate::session) fn forget(&self, of: impl Fn(&AccessToken) -> bool) {
        let mut known = self.lock();
        known.kept.retain(|_, kept| !of(&kept.tokens.access_token));
    }

    /// The core has no such session.
    pub(in crate::session) fn forget_session(&self, session_handle: &str) {
        self.forget(|token| token.session_handle() == session_handle);
    }

    /// Late requests receive this access token. It was made from the kept one and has newer claims.
    pub(in crate::session) fn renew(&self, access_token: &AccessToken) {
        for kept in self.lock().kept.values_mut() {
            let old = &kept.tokens.access_token;
            // Making a new access token keeps the expiry, which tells an older line of tokens apart.
            if old.session_handle() == access_token.session_handle()
                && old.expiry() == access_token.expiry()
            {
                kept.tokens = Arc::new(Refreshed {
                    access_token: access_token.clone(),
                    refresh_token: kept.tokens.refresh_token.clone(),
                    anti_csrf_token: kept.tokens.anti_csrf_token.clone(),
                });
            }
        }
    }

    /// Whether a session ended here a moment ago.
    pub(in crate::session) fn has_ended(&self, session_handle: &str) -> bool {
        self.lock().has_ended(session_handle)
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn kept(&mut self, key: &RefreshKey) -> Option<Arc<Refreshed>> {
        let clock = &self.clock;
        self.kept.retain(|_, kept| clock.since(kept.since) < KEEP);
        let kept = self.kept.get(key)?;
        // The core may give them a shorter life than they are kept here.
        (kept.tokens.access_token.expiry() > clock.now_ms()).then(|| Arc::clone(&kept.tokens))
    }

    fn join(&mut self, key: &RefreshKey) -> Arc<Flight> {
        // A client that uses the new refresh token has received it. If the old token comes afterwards, the core
        // decides.
        self.kept
            .retain(|_, kept| kept.tokens.refresh_token.token != key.refresh_token.as_str());
        if let Some(flight) = self.flights.get(key).and_then(Weak::upgrade) {
            return flight;
        }
        // Entries of cancelled callers stay until here.
        self.flights.retain(|_, flight| flight.strong_count() > 0);
        let flight = Arc::default();
        self.flights.insert(key.clone(), Arc::downgrade(&flight));
        flight
    }

    /// The first caller that has a result ends the call.
    fn land(&mut self, key: RefreshKey, flight: &Arc<Flight>, outcome: &Outcome) {
        let under_way = self.flights.get(&key);
        if under_way.is_none_or(|known| known.as_ptr() != Arc::as_ptr(flight)) {
            return;
        }
        self.flights.remove(&key);
        if let Ok(tokens) = outcome
            && tokens.access_token.as_str().len() <= MAX_KEPT_LENGTH
            && !self.has_ended(tokens.access_token.session_handle())
        {
            self.make_room();
            let kept = Kept {
                tokens: Arc::clone(tokens),
                since: self.clock.instant(),
            };
            self.kept.insert(key, kept);
        }
    }

    /// Drops the oldest entry if there are too many.
    fn make_room(&mut self) {
        if self.kept.len() < MAX_KEPT {
            return;
        }
        let oldest = self.kept.iter().min_by_key(|(_, kept)| kept.since);
        if let Some(key) = oldest.map(|(key, _)| key.clone()) {
            self.kept.remove(&key);
        }
    }

    /// A user may have thousands of sessions, so all are ended together.
    fn end(&mut self, handles: &HashSet<&str>) {
        self.kept
            .retain(|_, kept| !handles.contains(kept.tokens.access_token.session_handle()));
        let now = self.clock.instant();
        self.ended
            .retain(|_, at| now.saturating_duration_since(*at) < REMEMBER_END);
        let ended = handles.iter().take(MAX_ENDED);
        self.ended
            .extend(ended.map(|handle| ((*handle).to_owned(), now)));
        if self.ended.len() > MAX_ENDED {
            let mut times: Vec<_> = self.ended.values().copied().collect();
            times.sort_unstable();
            let oldest = times[times.len() - MAX_ENDED];
            self.ended.retain(|_, at| *at >= oldest);
        }
    }

    fn has_ended(&self, handle: &str) -> bool {
        let at = self.ended.get(handle);
        at.is_some_and(|at| self.clock.since(*at) < REMEMBER_END)
    }
}

#[cfg(test)]
mod tests;
