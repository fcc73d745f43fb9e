//! One call: what is sent, and what its response leads to.

use super::*;

#[tokio::test]
async fn negotiates_once_and_sends_what_the_core_wants() {
    let (querier, core) = two_hosts([versions(), versions(), gone(), removed()]);
    assert!(matches!(
        querier.call(&READ, None).await,
        Ok(ReadSessionResponse::Unauthorised)
    ));
    let response = querier.call(&WRITE, None).await.expect("a response");
    assert_eq!(response.session_handles_revoked, ["h"]);

    let query =
        "apiDomain=http%3A%2F%2Flocalhost%3A8000&websiteDomain=http%3A%2F%2Flocalhost%3A8000";
    assert_eq!(
        core.urls(),
        [
            &format!("http://a.core/appid-x/apiversion?{query}"),
            &format!("http://b.core/apiversion?{query}"),
            "http://a.core/appid-x/recipe/session?sessionHandle=h%261",
            "http://b.core/recipe/session/remove",
        ]
    );
    let asked = core.asked();
    assert!(asked.iter().all(|it| it.headers.contains_key("x-seen")));
    for name in ["cdi-version", "rid"] {
        assert!(!asked[0].headers.contains_key(name));
    }
    assert_eq!(asked[0].headers["api-key"], "the-key");
    assert_eq!(asked[2].headers["cdi-version"], "5.3");
    assert_eq!(asked[2].headers["rid"], "session");
    assert!(!asked[2].headers.contains_key(CONTENT_TYPE));
    assert_eq!(
        asked[3].headers[CONTENT_TYPE],
        "application/json; charset=utf-8"
    );
    assert_eq!(asked[3].body, br#"{"sessionHandles":["h"]}"#);
}

#[tokio::test]
async fn other_statuses_are_errors_that_are_not_repeated() {
    let message = "The user payload contains protected field\n";
    let (querier, core) = ready_two([Ok((400, message.to_owned()))]).await;
    let error = querier.call(&READ, None).await.err().expect("refused");
    assert_eq!(
        error.to_string(),
        "SuperTokens core threw an error for a GET request to path: '/recipe/session' with status code: 400 and message: The user payload contains protected field\n"
    );
    assert!(!error.is_unavailable());
    assert_eq!(core.urls().len(), 3);
}

#[tokio::test]
async fn what_is_not_understood_is_not_quoted() {
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlMTIz";
    let body = format!(r#"{{"sessionHandlesRevoked":"{token}"}}"#);
    let (querier, _) = ready([ok("<html>"), ok(&body)]).await;
    let page = querier.call(&READ, None).await.err().expect("no JSON");
    assert!(matches!(page, CoreError::UnexpectedResponse { .. }));
    let error = querier.call(&WRITE, None).await.err().expect("no list");
    let CoreError::UnexpectedResponse { source, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(
        source.to_string(),
        "a value in it does not fit (line 1, column 85)"
    );
    let text = format!("{error:?}");
    assert!(!text.contains("eyJ"), "{text}");
}
