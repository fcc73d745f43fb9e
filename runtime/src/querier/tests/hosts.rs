//! Several hosts: which one is asked after which.

use super::*;
use HostFailureKind::{Broken, Refused, Reset, Timeout, Unavailable};

#[tokio::test]
async fn the_next_is_asked_when_one_fails_until_all_have() {
    for kind in [Refused, Timeout, Reset, Broken, Unavailable(502)] {
        let (querier, core) = ready_two([fails(kind), gone(), fails(kind), removed()]).await;
        assert!(querier.call(&READ, None).await.is_ok(), "{kind:?}");
        assert!(querier.call(&WRITE, None).await.is_ok(), "{kind:?}");
        assert_eq!(core.urls().len(), 6);
    }
    let (querier, _) = ready_two([fails(Refused), fails(Timeout)]).await;
    let error = querier.call(&READ, None).await.err().expect("no host left");
    assert!(error.is_unavailable());
    assert_eq!(
        error.to_string(),
        "no SuperTokens core available to query: http://a.core refused the connection (is the core listening?); http://b.core did not respond in time"
    );
}

#[tokio::test]
async fn a_page_of_a_proxy_is_not_the_cores_response() {
    let page = |status| Ok((status, "<html>Bad Gateway</html>".to_owned()));
    let (querier, _) = ready_two([page(502), gone(), page(503), page(504)]).await;
    assert!(querier.call(&READ, None).await.is_ok());
    let error = querier.call(&READ, None).await.err().expect("no host left");
    assert!(error.is_unavailable());
    let text = error.to_string();
    assert!(
        text.contains("http://b.core responded with 503: the proxy"),
        "{text}"
    );
}

/// Whose first attempt may have been carried out.
#[tokio::test]
async fn a_call_that_must_not_be_repeated_is_not() {
    let done = || ok(r#"{"status":"OK","userId":"u","email":"e"}"#);
    for kind in [Timeout, Reset, Broken, Unavailable(502), Unavailable(504)] {
        let (querier, core) = ready_two([fails(kind)]).await;
        assert!(querier.call(&once(), None).await.is_err(), "{kind:?}");
        assert_eq!(core.urls().len(), 3);
    }
    for kind in [Refused, Unavailable(503)] {
        let (querier, _) = ready_two([fails(kind), done()]).await;
        assert!(querier.call(&once(), None).await.is_ok(), "{kind:?}");
    }
}

/// A host that is late with it would replace the tokens that another has given.
#[tokio::test]
async fn a_refresh_is_repeated_once_and_only_where_no_response_can_come() {
    let refresh = RefreshSession {
        refresh_token: "r",
        anti_csrf_token: None,
        enable_anti_csrf: false,
        use_dynamic_signing_key: true,
    };
    let done = || ok(r#"{"status":"UNAUTHORISED","message":"m"}"#);
    for kind in [Timeout, Unavailable(504)] {
        let (querier, core) = ready_two([fails(kind)]).await;
        assert!(querier.call(&refresh, None).await.is_err(), "{kind:?}");
        assert_eq!(core.urls().len(), 3);
    }
    for kind in [Refused, Unavailable(503), Reset, Broken, Unavailable(502)] {
        let (querier, _) = ready_two([fails(kind), done()]).await;
        assert!(querier.call(&refresh, None).await.is_ok(), "{kind:?}");
    }
    let uri = "http://a.core;http://b.core;http://c.core";
    let failures = [
        versions(),
        versions(),
        versions(),
        fails(Reset),
        fails(Broken),
    ];
    let (querier, core) = querier_of(uri, failures);
    assert!(querier.call(&refresh, None).await.is_err());
    assert_eq!(core.urls().len(), 5, "not a third time");
}

#[tokio::test]
async fn the_only_one_is_asked_again_where_a_connection_was_lost() {
    let (querier, core) = ready([fails(Reset), gone(), fails(Broken), fails(Broken)]).await;
    assert!(querier.call(&READ, None).await.is_ok());
    assert!(querier.call(&READ, None).await.is_err());
    assert_eq!(core.urls().len(), 5);
    let (querier, core) = ready([fails(Refused)]).await;
    assert!(querier.call(&READ, None).await.is_err());
    assert_eq!(core.urls().len(), 2, "nobody listens");
}

/// Others take their turns meanwhile.
#[tokio::test]
async fn no_call_asks_the_same_one_twice() {
    let (querier, core) = ready_two([fails(Refused), gone(), gone(), gone()]).await;
    let (first, second) = (querier.call(&READ, None), querier.call(&READ, None));
    let (first, second) = tokio::join!(first, second);
    assert!(first.is_ok() && second.is_ok());
    let hosts: Vec<_> = core.urls()[2..]
        .iter()
        .map(|url| url[7..8].to_owned())
        .collect();
    assert_eq!(hosts, ["a", "b", "b"]);
}
