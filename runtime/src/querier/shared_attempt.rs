//! One shared attempt for all callers that wait for the same thing.

use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::deadline::Deadline;

/// Lets all callers that need the same thing at the same time share one attempt and its failure.
///
/// Nothing is remembered: a later caller begins another attempt. A cancelled caller does not harm the others, because
/// one of them begins again.
pub(crate) struct SharedAttempt<T> {
    running: Mutex<Option<watch::Receiver<Option<T>>>>,
}

impl<T> Default for SharedAttempt<T> {
    fn default() -> Self {
        Self {
            running: Mutex::default(),
        }
    }
}

enum Role<T> {
    Tries(watch::Sender<Option<T>>),
    Waits(watch::Receiver<Option<T>>),
}

impl<T: Clone> SharedAttempt<T> {
    /// The result of the attempt under way, or of a new one. `None` if the attempt of another caller had no result
    /// before the deadline. This caller's own attempt must keep the deadline itself.
    pub(crate) async fn run<F: Future<Output = T>>(
        &self,
        deadline: Deadline,
        attempt: impl FnOnce() -> F,
    ) -> Option<T> {
        loop {
            match self.join() {
                Role::Tries(sender) => {
                    let result = attempt().await;
                    *self.lock() = None;
                    sender.send_replace(Some(result.clone()));
                    return Some(result);
                }
                Role::Waits(mut receiver) => {
                    let result = receiver.wait_for(Option::is_some);
                    match tokio::time::timeout(deadline.left(), result).await {
                        Ok(Ok(result)) => return result.clone(),
                        // The caller that made the attempt was cancelled.
                        Ok(Err(_)) => {}
                        Err(_) => return None,
                    }
                }
            }
        }
    }

    /// Whether an attempt is under way.
    pub(crate) fn is_running(&self) -> bool {
        self.lock().as_ref().is_some_and(is_alive)
    }

    fn join(&self) -> Role<T> {
        let mut running = self.lock();
        if let Some(receiver) = running.as_ref().filter(|receiver| is_alive(receiver)) {
            return Role::Waits(receiver.clone());
        }
        let (sender, receiver) = watch::channel(None);
        *running = Some(receiver);
        Role::Tries(sender)
    }

    fn lock(&self) -> MutexGuard<'_, Option<watch::Receiver<Option<T>>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_alive<T>(receiver: &watch::Receiver<Option<T>>) -> bool {
    receiver.has_changed().is_ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use tokio::task::JoinHandle;
    use tokio::time::{Instant, sleep};

    use super::*;

    #[derive(Default)]
    struct World {
        attempt: SharedAttempt<u32>,
        begun: AtomicU32,
    }

    impl World {
        /// Asks for the number of the attempt, which takes ten seconds.
        fn ask(self: &Arc<Self>, patience: u64) -> JoinHandle<Option<u32>> {
            let world = Arc::clone(self);
            let deadline = Deadline::after(Duration::from_secs(patience));
            tokio::spawn(async move {
                let attempt = || async {
                    let number = world.begun.fetch_add(1, Ordering::Relaxed);
                    sleep(Duration::from_secs(10)).await;
                    number
                };
                world.attempt.run(deadline, attempt).await
            })
        }
    }

    #[tokio::test(start_paused = true)]
    async fn all_have_the_result_of_one_attempt_and_later_ones_another() {
        let world = Arc::new(World::default());
        let start = Instant::now();
        for asked in [(); 50].map(|()| world.ask(20)) {
            assert_eq!(asked.await.expect("no panic"), Some(0));
        }
        assert_eq!(start.elapsed(), Duration::from_secs(10));
        assert!(!world.attempt.is_running());
        assert_eq!(world.ask(20).await.expect("no panic"), Some(1));
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_cancelled_takes_nobody_down() {
        let world = Arc::new(World::default());
        let first = world.ask(20);
        tokio::task::yield_now().await;
        let others = [(); 5].map(|()| world.ask(20));
        sleep(Duration::from_secs(5)).await;
        assert!(world.attempt.is_running());
        first.abort();
        for asked in others {
            assert_eq!(asked.await.expect("no panic"), Some(1));
        }
        assert_eq!(world.begun.load(Ordering::Relaxed), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_beyond_the_deadline() {
        let world = Arc::new(World::default());
        let first = world.ask(20);
        tokio::task::yield_now().await;
        let start = Instant::now();
        assert_eq!(world.ask(3).await.expect("no panic"), None);
        assert_eq!(start.elapsed(), Duration::from_secs(3));
        assert_eq!(first.await.expect("no panic"), Some(0));
    }
}
