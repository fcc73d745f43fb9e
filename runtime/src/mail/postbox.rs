//! Takes e-mails from requests and sends them behind their back.

use std::fmt;
use std::sync::Arc;
#[cfg(feature = "testing")]
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;

use super::email::Email;
use super::send::{SendEmail, SendError, Undeliverable};
use crate::error::{Chain, ConfigError};

/// How long an e-mail waits after each failed attempt but the last.
const WAITS: [Duration; 5] = [
    Duration::from_secs(2),
    Duration::from_secs(10),
    Duration::from_secs(60),
    Duration::from_secs(300),
    Duration::from_secs(900),
];
/// Longest time for one attempt.
const MOST_TIME: Duration = Duration::from_secs(120);
/// How many e-mails may wait. More of them would only fill the memory.
const MOST_WAITING: u32 = 1000;
const MOST_AT_ONCE: usize = 8;

/// Where requests post e-mails. It never holds a request up, and a request never learns how the sending went.
///
/// It is a value of the handle's context: [`SuperTokens::postbox`](crate::SuperTokens::postbox).
pub(crate) struct Postbox(Destination);

enum Destination {
    Sender(Arc<Sender>),
    /// Nothing is sent in tests.
    #[cfg(feature = "testing")]
    Kept(KeptEmails),
}

/// What was posted in a test, the oldest first.
#[cfg(feature = "testing")]
#[derive(Clone, Default)]
pub(crate) struct KeptEmails(Arc<Mutex<Vec<Email>>>);

#[cfg(feature = "testing")]
impl KeptEmails {
    pub(crate) fn all(&self) -> Vec<Email> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn add(&self, email: Email) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(email);
    }
}

impl Postbox {
    pub(crate) fn new(transport: impl SendEmail) -> Self {
        Self(Destination::Sender(Arc::new(Sender {
            transport: Arc::new(transport),
            places: Arc::new(Semaphore::new(MOST_WAITING as usize)),
            turns: Semaphore::new(MOST_AT_ONCE),
            closing: watch::Sender::new(false),
        })))
    }

    #[cfg(feature = "testing")]
    pub(crate) fn keeping(kept: KeptEmails) -> Self {
        Self(Destination::Kept(kept))
    }

    /// Whether the transport is configured well.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        match &self.0 {
            Destination::Sender(sender) => sender.transport.check(),
            #[cfg(feature = "testing")]
            Destination::Kept(_) => Ok(()),
        }
    }

    /// Sends the e-mail in the background.
    pub(crate) fn post(&self, email: Email) {
        match &self.0 {
            Destination::Sender(sender) => Arc::clone(sender).post(email),
            #[cfg(feature = "testing")]
            Destination::Kept(kept) => kept.add(email),
        }
    }

    /// Gives the e-mails that wait one more attempt, and waits for that, but no longer than `longest`.
    pub(crate) async fn close(&self, longest: Duration) {
        match &self.0 {
            Destination::Sender(sender) => {
                sender.closing.send_replace(true);
                if timeout(longest, sender.places.acquire_many(MOST_WAITING))
                    .await
                    .is_err()
                {
                    let unsent = MOST_WAITING as usize - sender.places.available_permits();
                    tracing::error!("{unsent} e-mails are not sent: the application shuts down");
                }
            }
            #[cfg(feature = "testing")]
            Destination::Kept(_) => {}
        }
    }
}

struct Sender {
    transport: Arc<dyn SendEmail>,
    /// Each e-mail has one until it is sent or lost.
    places: Arc<Semaphore>,
    /// Each attempt has one.
    turns: Semaphore,
    closing: watch::Sender<bool>,
}

impl Sender {
    fn post(self: Arc<Self>, email: Email) {
        let Ok(runtime) = Handle::try_current() else {
            tracing::error!("{} is not sent: there is no tokio runtime", Named(&email));
            return;
        };
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            tracing::error!(
                "{} is not sent: {MOST_WAITING} others wait already",
                Named(&email)
            );
            return;
        };
        runtime.spawn(self.deliver(Arc::new(email), place));
    }

    /// Tries until the e-mail is sent, or there is no use in trying.
    async fn deliver(self: Arc<Self>, email: Arc<Email>, _place: OwnedSemaphorePermit) {
        let mut closing = self.closing.subscribe();
        let mut waits = WAITS.into_iter();
        loop {
            let is_last = *closing.borrow_and_update();
            let Err(error) = self.attempt(&email).await else {
                return;
            };
            let wait = match is_last || is_final(&*error) {
                true => None,
                false => waits.next(),
            };
            let problem = without_link(&Chain(&*error).to_string(), &email);
            let Some(wait) = wait else {
                tracing::error!("{} is not sent: {problem}", Named(&email));
                return;
            };
            tracing::warn!(
                "{} is not sent yet, the next attempt is in {} s: {problem}",
                Named(&email),
                wait.as_secs()
            );
            // It is the time that passes, or the application that shuts down.
            let _ = timeout(wait, closing.wait_for(|closing| *closing)).await;
        }
    }

    async fn attempt(&self, email: &Arc<Email>) -> Result<(), SendError> {
        let _turn = self.turns.acquire().await?;
        let (transport, email) = (Arc::clone(&self.transport), Arc::clone(email));
        // In a task of its own, so that a panic is a failure like others.
        let mut task = tokio::spawn(async move { transport.send_email(&email).await });
        match timeout(MOST_TIME, &mut task).await {
            Ok(result) => result?,
            Err(elapsed) => {
                task.abort();
                Err(elapsed.into())
            }
        }
    }
}

fn is_final(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    error.is::<Undeliverable>()
}

/// A server may quote what it refuses.
fn without_link(text: &str, email: &Email) -> String {
    let text = text.replace(email.link().as_str(), "(link)");
    match email.link().token() {
        Some(token) if !token.is_empty() => text.replace(token, "(token)"),
        _ => text,
    }
}

/// How the log names an e-mail: without address, link and token.
struct Named<'a>(&'a Email);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (matter, user) = (self.0.subject_matter(), self.0.recipe_user_id());
        write!(f, "an e-mail ({matter}) to user {}", user.escape_debug())
    }
}

impl fmt::Debug for Postbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postbox").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
