//! The same refresh token more than once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rocket::Request;
use rocket::fairing::AdHoc;
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core, Reply, encode_uri_component};

use crate::bench::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    those_who_refresh_at_once_share_one_call,
    the_same_token_by_another_way_is_another_call,
);

const REFRESH: &str = "/auth/session/refresh";

/// The refresh token as the core made it.
fn refresh_token(reply: &Reply) -> String {
    let tokens = reply.json();
    tokens["refresh"].as_str().expect("a token").to_owned()
}

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
    let app = App::launch(rocket.mount("/", bench::routes())).await;
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
        // From Rocket's door to the call there is nothing to wait for.
        tokio::time::sleep(Duration::from_millis(300)).await;
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

async fn the_same_token_by_another_way_is_another_call(cdi: Cdi) {
    let (core, app) = bench::start(cdi, |settings| settings).await;
    let mut client = app.client();
    let token = refresh_token(&log_in(&mut client, "alice").await);
    core.take_calls();
    assert_eq!(client.clone().refresh().await.status, 200);
    let mut client = app.client().with_cookies();
    client.refresh_token = Some(encode_uri_component(&token));
    assert_eq!(client.refresh().await.status, 200, "nothing is remembered");
    assert_eq!(core.take_calls(), ["/recipe/session/refresh"; 2]);
}
