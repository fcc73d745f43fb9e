//! E-mails in the background, by a clock that does not wait.

use std::collections::VecDeque;
use std::io;
use std::sync::Mutex;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep};

use super::*;
use crate::mail::email::tests::password_reset;
use crate::mail::{EmailLink, PasswordResetEmail};

/// Sends as it is told to, and remembers when.
#[derive(Clone, Default)]
struct Told(Arc<Inner>);

#[derive(Default)]
struct Inner {
    outcomes: Mutex<VecDeque<Outcome>>,
    attempts: Mutex<Vec<(Instant, String)>>,
    tried: Notify,
}

/// What the next attempt does. It succeeds where nothing is said.
enum Outcome {
    Fails,
    FailsForGood,
    Hangs,
    Panics,
}

impl Told {
    fn to(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        let told = Self::default();
        told.0.outcomes.lock().expect("no panic").extend(outcomes);
        told
    }

    fn postbox(&self) -> Postbox {
        let told = self.clone();
        Postbox::new(move |email: Email| {
            let told = told.clone();
            async move { told.send(&email).await }
        })
    }

    async fn send(&self, email: &Email) -> Result<(), SendError> {
        let attempt = (Instant::now(), email.recipient().to_owned());
        self.0.attempts.lock().expect("no panic").push(attempt);
        let outcome = self.0.outcomes.lock().expect("no panic").pop_front();
        self.0.tried.notify_one();
        match outcome {
            None => Ok(()),
            Some(Outcome::Fails) => Err(Box::new(io::Error::other("not now"))),
            Some(Outcome::FailsForGood) => {
                Err(Box::new(Undeliverable::new(io::Error::other("never"))))
            }
            Some(Outcome::Hangs) => std::future::pending().await,
            Some(Outcome::Panics) => panic!("a panic of the application"),
        }
    }

    /// Seconds between the attempts, once there are so many.
    async fn waits(&self, attempts: usize) -> Vec<u64> {
        while self.count() < attempts {
            self.0.tried.notified().await;
        }
        let attempts = self.0.attempts.lock().expect("no panic");
        let pairs = attempts.windows(2);
        pairs
            .map(|pair| pair[1].0.duration_since(pair[0].0).as_secs())
            .collect()
    }

    fn count(&self) -> usize {
        self.0.attempts.lock().expect("no panic").len()
    }
}

fn repeated(outcome: fn() -> Outcome, times: usize) -> impl Iterator<Item = Outcome> {
    std::iter::repeat_with(outcome).take(times)
}

const LONG: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test(start_paused = true)]
async fn what_fails_is_tried_again_and_given_up_some_day() {
    let told = Told::to(repeated(|| Outcome::Fails, 100));
    told.postbox().post(password_reset("a@example.com"));
    assert_eq!(told.waits(6).await, [2, 10, 60, 300, 900]);
    sleep(LONG).await;
    assert_eq!(told.count(), 6);
}

#[tokio::test(start_paused = true)]
async fn what_is_sent_is_not_sent_again() {
    let told = Told::to([Outcome::Fails]);
    told.postbox().post(password_reset("a@example.com"));
    assert_eq!(told.waits(2).await, [2]);
    sleep(LONG).await;
    assert_eq!(told.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_nobody_accepts_is_not_tried_again() {
    let told = Told::to([Outcome::FailsForGood]);
    told.postbox().post(password_reset("a@example.com"));
    sleep(LONG).await;
    assert_eq!(told.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_panic_and_an_endless_attempt_are_failures() {
    let told = Told::to([Outcome::Panics, Outcome::Hangs]);
    told.postbox().post(password_reset("a@example.com"));
    // Two minutes are the longest time for an attempt.
    assert_eq!(told.waits(3).await, [2, 120 + 10]);
}

#[tokio::test(start_paused = true)]
async fn a_few_are_sent_at_a_time_and_the_rest_after_them() {
    let told = Told::to(repeated(|| Outcome::Hangs, MOST_AT_ONCE));
    let postbox = told.postbox();
    for _ in 0..MOST_AT_ONCE + 3 {
        postbox.post(password_reset("a@example.com"));
    }
    sleep(Duration::from_secs(119)).await;
    assert_eq!(told.count(), MOST_AT_ONCE);
    sleep(LONG).await;
    assert_eq!(told.count(), 2 * MOST_AT_ONCE + 3);
}

#[tokio::test(start_paused = true)]
async fn not_more_than_that_wait() {
    let told = Told::to(repeated(|| Outcome::Fails, MOST_WAITING));
    let postbox = told.postbox();
    for _ in 0..MOST_WAITING + 50 {
        postbox.post(password_reset("a@example.com"));
    }
    sleep(LONG).await;
    assert_eq!(told.count(), 2 * MOST_WAITING);
    // And then there is room again.
    postbox.post(password_reset("late@example.com"));
    sleep(LONG).await;
    assert_eq!(told.count(), 2 * MOST_WAITING + 1);
}

#[tokio::test(start_paused = true)]
async fn at_the_end_of_the_application_each_gets_one_more_attempt() {
    let told = Told::to(repeated(|| Outcome::Fails, 3));
    let postbox = told.postbox();
    postbox.post(password_reset("a@example.com"));
    postbox.post(password_reset("b@example.com"));
    told.waits(2).await;
    let began = Instant::now();
    postbox.close(Duration::from_secs(3)).await;
    assert_eq!((told.count(), began.elapsed()), (4, Duration::ZERO));
    sleep(LONG).await;
    assert_eq!(told.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn the_end_of_the_application_does_not_wait_for_ever() {
    let told = Told::to([Outcome::Hangs]);
    let postbox = told.postbox();
    postbox.post(password_reset("a@example.com"));
    told.waits(1).await;
    let began = Instant::now();
    postbox.close(Duration::from_secs(3)).await;
    assert_eq!(began.elapsed(), Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn while_and_after_the_application_ends_what_is_posted_is_still_sent() {
    let told = Told::to([Outcome::Hangs]);
    let postbox = told.postbox();
    postbox.post(password_reset("a@example.com"));
    told.waits(1).await;
    let late = async {
        tokio::task::yield_now().await;
        postbox.post(password_reset("b@example.com"));
        told.waits(2).await;
    };
    tokio::join!(postbox.close(Duration::from_secs(3)), late);
    postbox.post(password_reset("c@example.com"));
    told.waits(3).await;
}

#[test]
fn without_a_runtime_nothing_panics() {
    Told::default()
        .postbox()
        .post(password_reset("a@example.com"));
}

#[test]
fn a_line_of_the_log_has_neither_link_nor_token_nor_address() {
    let email = password_reset("a@example.com");
    let link = email.link().as_str();
    let quoted = format!("554 spam: {link} (token abc)");
    assert_eq!(
        without_link(&quoted, &email),
        "554 spam: (link) (token (token))"
    );
    // The front end's own page may have the token anywhere in it.
    let own = EmailLink::new("https://example.com/reset/abc/public", "abc");
    let email = Email::PasswordReset(PasswordResetEmail::new("a@example.com", own));
    assert_eq!(
        without_link("554 spam: example.com/reset/abc", &email),
        "554 spam: example.com/reset/(token)"
    );
    let email = password_reset("a@example.com");
    assert_eq!(
        Named(&email).to_string(),
        "an e-mail (password reset) to user recipe"
    );
}
