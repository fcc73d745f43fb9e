use super::scripted::{Scripted, querier};
use super::*;
use crate::cdi::{ReadSession, ReadSessionAnswer, RemoveSessions};
use crate::error::HostFailureKind;

const READ: ReadSession<'static> = ReadSession {
    session_handle: "h&1",
};

fn ok(body: &str) -> Scripted {
    Ok((200, body.to_owned()))
}

fn versions() -> Scripted {
    ok(r#"{"versions":["4.0","5.3","5.2"]}"#)
}

fn gone() -> Scripted {
    ok(r#"{"status":"UNAUTHORISED","message":"x"}"#)
}

#[tokio::test]
async fn negotiates_once_and_sends_what_the_core_wants() {
    let (querier, core) = querier([versions(), gone(), ok(r#"{"sessionHandlesRevoked":["h"]}"#)]);
    assert!(matches!(
        querier.call(&READ, None).await,
        Ok(ReadSessionAnswer::Unauthorised)
    ));
    let removed = querier
        .call(
            &RemoveSessions {
                session_handles: &["h"],
            },
            None,
        )
        .await
        .expect("an answer");
    assert_eq!(removed.session_handles_revoked, ["h"]);

    assert_eq!(
        core.urls(),
        [
            "http://a.core/appid-x/apiversion?apiDomain=http%3A%2F%2Flocalhost%3A8000&websiteDomain=http%3A%2F%2Flocalhost%3A8000",
            "http://b.core/recipe/session?sessionHandle=h%261",
            "http://a.core/appid-x/recipe/session/remove",
        ]
    );
    let asked = core.asked();
    assert!(!asked[0].headers.contains_key("cdi-version") && !asked[0].headers.contains_key("rid"));
    assert_eq!(asked[0].headers["api-key"], "the-key");
    assert!(
        asked
            .iter()
            .all(|request| request.headers.contains_key("x-seen")),
        "intercepted"
    );
    assert_eq!(asked[1].headers["cdi-version"], "5.3");
    assert_eq!(asked[1].headers["rid"], "session");
    assert!(!asked[1].headers.contains_key(CONTENT_TYPE));
    assert_eq!(
        asked[2].headers[CONTENT_TYPE],
        "application/json; charset=utf-8"
    );
    assert_eq!(asked[2].body, br#"{"sessionHandles":["h"]}"#);
}

#[tokio::test]
async fn moves_on_when_a_host_fails_and_gives_up_when_all_do() {
    let (ok, _) = querier([
        Err(HostFailureKind::Connect),
        versions(),
        Err(HostFailureKind::Timeout),
        gone(),
    ]);
    assert!(ok.call(&READ, None).await.is_ok());

    let (down, _) = querier([Err(HostFailureKind::Connect), Err(HostFailureKind::Timeout)]);
    let error = down.call(&READ, None).await.err().expect("no host left");
    assert!(error.is_unavailable());
    let text = error.to_string();
    assert!(
        text.contains("http://a.core refused the connection; http://b.core did not answer in time"),
        "{text}"
    );
}

#[tokio::test(start_paused = true)]
async fn waits_while_the_core_is_busy_but_not_for_ever() {
    let busy = || Ok((429, "slow down".to_owned()));
    let (querier_ok, _) = querier([versions(), busy(), busy(), gone()]);
    assert!(querier_ok.call(&READ, None).await.is_ok());

    let (stuck, core) = querier([versions(), busy(), busy(), busy(), busy(), busy(), busy()]);
    assert!(matches!(
        stuck.call(&READ, None).await,
        Err(CoreError::RateLimited { .. })
    ));
    assert_eq!(core.urls().len(), 7);
}

#[tokio::test]
async fn other_statuses_are_errors_that_are_not_retried() {
    let (querier_400, core) = querier([
        versions(),
        Ok((
            400,
            "The user payload contains protected field\n".to_owned(),
        )),
    ]);
    let error = querier_400.call(&READ, None).await.err().expect("refused");
    assert_eq!(
        error.to_string(),
        "SuperTokens core threw an error for a GET request to path: '/recipe/session' with status code: 400 and message: The user payload contains protected field\n"
    );
    assert!(!error.is_unavailable());
    assert_eq!(core.urls().len(), 2);

    let (garbled, _) = querier([versions(), ok("<html>")]);
    assert!(matches!(
        garbled.call(&READ, None).await,
        Err(CoreError::Answer { .. })
    ));
}

#[tokio::test]
async fn a_core_that_speaks_none_of_our_versions_is_named() {
    let (old, _) = querier([ok(r#"{"versions":["3.0","4.0"]}"#)]);
    let error = old.version().await.expect_err("too old");
    assert!(error.to_string().contains("speaks CDI 3.0, 4.0"), "{error}");
}

#[tokio::test]
async fn public_keys_are_fetched_in_order_and_bare() {
    let (querier, core) = querier([Err(HostFailureKind::Broken), ok(r#"{"keys":[]}"#)]);
    assert!(querier.public_keys().await.expect("keys").keys.is_empty());
    assert_eq!(
        core.urls(),
        [
            "http://a.core/appid-x/.well-known/jwks.json",
            "http://b.core/.well-known/jwks.json"
        ]
    );
    assert!(
        core.asked()
            .iter()
            .all(|request| request.headers.is_empty()),
        "not even the interceptor sees them"
    );
}

#[tokio::test]
async fn a_request_reads_once_until_it_writes() {
    let removed = || ok(r#"{"sessionHandlesRevoked":[]}"#);
    let (querier, core) = querier([versions(), gone(), gone(), removed(), gone()]);
    let (memo, other_request) = (Memo::default(), Memo::default());
    for _ in 0..3 {
        assert!(querier.call(&READ, Some(&memo)).await.is_ok());
    }
    assert_eq!(core.urls().len(), 2);
    assert!(querier.call(&READ, Some(&other_request)).await.is_ok());
    assert!(
        querier
            .call(
                &RemoveSessions {
                    session_handles: &["h"]
                },
                Some(&memo)
            )
            .await
            .is_ok()
    );
    assert!(querier.call(&READ, Some(&memo)).await.is_ok());
    assert!(querier.call(&READ, Some(&other_request)).await.is_ok());
    assert_eq!(
        core.urls().len(),
        5,
        "only the request that wrote asks again"
    );
}

#[tokio::test]
async fn a_write_without_a_request_ends_what_all_requests_remember() {
    let removed = || ok(r#"{"sessionHandlesRevoked":[]}"#);
    let (querier, core) = querier([versions(), gone(), removed(), gone()]);
    let memo = Memo::default();
    assert!(querier.call(&READ, Some(&memo)).await.is_ok());
    assert!(
        querier
            .call(
                &RemoveSessions {
                    session_handles: &["h"]
                },
                None
            )
            .await
            .is_ok()
    );
    assert!(querier.call(&READ, Some(&memo)).await.is_ok());
    assert_eq!(core.urls().len(), 4);
}
