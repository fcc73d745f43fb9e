//! A clock that a test moves, together with the core's: tokens and claims grow old by it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use supertokens_dev_core::DevCore;

use super::overrides::NewSession;
use super::{Parts, Session, StoredClaim, SuperTokens, originals};
use crate::claims::{ClaimFailure, ClaimRules, ClaimValidator, Fetches, PrimitiveClaim};
use crate::clock::Clock;
use crate::config::{Config, RequestFunctions, Settings};
use crate::error::{Error, RefreshReason};

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);

struct World {
    super_tokens: SuperTokens,
    core: DevCore,
    clock: Clock,
}

impl World {
    async fn new(max_cdi_version: &str) -> Self {
        Self::with(max_cdi_version, Parts::default()).await
    }

    async fn with(max_cdi_version: &str, mut parts: Parts) -> Self {
        let core = DevCore::builder().max_cdi_version(max_cdi_version);
        let core = core.access_token_validity_jitter(0.0).start().await;
        let core = core.expect("the core starts");
        let settings = Settings {
            connection_uri: Some(core.connection_uri()),
            app_name: Some("Test".to_owned()),
            api_domain: Some("http://localhost:8000".to_owned()),
            website_domain: Some("http://localhost:8000".to_owned()),
            ..Settings::default()
        };
        let config = Config::new(settings, RequestFunctions::default()).expect("valid");
        let clock = Clock::movable();
        parts.clock = clock.clone();
        let super_tokens = SuperTokens::new(config, parts, originals()).expect("valid");
        Self {
            super_tokens,
            core,
            clock,
        }
    }

    fn advance(&self, by: Duration) {
        self.clock.advance(by);
        self.core.clock().advance(by);
    }

    async fn session(&self) -> Session {
        let made = self.super_tokens.create_session(NewSession::new("alice"));
        made.await.expect("a session")
    }

    /// Whether the access token is valid, or why it is not.
    async fn verify(&self, session: &Session) -> Result<(), Option<RefreshReason>> {
        let token = session.all_tokens_dangerously().access_token;
        match self.super_tokens.verify_token(&token).await {
            Ok(_) => Ok(()),
            Err(Error::TryRefreshToken { reason }) => Err(Some(reason)),
            Err(_) => Err(None),
        }
    }

    async fn check(&self, session: &Session, rule: impl ClaimValidator) -> Vec<ClaimFailure> {
        let rules = ClaimRules::none().with(rule);
        let handle = session.handle();
        let checked = self.super_tokens.validate_claims_for_handle(handle, &rules);
        checked.await.expect("checked").expect("a session")
    }

    async fn time_of(&self, session: &Session, claim: &str) -> u64 {
        let stored = self.super_tokens.session_information(session.handle());
        let payload = stored.await.expect("read").expect("a session").payload;
        payload[claim]["t"].as_u64().expect("a time")
    }
}

/// Each value is the number of the fetch.
fn counted() -> (PrimitiveClaim<u32, Fetches<u32>>, Arc<AtomicU32>) {
    let fetches = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&fetches);
    let claim = PrimitiveClaim::new("n").fetched_by(move |_| {
        let number = counter.fetch_add(1, Ordering::Relaxed) + 1;
        async move { Ok(Some(number)) }
    });
    (claim, fetches)
}

#[tokio::test]
async fn access_tokens_expire_and_sessions_end() {
    for cdi in ["5.3", "5.6"] {
        let world = World::new(cdi).await;
        let session = world.session().await;
        world.advance(HOUR - MINUTE);
        assert_eq!(world.verify(&session).await, Ok(()));
        world.advance(MINUTE);
        assert_eq!(
            world.verify(&session).await,
            Err(Some(RefreshReason::Expired))
        );
        let refresh = async |session: &Session| {
            let tokens = session.all_tokens_dangerously();
            let token = tokens.refresh_token.expect("a refresh token");
            world.super_tokens.refresh(token).without_anti_csrf().await
        };
        let refreshed = refresh(&session).await.expect("new tokens");
        assert_eq!(world.verify(&refreshed).await, Ok(()));
        world.advance(101 * 24 * HOUR);
        let ended = refresh(&refreshed).await;
        assert!(matches!(ended, Err(Error::Unauthorised { .. })), "{cdi}");
    }
}

#[tokio::test]
async fn claims_grow_old_and_are_fetched_again() {
    let world = World::new("5.6").await;
    let session = world.session().await;
    let (claim, fetches) = counted();
    world.advance(HOUR);
    let fetched = session.fetch_and_set_claim(&claim).await;
    fetched.expect("fetched and set");
    let first = world.time_of(&session, "n").await;
    assert!(first.abs_diff(world.clock.now_ms()) < 60_000, "{first}");

    let recent = || claim.has_value(2_u32).max_age(10 * MINUTE);
    world.advance(9 * MINUTE);
    let failures = world.check(&session, recent()).await;
    assert_eq!(failures.len(), 1, "not old enough to be fetched");
    assert_eq!(fetches.load(Ordering::Relaxed), 1);

    world.advance(2 * MINUTE);
    for _ in 0..2 {
        assert_eq!(world.check(&session, recent()).await, []);
    }
    assert_eq!(fetches.load(Ordering::Relaxed), 2);
    let second = world.time_of(&session, "n").await;
    assert!(second >= first + 10 * 60_000, "{first}, {second}");
    let value = world.super_tokens.claim_value(session.handle(), &claim);
    assert_eq!(value.await.expect("read"), StoredClaim::Value(2));
}

#[tokio::test]
async fn a_claim_that_stays_old_fails_with_its_age() {
    let world = World::new("5.6").await;
    let session = world.session().await;
    let gone = PrimitiveClaim::<u32>::new("n").fetched_by(|_| async { Ok(None) });
    let set = session.set_claim_value(&gone, &1).await;
    set.expect("set");
    world.advance(HOUR);
    let failures = world
        .check(&session, gone.has_value(1_u32).max_age(MINUTE))
        .await;
    let reason = failures[0].reason.as_ref().expect("a reason");
    assert_eq!(reason["message"], "expired");
    assert!(reason["ageInSeconds"].as_f64() >= Some(3600.0), "{reason}");
}

#[tokio::test]
async fn a_claim_of_a_new_session_is_new() {
    let (claim, fetches) = counted();
    let mut parts = Parts::default();
    parts.claims.at_creation.push(Arc::new(claim.clone()));
    let world = World::with("5.6", parts).await;
    world.advance(HOUR);
    let session = world.session().await;
    let recent = claim.has_value(1_u32).max_age(MINUTE);
    assert_eq!(world.check(&session, recent).await, []);
    assert_eq!(fetches.load(Ordering::Relaxed), 1);
}
