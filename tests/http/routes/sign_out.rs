//! `POST /auth/signout`.

use rocket_supertokens_tests::Cdi;
use serde_json::json;

use crate::{in_both_generations, start};

in_both_generations!(
    signing_out_ends_the_session,
    without_a_session_there_is_nothing_to_sign_out_of
);

async fn signing_out_ends_the_session(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client().with_cookies();
    client.login("alice").await;
    let mut copy = client.clone();
    let reply = client.post("/auth/signout").await;
    assert_eq!(
        (reply.status, reply.json()),
        (200, json!({ "status": "OK" }))
    );
    let expires = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax";
    assert_eq!(
        reply.set_cookies(),
        [
            format!("sAccessToken=; Path=/; {expires}"),
            format!("sRefreshToken=; Path=/auth/session/refresh; {expires}"),
        ]
    );
    assert_eq!(reply.header("front-token"), Some("remove"));
    assert_eq!(
        reply.header("access-control-expose-headers"),
        Some("front-token")
    );
    assert_eq!(
        reply.header("st-access-token"),
        None,
        "only the session's own method is cleared"
    );

    copy.get("/sensitive")
        .await
        .assert_refused("unauthorised", true);
    // It has dropped its tokens by now and sends none, so there is nothing to clear.
    copy.refresh().await.assert_refused("unauthorised", false);
}

async fn without_a_session_there_is_nothing_to_sign_out_of(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    app.client()
        .post("/auth/signout")
        .await
        .assert_refused("unauthorised", false);
    let mut client = app.client();
    client.login("alice").await;
    client.post("/revoke").await;
    client
        .post("/auth/signout")
        .await
        .assert_refused("unauthorised", false);
}
