//! Waits for what happens in the background.

use std::time::Duration;

/// Waits for what happens in the background. Fails the test if it does not within ten seconds.
#[track_caller]
pub fn eventually<F: Future<Output = bool>>(
    happened: impl FnMut() -> F,
) -> impl Future<Output = ()> {
    let caller = std::panic::Location::caller();
    wait(happened, caller)
}

async fn wait<F: Future<Output = bool>>(
    mut happened: impl FnMut() -> F,
    caller: &'static std::panic::Location<'static>,
) {
    for _ in 0..500 {
        if happened().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{caller}: it did not happen");
}
