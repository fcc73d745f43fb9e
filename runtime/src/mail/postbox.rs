//! Takes e-mails from requests and sends them behind their back.

use std::fmt;
use std::sync::Arc;
#[cfg(feature = "testing")]
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{Semaphore, watch};
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
const MOST_WAITING: usize = 1000;
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
            waiting: watch::Sender::new(0),
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

    /// Gives the e-mails that wait one more attempt, and waits for that, but no longer than `longest`. Requests that are
    /// still served may post e-mails meanwhile and afterwards: those have one attempt, too.
    pub(crate) async fn close(&self, longest: Duration) {
        match &self.0 {
            Destination::Sender(sender) => {
                sender.closing.send_replace(true);
                let mut waiting = sender.waiting.subscribe();
                let all_sent = timeout(longest, waiting.wait_for(|waiting| *waiting == 0)).await;
                if all_sent.is_err() {
                    let unsent = *sender.waiting.borrow();
                    tracing::error!(
                        "{unsent} e-mails are not sent yet: the application shuts down"
                    );
                }
            }
            #[cfg(feature = "testing")]
            Destination::Kept(_) => {}
        }
    }
}

struct Sender {
    transport: Arc<dyn SendEmail>,
    /// How many e-mails are neither sent nor lost.
    waiting: watch::Sender<usize>,
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
        let email = Arc::new(email);
        let Some(place) = Place::take(&self, &email) else {
            tracing::error!(
                "{} is not sent: {MOST_WAITING} others wait already",
                Named(&email)
            );
            return;
        };
        runtime.spawn(self.deliver(email, place));
    }

    /// Tries until the e-mail is sent, or there is no use in trying.
    async fn deliver(self: Arc<Self>, email: Arc<Email>, mut place: Place) {
        let mut closing = self.closing.subscribe();
        let mut waits = WAITS.into_iter();
        loop {
            let is_last = *closing.borrow_and_update();
            let Err(error) = self.attempt(&email).await else {
                place.is_settled = true;
                return;
            };
            let wait = match is_last || is_final(&*error) {
                true => None,
                false => waits.next(),
            };
            let problem = without_link(&Chain(&*error).to_string(), &email);
            let Some(wait) = wait else {
                place.is_settled = true;
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

/// One e-mail that is neither sent nor lost.
struct Place {
    sender: Arc<Sender>,
    email: Arc<Email>,
    is_settled: bool,
}

impl Place {
    /// Fails if too many e-mails wait.
    fn take(sender: &Arc<Sender>, email: &Arc<Email>) -> Option<Self> {
        let is_taken = sender.waiting.send_if_modified(|waiting| {
            let has_room = *waiting < MOST_WAITING;
            *waiting += usize::from(has_room);
            has_room
        });
        is_taken.then(|| Self {
            sender: Arc::clone(sender),
            email: Arc::clone(email),
            is_settled: false,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.sender.waiting.send_modify(|waiting| *waiting -= 1);
        // The runtime has ended within an attempt, or between two.
        if !self.is_settled {
            let email = Named(&self.email);
            tracing::error!("{email} is not sent: the application has shut down");
        }
    }
}

fn is_final(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    error.is::<Undeliverable>()
}

/// A server may quote what it refuses.
fn without_link(text: &str, email: &Email) -> String {
    let text = match email.link().as_str() {
        "" => text.to_owned(),
        link => text.replace(link, "(link)"),
    };
    match email.link().token() {
        "" => text,
        token => text.replace(token, "(token)"),
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
