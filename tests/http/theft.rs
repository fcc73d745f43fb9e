//! Stolen refresh tokens.

use rocket_supertokens_tests::Cdi;
use serde_json::json;

use crate::{in_both_generations, start};

in_both_generations!(an_old_refresh_token_is_theft, a_lost_answer_is_not_theft);

async fn an_old_refresh_token_is_theft(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    assert_eq!(client.post("/like-comment").await.status, 200);
    let mut thief = client.clone();
    assert_eq!(client.refresh().await.json(), json!({}));
    assert_eq!(client.refresh().await.status, 200);

    thief
        .refresh()
        .await
        .assert_refused("token theft detected", true);

    client
        .get("/sensitive")
        .await
        .assert_refused("unauthorised", true);
    let mut client = client.clone();
    client.refresh().await.assert_refused("unauthorised", true);
}

/// The client did not receive the new tokens and comes again with the old ones.
async fn a_lost_answer_is_not_theft(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    let mut retry = client.clone();
    assert_eq!(client.refresh().await.status, 200);
    assert_eq!(retry.refresh().await.status, 200);
    assert_eq!(retry.post("/like-comment").await.status, 200);
    assert_eq!(retry.refresh().await.status, 200);
}
