//! Applications that serve `POST /auth/session/refresh` themselves.

use rocket::serde::json::{Json, Value};
use rocket::{Route, post, routes};
use rocket_supertokens::{Error, Session, Sessions, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::fixture::{self, log_in, tokens};
use crate::in_both_generations;

in_both_generations!(
    a_protected_route_on_the_path_refreshes,
    an_optional_route_on_the_path_refreshes_as_well,
    the_sessions_guard_refreshes_on_any_path,
    duplicates_are_cleared_by_a_route_of_ones_own_too,
    behind_a_gateway_the_path_is_what_is_left_of_it,
);

#[verify_session]
#[post("/session/refresh")]
fn protected(session: Session) -> Json<Value> {
    Json(tokens(&session))
}

#[verify_session(required = false)]
#[post("/session/refresh")]
fn anonymous(session: Option<Session>) -> Json<Value> {
    Json(tokens(
        &session.expect("a refresh brings a session or fails"),
    ))
}

#[post("/my/refresh")]
async fn by_sessions(sessions: Sessions<'_>) -> Result<Json<Value>, Error> {
    Ok(Json(tokens(&sessions.refresh().await?)))
}

async fn start(cdi: Cdi, routes: Vec<Route>) -> (Core, App) {
    let core = Core::share(cdi).await;
    let settings = core.settings().refresh_route(false);
    let rocket = App::rocket()
        .attach(settings.fairing())
        .mount("/", fixture::routes())
        .mount("/auth", routes);
    (core, App::launch(rocket).await)
}

async fn refreshes(cdi: Cdi, routes: Vec<Route>) {
    let (core, app) = start(cdi, routes).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        log_in(&mut client, "alice").await;
        let old = client.access_token.clone();
        core.take_calls();
        let reply = client.refresh().await;
        assert_eq!(reply.status, 200, "{reply:?}");
        assert_eq!(core.take_calls(), ["/recipe/session/refresh"]);
        let tokens = reply.json();
        assert_eq!(client.access_token.as_deref(), tokens["access"].as_str());
        assert_eq!(reply.header("front-token"), tokens["front"].as_str());
        assert_ne!(client.access_token, old);
        assert_eq!(client.get("/optional").await.json(), "alice");
        client.refresh_token = None;
        let reply = client.refresh().await;
        reply.assert_refused("unauthorised", false);
        let reply = client.at_refresh("a=b").await;
        reply.assert_refused("unauthorised", true);
    }
}

async fn a_protected_route_on_the_path_refreshes(cdi: Cdi) {
    refreshes(cdi, routes![protected]).await;
}

/// Without a refresh token it is refused all the same, as the front end expects it.
async fn an_optional_route_on_the_path_refreshes_as_well(cdi: Cdi) {
    refreshes(cdi, routes![anonymous]).await;
}

async fn the_sessions_guard_refreshes_on_any_path(cdi: Cdi) {
    let (core, app) = start(cdi, routes![by_sessions]).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    core.take_calls();
    client.access_token = client.refresh_token.clone();
    let reply = client.post("/auth/my/refresh").await;
    assert_eq!(reply.status, 200);
    assert_eq!(core.take_calls(), ["/recipe/session/refresh"]);
    assert_eq!(reply.header("front-token"), reply.json()["front"].as_str());
    assert_eq!(client.get("/optional").await.json(), "alice");

    client.access_token = Some("garbage".to_owned());
    let reply = client.post("/auth/my/refresh").await;
    reply.assert_refused("unauthorised", true);
}

async fn duplicates_are_cleared_by_a_route_of_ones_own_too(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for route in [routes![protected], routes![by_sessions]] {
        let path = format!("/auth{}", route[0].uri);
        let settings = core.settings().refresh_route(false).older_cookie_domain("");
        let rocket = App::rocket()
            .attach(settings.fairing())
            .mount("/auth", route);
        let app = App::launch(rocket).await;
        let mut client = app.client();
        let request = client
            .plain(reqwest::Method::POST, &path)
            .header("cookie", "sRefreshToken=a; sRefreshToken=b");
        let reply = client.send(request).await;
        assert_eq!(reply.status, 200, "{path}: {reply:?}");
        assert_eq!(reply.set_cookies().len(), 1);
        assert_eq!(reply.header("front-token"), None);
    }
}

async fn behind_a_gateway_the_path_is_what_is_left_of_it(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let settings = core.settings().refresh_route(false).api_gateway_path("/gw");
    let rocket = App::rocket()
        .attach(settings.fairing())
        .mount("/", fixture::routes())
        .mount("/auth", routes![protected]);
    let app = App::launch(rocket).await;
    let mut client = app.client().with_cookies();
    log_in(&mut client, "alice").await;
    assert_eq!(client.refresh().await.status, 200);
    assert_eq!(client.get("/optional").await.json(), "alice");
}
