//! Stolen refresh tokens.

use rocket_supertokens_tests::{Behaviour, Cdi, eventually, skip};

use crate::fixture::thief;
use crate::{in_both_generations, start};

in_both_generations!(
    an_old_refresh_token_is_theft,
    a_lost_response_is_not_theft,
    a_stolen_session_ends_though_the_core_is_away_for_a_while,
);

async fn an_old_refresh_token_is_theft(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    assert_eq!(client.post("/like-comment").await.status, 200);
    let mut thief = thief(&mut client).await;

    thief
        .refresh()
        .await
        .assert_refused("token theft detected", true);

    eventually(async || client.clone().get("/sensitive").await.status == 401).await;
    client
        .get("/sensitive")
        .await
        .assert_refused("unauthorised", true);
    let mut client = client.clone();
    // It has dropped its tokens by now and sends none, so there is nothing to clear.
    client.refresh().await.assert_refused("unauthorised", false);
}

/// The client did not receive the new tokens and comes again with the old ones.
async fn a_lost_response_is_not_theft(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client();
    client.login("alice").await;
    let mut retry = client.clone();
    assert_eq!(client.refresh().await.status, 200);
    assert_eq!(retry.refresh().await.status, 200);
    assert_eq!(retry.post("/like-comment").await.status, 200);
    assert_eq!(retry.refresh().await.status, 200);
}

/// Only the call that ends the session fails: the client is told at once, and the session ends later.
async fn a_stolen_session_ends_though_the_core_is_away_for_a_while(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    if core.rotates_at_refresh() {
        return skip("from CDI 5.6 on the core ends a stolen session itself");
    }
    let mut client = app.client();
    client.login("alice").await;
    let mut thief = thief(&mut client).await;
    core.behave_at("/recipe/session/remove", Behaviour::Breaks);
    thief
        .refresh()
        .await
        .assert_refused("token theft detected", true);
    assert_eq!(client.get("/sensitive").await.status, 200, "not yet");
    core.behave_at("/recipe/session/remove", Behaviour::Works);
    eventually(async || client.clone().get("/sensitive").await.status == 401).await;
    // It has dropped its tokens by now and sends none, so there is nothing to clear.
    client.refresh().await.assert_refused("unauthorised", false);
}
