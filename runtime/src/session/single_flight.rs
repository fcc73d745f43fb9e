use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::OnceCell;

/// Lets many who want the same at the same time have it from one call.
///
/// A caller that is cancelled does not take the call down with it: the next one goes on. Nothing is remembered
/// once all have their answer.
pub(crate) struct SingleFlight<T> {
    flights: Mutex<HashMap<String, Weak<OnceCell<T>>>>,
}

impl<T> Default for SingleFlight<T> {
    fn default() -> Self {
        Self {
            flights: Mutex::default(),
        }
    }
}

impl<T: Clone> SingleFlight<T> {
    pub(crate) async fn run<F: Future<Output = T>>(
        &self,
        key: &str,
        call: impl FnOnce() -> F,
    ) -> T {
        let flight = self.join(key);
        let result = flight.get_or_init(call).await.clone();
        drop(flight);
        self.forget(key);
        result
    }

    fn join(&self, key: &str) -> Arc<OnceCell<T>> {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = flights.get(key).and_then(Weak::upgrade) {
            return flight;
        }
        // Those of cancelled callers stay behind until here.
        flights.retain(|_, flight| flight.strong_count() > 0);
        let flight = Arc::default();
        flights.insert(key.to_owned(), Arc::downgrade(&flight));
        flight
    }

    /// Removes the flight if nobody waits for it any more.
    fn forget(&self, key: &str) {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        if flights
            .get(key)
            .is_some_and(|flight| flight.strong_count() == 0)
        {
            flights.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn those_who_ask_together_get_one_answer() {
        let flights = Arc::new(SingleFlight::default());
        let calls = Arc::new(AtomicU32::new(0));
        let ask = |key: &'static str| {
            let (flights, calls) = (Arc::clone(&flights), Arc::clone(&calls));
            tokio::spawn(async move {
                let call = || async {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    calls.fetch_add(1, Ordering::Relaxed)
                };
                flights.run(key, call).await
            })
        };
        let cancelled = ask("a");
        let asking: Vec<_> = (0..10).map(|_| ask("a")).chain([ask("b")]).collect();
        tokio::time::sleep(Duration::from_millis(500)).await;
        cancelled.abort();
        let mut answers = Vec::new();
        for asked in asking {
            answers.push(asked.await.expect("no panic"));
        }
        assert_eq!(calls.load(Ordering::Relaxed), 2, "one a key");
        assert!(answers[..10].iter().all(|answer| *answer == answers[0]));
        assert_ne!(answers[0], answers[10]);
        assert!(flights.flights.lock().expect("no panic").is_empty());
        assert_eq!(
            ask("a").await.expect("no panic"),
            2,
            "asked anew afterwards"
        );
    }
}
