//! The same refresh token more than once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rocket::Request;
use rocket::fairing::AdHoc;
use rocket_supertokens::session::SessionsOfUser;
use rocket_supertokens_tests::{App, Behaviour, Cdi, Client, Core, claims, encode_uri_component};

use crate::fixture::{self, log_in, refresh_token, thief};
use crate::in_both_generations;

in_both_generations!(
    those_who_refresh_at_once_share_one_call,
    a_crowd_and_its_stragglers_get_the_same_tokens,
    the_same_token_by_another_way_is_another_call,
    what_is_kept_ends_with_the_session,
    what_is_kept_ends_with_the_next_refresh,
    a_lost_core_response_is_asked_for_again,
    whoever_is_late_sees_what_was_changed_since,
);

const REFRESH: &str = "/auth/session/refresh";

async fn those_who_refresh_at_once_share_one_call(cdi: Cdi) {
    const CLIENTS: usize = 12;
    let core = Core::share(cdi).await;
    let arrived = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&arrived);
    let counts = AdHoc::on_request("Counts", move |request: &mut Request<'_>, _| {
        if request.uri().path() == REFRESH {
            count.fetch_add(1, Ordering::SeqCst);
        }
        Box::pin(async {})
    });
    let rocket = App::rocket()
        .attach(counts)
        .attach(core.settings().fairing());
    let app = App::launch(rocket.mount("/", fixture::routes())).await;
    for client in [app.client(), app.client().with_cookies()] {
        let mut client = client;
        log_in(&mut client, "alice").await;
        core.take_calls();
        core.behave_at("/recipe/session/refresh", Behaviour::Holds);
        arrived.store(0, Ordering::SeqCst);
        let refreshes: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let mut client = client.clone();
                tokio::spawn(async move { (client.refresh().await.status, client) })
            })
            .collect();
        while arrived.load(Ordering::SeqCst) < CLIENTS {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // Whoever is late is served from what is kept.
        core.behave_at("/recipe/session/refresh", Behaviour::Works);
        let mut tokens = Vec::new();
        for refresh in refreshes {
            let (status, client) = refresh.await.expect("no panic");
            assert_eq!(status, 200);
            tokens.push((client.access_token, client.refresh_token));
        }
        assert_eq!(core.take_calls(), ["/recipe/session/refresh"]);
        tokens.dedup();
        assert_eq!(tokens.len(), 1, "the same tokens for all");
    }
}

/// Sixty-four tabs wake up, and some are late: whoever comes a moment after the others must not get other tokens,
/// since from CDI 5.6 on those would end the ones before them.
async fn a_crowd_and_its_stragglers_get_the_same_tokens(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    for client in [app.client(), app.client().with_cookies()] {
        let mut client = client;
        log_in(&mut client, "alice").await;
        core.take_calls();
        let crowd: Vec<_> = (0..64)
            .map(|_| {
                let mut client = client.clone();
                tokio::spawn(async move { (client.refresh().await.status, client) })
            })
            .collect();
        let mut holders = Vec::new();
        for refresh in crowd {
            let (status, holder) = refresh.await.expect("no panic");
            assert_eq!(status, 200);
            holders.push(holder);
        }
        for pause in [0, 1, 5, 20] {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            let mut straggler = client.clone();
            assert_eq!(straggler.refresh().await.status, 200);
            holders.push(straggler);
        }
        assert_eq!(core.take_calls(), ["/recipe/session/refresh"]);
        let tokens = |holder: &Client| (holder.access_token.clone(), holder.refresh_token.clone());
        let first = tokens(&holders[0]);
        assert!(holders.iter().all(|holder| tokens(holder) == first));
        // Whichever response the browser takes last, it goes on with it.
        let mut client = holders.pop().expect("a straggler");
        assert_eq!(client.get("/checked").await.status, 200);
        assert_eq!(client.refresh().await.status, 200);
        assert_eq!(client.refresh().await.status, 200);
    }
}

/// With another anti-csrf setting the core would respond with something else.
async fn the_same_token_by_another_way_is_another_call(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    let token = refresh_token(&log_in(&mut client, "alice").await);
    core.take_calls();
    assert_eq!(client.clone().refresh().await.status, 200);
    let mut by_cookie = app.client().with_cookies();
    by_cookie.refresh_token = Some(encode_uri_component(&token));
    assert_eq!(by_cookie.refresh().await.status, 200);
    assert_eq!(core.take_calls(), ["/recipe/session/refresh"; 2]);
}

/// A session that was revoked here gives no tokens to those who are late, and a user's neither.
async fn what_is_kept_ends_with_the_session(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    for by_user in [false, true] {
        let user = fixture::somebody();
        let mut client = app.client();
        log_in(&mut client, &user).await;
        let mut straggler = client.clone();
        assert_eq!(client.refresh().await.status, 200);
        let token = client.access_token.as_deref().expect("a token");
        let handle = claims(token)["sessionHandle"].clone();
        let revoked = if by_user {
            let all = SessionsOfUser::all(&user);
            app.super_tokens().revoke_sessions_of_user(all).await
        } else {
            let handle = handle.as_str().expect("a handle");
            app.super_tokens().revoke_sessions(&[handle]).await
        };
        assert_eq!(
            revoked.expect("a response"),
            [handle.as_str().expect("a handle")]
        );
        straggler
            .refresh()
            .await
            .assert_refused("unauthorised", true);
    }
}

/// Once the new refresh token is used, the old one is what the core takes it for.
async fn what_is_kept_ends_with_the_next_refresh(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    let mut thief = thief(&mut client).await;
    core.take_calls();
    let reply = thief.refresh().await;
    reply.assert_refused("token theft detected", true);
    assert_eq!(core.take_calls()[0], "/recipe/session/refresh");
}

/// The core has done it, but its response never arrives.
async fn a_lost_core_response_is_asked_for_again(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    core.take_calls();
    core.behave_at("/recipe/session/refresh", Behaviour::LosesResponse);
    assert_eq!(client.refresh().await.status, 200);
    assert_eq!(core.take_calls(), ["/recipe/session/refresh"; 2]);
    assert_eq!(client.get("/checked").await.status, 200);
    assert_eq!(client.refresh().await.status, 200);

    core.take_calls();
    core.behave_at("/recipe/session/refresh", Behaviour::Breaks);
    assert_eq!(client.refresh().await.status, 503);
    assert_eq!(
        core.take_calls(),
        ["/recipe/session/refresh"; 2],
        "no third time"
    );
}

/// A claim that was set with the new token must not get lost by a tab that is late with the old one.
async fn whoever_is_late_sees_what_was_changed_since(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    let mut late = client.clone();
    client.refresh().await;
    // Up to CDI 5.5 the first use of a refreshed token brings another one.
    client.get("/session").await;
    let set = serde_json::json!({ "second-factor": true });
    let reply = client.json(reqwest::Method::POST, "/merge", &set).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(late.refresh().await.status, 200);
    late.get("/session").await;
    let token = late.access_token.as_deref().expect("a token");
    assert_eq!(claims(token)["second-factor"], true);
}
