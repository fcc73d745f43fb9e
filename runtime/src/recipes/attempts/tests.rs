//! The limits, by the clock of tokio.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::*;
use crate::clock::Clock;
use crate::config::RequestFunctions;
use crate::session::{Parts, originals};

const MINUTE: Duration = Duration::from_secs(60);
const USER: &str = "203.0.113.7";
const STRANGER: &str = "198.51.100.9";

fn attempt(email: &str, client: &str) -> Attempt {
    let client = client.parse().ok();
    Attempt::new(AttemptKind::SignIn, "public", email).client_ip(client)
}

/// Another client for every number.
fn somebody(n: u32) -> String {
    IpAddr::from((0x0800_0000 + n).to_be_bytes()).to_string()
}

/// How many of a thousand attempts at one moment are admitted.
async fn admitted(limits: &AttemptLimits, attempt: &Attempt) -> usize {
    let mut admitted = 0;
    for _ in 0..1000 {
        admitted += usize::from(limits.admit(attempt).await.is_ok());
    }
    admitted
}

#[tokio::test]
async fn one_client_may_not_guess_for_ever_and_nobody_else_suffers() {
    let limits = AttemptLimits::new();
    assert_eq!(
        admitted(&limits, &attempt("alice@example.com", STRANGER)).await,
        20
    );
    assert_eq!(
        admitted(&limits, &attempt(" ALICE@Example.com", STRANGER)).await,
        0
    );
    assert_eq!(
        limits.admit(&attempt("bob@example.com", STRANGER)).await,
        Ok(())
    );
    // The user, whom nothing knows yet: what was refused has not counted for the address.
    assert_eq!(
        limits.admit(&attempt("alice@example.com", USER)).await,
        Ok(())
    );
    let of_another_tenant = Attempt {
        tenant_id: "t1".to_owned(),
        ..attempt("alice@example.com", STRANGER)
    };
    assert_eq!(limits.admit(&of_another_tenant).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn one_client_that_never_rests_leaves_the_address_to_its_user() {
    use AttemptKind::{EmailVerification, PasswordReset, SignIn, SignUp};

    for kind in [SignIn, SignUp, PasswordReset, EmailVerification] {
        let limits = AttemptLimits::new();
        let of = |client: &str| {
            let attempt = attempt("alice@example.com", client);
            let moment = Instant::now();
            Attempt {
                kind,
                moment,
                ..attempt
            }
        };
        for _ in 0..6 * 60 * 4 {
            // Whether it is refused does not matter: the stranger takes all that there is.
            let _ = limits.admit(&of(STRANGER)).await;
            tokio::time::advance(Duration::from_secs(15)).await;
            assert_eq!(limits.admit(&of(&somebody(1))).await, Ok(()), "{kind:?}");
            limits.undone(&of(&somebody(1))).await;
        }
    }
}

#[tokio::test]
async fn one_password_is_not_tried_on_everybody() {
    let limits = AttemptLimits::new();
    let mut admitted = 0;
    for n in 0..1000 {
        let attempt = attempt(&format!("user{n}@example.com"), STRANGER);
        admitted += usize::from(limits.admit(&attempt).await.is_ok());
    }
    assert_eq!(admitted, 300);
    assert_eq!(
        limits.admit(&attempt("user1@example.com", USER)).await,
        Ok(())
    );
}

#[tokio::test]
async fn strangers_everywhere_do_not_lock_a_user_out() {
    let limits = AttemptLimits::new();
    let user = attempt("alice@example.com", USER);
    assert_eq!(limits.admit(&user).await, Ok(()));
    limits.succeeded(&user).await;
    let mut guesses = 0;
    for n in 0..1000 {
        let attempt = attempt("alice@example.com", &somebody(n));
        guesses += usize::from(limits.admit(&attempt).await.is_ok());
    }
    assert_eq!(guesses, 600);
    // From where she has signed in before she still may, and has her mail sent.
    assert_eq!(limits.admit(&user).await, Ok(()));
    let reset = |client: &str| Attempt {
        kind: AttemptKind::PasswordReset,
        ..attempt("alice@example.com", client)
    };
    for n in 0..1000 {
        _ = limits.admit(&reset(&somebody(n))).await;
    }
    assert!(limits.admit(&reset(STRANGER)).await.is_err());
    assert_eq!(limits.admit(&reset(USER)).await, Ok(()));
    // That the client knows her is no leave to guess at somebody else.
    for n in 0..1000 {
        _ = limits
            .admit(&attempt("bob@example.com", &somebody(n)))
            .await;
    }
    assert!(
        limits
            .admit(&attempt("bob@example.com", USER))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_sign_in_that_succeeds_does_not_count() {
    let limits = AttemptLimits::new();
    let user = attempt("alice@example.com", USER);
    for _ in 0..1000 {
        assert_eq!(limits.admit(&user).await, Ok(()));
        limits.succeeded(&user).await;
    }
    // An own account is of no use to somebody who guesses at another.
    let own = attempt("eve@example.com", STRANGER);
    let mut guesses = 0;
    for _ in 0..1000 {
        guesses += usize::from(
            limits
                .admit(&attempt("alice@example.com", STRANGER))
                .await
                .is_ok(),
        );
        _ = limits.admit(&own).await;
        limits.succeeded(&own).await;
    }
    assert_eq!(guesses, 20);
}

#[tokio::test]
async fn new_accounts_count_although_they_succeed() {
    let limits = AttemptLimits::new();
    let mut made = 0;
    for n in 0..1000 {
        let attempt = Attempt {
            kind: AttemptKind::SignUp,
            ..attempt(&format!("user{n}@example.com"), STRANGER)
        };
        if limits.admit(&attempt).await.is_ok() {
            limits.succeeded(&attempt).await;
            made += 1;
        }
    }
    assert_eq!(made, 100);
}

#[tokio::test]
async fn attempts_come_back_and_the_client_is_told_when() {
    let limits = AttemptLimits::new();
    let start = Instant::now();
    let guess = attempt("alice@example.com", STRANGER);
    assert_eq!(admitted(&limits, &guess.clone().at(start)).await, 20);
    let refused = limits.admit(&guess.clone().at(start)).await;
    let after = TooManyAttempts::retry_after(MINUTE / 2);
    assert_eq!(refused, Err(after));
    assert_eq!(
        admitted(&limits, &guess.clone().at(start + MINUTE / 2)).await,
        1
    );
    assert_eq!(
        admitted(&limits, &guess.clone().at(start + 60 * MINUTE)).await,
        20
    );
    // A clock that goes back gives nothing and breaks nothing.
    assert_eq!(admitted(&limits, &guess.at(start)).await, 0);
}

#[tokio::test]
async fn behind_a_proxy_that_does_not_name_clients_only_addresses_count() {
    let limits = AttemptLimits::new();
    for proxy in ["10.0.0.1", "127.0.0.1", "::1", "not known"] {
        for n in 0..1000 {
            let attempt = attempt(&format!("user{n}@{proxy}.example.com"), proxy);
            assert_eq!(limits.admit(&attempt).await, Ok(()), "{proxy}");
        }
    }
    assert_eq!(
        admitted(&limits, &attempt("alice@example.com", "10.0.0.1")).await,
        600
    );
    limits
        .succeeded(&attempt("alice@example.com", "10.0.0.1"))
        .await;
    assert_eq!(
        admitted(&limits, &attempt("alice@example.com", "10.0.0.1")).await,
        1
    );
}

#[tokio::test]
async fn the_figures_are_the_applications() {
    let limits = AttemptLimits::new()
        .limit(AttemptKind::SignIn, CountedBy::EmailAndClient, 3, MINUTE)
        .no_limit(AttemptKind::SignIn, CountedBy::Client);
    assert_eq!(
        admitted(&limits, &attempt("alice@example.com", STRANGER)).await,
        3
    );
    for n in 0..1000 {
        let attempt = attempt(&format!("user{n}@example.com"), STRANGER);
        assert_eq!(limits.admit(&attempt).await, Ok(()));
    }
    let closed = AttemptLimits::new().limit(AttemptKind::SignIn, CountedBy::Email, 0, MINUTE);
    let refused = closed.admit(&attempt("alice@example.com", USER)).await;
    assert_eq!(refused, Err(TooManyAttempts::retry_after(MINUTE)));
}

#[tokio::test]
async fn a_flood_of_addresses_and_clients_takes_no_more_memory_and_frees_nobody() {
    let limits = AttemptLimits::new().remembers(1000);
    let guess = attempt("alice@example.com", STRANGER);
    assert_eq!(admitted(&limits, &guess).await, 20);
    for n in 0..20_000 {
        let attempt = attempt(&format!("user{n}@example.com"), &somebody(n));
        _ = limits.admit(&attempt).await;
        limits.succeeded(&attempt).await;
        // The guesses go on meanwhile.
        if n % 100 == 0 {
            assert!(limits.admit(&guess).await.is_err(), "{n}");
        }
    }
    assert!(limits.remembered() <= 2000, "{}", limits.remembered());
}

fn super_tokens(limiter: Option<Limiter>, clock: &Clock) -> SuperTokens {
    let mut parts = Parts {
        clock: clock.clone(),
        ..Parts::default()
    };
    if let Some(limiter) = limiter {
        parts.context = parts.context.with(limiter);
    }
    let settings = crate::config::Settings {
        connection_uri: Some("http://127.0.0.1:1".to_owned()),
        app_name: Some("Test".to_owned()),
        api_domain: Some("http://localhost".to_owned()),
        website_domain: Some("http://localhost".to_owned()),
        ..Default::default()
    };
    let config = crate::config::Config::new(settings, RequestFunctions::default()).expect("valid");
    SuperTokens::new(config, parts, originals()).expect("valid")
}

#[tokio::test(start_paused = true)]
async fn the_handle_has_the_limits_and_its_clock_moves_them() {
    let clock = Clock::movable();
    let limited = super_tokens(Some(Limiter::default()), &clock);
    let guess = || attempt("alice@example.com", STRANGER);
    for _ in 0..20 {
        assert!(admit(&limited, guess()).await.is_ok());
    }
    let refused = admit(&limited, guess())
        .await
        .expect_err("the twenty-first");
    assert_eq!(refused.code(), "too_many_attempts");
    assert!(matches!(refused, Error::TooManyAttempts { retry_after } if retry_after == MINUTE / 2));
    clock.advance(10 * MINUTE);
    for _ in 0..100 {
        assert!(admit(&limited, guess()).await.is_ok());
        succeeded(&limited, guess()).await;
    }
    for off in [None, Some(Limiter::off())] {
        let without = super_tokens(off, &clock);
        for _ in 0..1000 {
            assert!(admit(&without, guess()).await.is_ok());
            succeeded(&without, guess()).await;
        }
    }
}

#[tokio::test]
async fn an_application_may_decide_itself() {
    struct Nobody;

    #[async_trait::async_trait]
    impl LimitAttempts for Nobody {
        async fn admit(&self, attempt: &Attempt) -> Result<(), TooManyAttempts> {
            assert_eq!(attempt.email, "alice@example.com");
            Err(TooManyAttempts::retry_after(MINUTE))
        }
    }

    let handle = super_tokens(Some(Limiter::new(Nobody)), &Clock::movable());
    let refused = admit(&handle, attempt("Alice@example.com", USER)).await;
    assert!(matches!(
        refused,
        Err(Error::TooManyAttempts {
            retry_after: MINUTE
        })
    ));
}

#[test]
fn no_address_reaches_a_log() {
    let shown = format!("{:?}", attempt("alice@example.com", USER));
    assert!(!shown.contains("alice"), "{shown}");
    assert!(shown.contains(USER), "{shown}");
    let limits = Arc::new(AttemptLimits::new());
    assert!(format!("{limits:?}").contains("figures"));
}
