//! How long calls take at most.

use super::super::send::RateLimitDelays;
use super::*;
use std::time::Duration;

async fn seconds<T>(work: impl Future<Output = T>) -> (T, f64) {
    let start = Instant::now();
    let result = work.await;
    (result, start.elapsed().as_secs_f64())
}

#[tokio::test(start_paused = true)]
async fn a_host_that_hangs_leaves_time_for_the_next() {
    let (querier, _) = ready_two([hangs(), gone(), hangs(), hangs()]).await;
    let (result, took) = seconds(querier.call(&READ, None)).await;
    assert!(result.is_ok());
    assert!((4.4..4.6).contains(&took), "{took}");
    let (result, took) = seconds(querier.call(&READ, None)).await;
    assert!(result.is_err());
    assert!((8.9..9.1).contains(&took), "{took}");
}

#[tokio::test(start_paused = true)]
async fn negotiating_counts() {
    let (querier, core) = two_hosts([hangs(), versions(), hangs(), gone()]);
    let (result, took) = seconds(querier.call(&READ, None)).await;
    assert!(result.is_ok());
    assert!(
        (6.7..6.8).contains(&took),
        "4.5 and half of the rest: {took}"
    );
    assert_eq!(core.urls().len(), 4);
    let (querier, core) = two_hosts([hangs(), hangs()]);
    let (result, took) = seconds(querier.call(&READ, None)).await;
    assert!(result.is_err_and(|error| error.is_unavailable()));
    assert!((8.9..9.1).contains(&took), "{took}");
    assert_eq!(core.urls().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_repeated_has_it_all() {
    let (querier, core) = ready_two([hangs()]).await;
    let (_, took) = seconds(querier.call(&once(), None)).await;
    assert!((8.9..9.1).contains(&took), "{took}");
    assert_eq!(core.urls().len(), 3);
}

fn busy() -> Scripted {
    Ok((429, "slow down".to_owned()))
}

#[tokio::test(start_paused = true)]
async fn a_busy_core_is_waited_for_but_not_for_ever() {
    let (querier, _) = querier_of(
        "http://a.core",
        [busy(), versions(), busy(), busy(), gone()],
    );
    let (result, took) = seconds(querier.call(&READ, None)).await;
    assert!(result.is_ok());
    assert!((0.27..0.35).contains(&took), "{took}");
    let (stuck, core) = ready([(); 6].map(|()| busy())).await;
    assert!(matches!(
        stuck.call(&READ, None).await,
        Err(CoreError::RateLimited { .. })
    ));
    assert_eq!(core.urls().len(), 7);
    // No time is left for the second wait.
    let mut delays = RateLimitDelays::default();
    let deadline = Deadline::after(Duration::from_millis(200));
    let (_, took) = seconds(async {
        assert!(delays.wait("/", deadline).await.is_ok());
        assert!(delays.wait("/", deadline).await.is_err());
    })
    .await;
    assert!(took < 0.1, "{took}");
}

#[tokio::test(start_paused = true)]
async fn those_who_ask_at_once_wait_once() {
    let (querier, core) = two_hosts([hangs(), hangs(), versions(), versions()]);
    let start = Instant::now();
    let asking = [(); 50].map(|()| {
        let querier = Arc::clone(&querier);
        tokio::spawn(async move { querier.call(&READ, None).await.is_err() })
    });
    for asked in asking {
        assert!(asked.await.expect("no panic"));
    }
    let took = start.elapsed().as_secs_f64();
    assert!((8.9..9.1).contains(&took), "{took}");
    assert_eq!(core.urls().len(), 2);
    assert!(querier.version().await.is_ok(), "and not remembered");
}

#[tokio::test(start_paused = true)]
async fn whoever_is_cancelled_leaves_nothing_behind() {
    let (querier, core) = two_hosts([hangs(), versions(), versions(), hangs(), gone()]);
    let call = |seconds| {
        let querier = Arc::clone(&querier);
        async move {
            let call = querier.call(&READ, None);
            tokio::time::timeout(Duration::from_secs(seconds), call).await
        }
    };
    assert!(call(1).await.is_err(), "while it negotiates");
    assert!(call(1).await.is_err(), "while it reads");
    assert!(call(1).await.is_ok_and(|result| result.is_ok()));
    assert_eq!(core.urls().len(), 5);
}
