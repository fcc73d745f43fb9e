//! Which version of the core driver interface is used.

use super::*;

#[tokio::test]
async fn the_highest_that_all_hosts_offer() {
    let (querier, _) = two_hosts([
        offers(r#"["5.6","5.4","5.3"]"#),
        offers(r#"["5.3","5.4","5.5"]"#),
    ]);
    assert_eq!(querier.version().await.expect("one").to_string(), "5.4");
    let (querier, _) = two_hosts([offers(r#"["5.6","5.5"]"#), fails(HostFailureKind::Refused)]);
    assert_eq!(querier.version().await.expect("one").to_string(), "5.6");
    let (querier, _) = two_hosts([
        offers(r#"["5.6"]"#),
        Ok((401, "Invalid API key".to_owned())),
    ]);
    assert_eq!(querier.version().await.expect("one").to_string(), "5.6");
}

#[tokio::test]
async fn a_core_that_speaks_none_of_ours_is_named() {
    let (querier, _) = two_hosts([offers(r#"["3.0","4.0"]"#), versions()]);
    let error = querier.version().await.expect_err("too old");
    let text = error.to_string();
    assert!(
        text.contains("speaks CDI 3.0, 4.0; 4.0, 5.3, 5.2"),
        "{text}"
    );
}

#[tokio::test]
async fn a_version_that_is_refused_gives_way_to_another() {
    let (newer, older) = (offers(r#"["5.6","5.4"]"#), offers(r#"["5.4","5.3"]"#));
    let script = [newer, refuses("5.6"), older, gone(), removed()];
    let (querier, core) = querier_of("http://a.core", script);
    assert!(querier.call(&READ, None).await.is_ok());
    assert!(querier.call(&WRITE, None).await.is_ok());
    assert_eq!(sent_versions(&core), ["5.6", "5.4", "5.4"]);
}

#[tokio::test]
async fn a_refusal_is_believed_once() {
    let script = [versions(), refuses("5.3"), versions(), refuses("5.3")];
    let (querier, core) = querier_of("http://a.core", script);
    let error = querier.call(&READ, None).await.err().expect("refused");
    assert!(
        matches!(error, CoreError::Status { status: 400, .. }),
        "{error}"
    );
    assert_eq!(core.urls().len(), 4);
}

#[tokio::test]
async fn many_who_are_refused_negotiate_once() {
    let older = offers(r#"["5.2"]"#);
    let refused = [(); 10].map(|()| refuses("5.3"));
    let repeated = [(); 10].map(|()| gone());
    let (querier, core) = ready(refused.into_iter().chain([older]).chain(repeated)).await;
    let calls = [(); 10].map(|()| {
        let querier = Arc::clone(&querier);
        tokio::spawn(async move { querier.call(&READ, None).await.is_ok() })
    });
    for call in calls {
        assert!(call.await.expect("no panic"));
    }
    let asked = core.urls().into_iter();
    assert_eq!(asked.filter(|url| url.contains("/apiversion")).count(), 2);
}

/// A core that was replaced by a newer one refuses nothing.
#[tokio::test(start_paused = true)]
async fn newer_ones_are_asked_for_now_and_then() {
    let newer = offers(r#"["5.3","5.6"]"#);
    let down = || fails(HostFailureKind::Refused);
    let (querier, core) = ready([down(), newer]).await;
    let version = async || querier.version().await.expect("one").to_string();
    for (asked, expected) in [(2, "5.3"), (3, "5.6")] {
        advance(std::time::Duration::from_secs(299)).await;
        assert_eq!(version().await, "5.3");
        assert_eq!(core.urls().len(), asked - 1);
        advance(std::time::Duration::from_secs(1)).await;
        for _ in 0..20 {
            assert_eq!(version().await, "5.3", "nobody waits for it");
        }
        while core.urls().len() < asked {
            tokio::task::yield_now().await;
        }
        advance(std::time::Duration::from_millis(1)).await;
        assert_eq!(version().await, expected);
    }
    assert_eq!(core.urls().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_clock_tells_when_to_ask_again() {
    let (querier, core) = ready([offers(r#"["5.3","5.6"]"#)]).await;
    let version = async || querier.version().await.expect("one").to_string();
    querier.clock().advance(std::time::Duration::from_secs(300));
    while version().await != "5.6" {
        tokio::task::yield_now().await;
    }
    assert_eq!(core.urls().len(), 2);
}

/// It may speak no more than before when it comes back.
#[tokio::test(start_paused = true)]
async fn a_host_that_is_down_does_not_raise_the_version() {
    let newer = offers(r#"["5.3","5.6"]"#);
    let (querier, core) = ready_two([newer, fails(HostFailureKind::Refused)]).await;
    let version = async || querier.version().await.expect("one").to_string();
    advance(std::time::Duration::from_secs(300)).await;
    assert_eq!(version().await, "5.3");
    while core.urls().len() < 4 {
        tokio::task::yield_now().await;
    }
    tokio::task::yield_now().await;
    assert_eq!(version().await, "5.3");
}
