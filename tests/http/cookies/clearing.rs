//! Which tokens a response takes away, and what happens when it also brings some.

use reqwest::Method;
use rocket::http::Status;
use rocket::{get, post, routes};
use rocket_supertokens::{Error, Session, Sessions, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core, Reply};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    a_revoked_session_clears_its_own_way_only,
    a_session_that_ends_at_once_leaves_nothing,
    a_new_session_after_a_revoked_one_stays,
    of_two_sessions_the_last_counts,
    a_refusal_takes_back_what_was_given,
    a_new_session_clears_the_other_way_where_the_client_has_a_token,
);

const EPOCH: &str = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax";

fn emptied() -> [String; 2] {
    [
        format!("sAccessToken=; Path=/; {EPOCH}"),
        format!("sRefreshToken=; Path=/auth/session/refresh; {EPOCH}"),
    ]
}

#[verify_session]
#[post("/revoke")]
async fn revoke(session: Session) -> Result<(), Error> {
    session.revoke().await
}

#[post("/twice")]
async fn twice(sessions: Sessions<'_>) -> Result<String, Error> {
    sessions.create("first").await?;
    Ok(sessions.create("second").await?.handle().to_owned())
}

/// As an application that finds a banned user after it has begun the session.
#[post("/banned")]
async fn banned(sessions: Sessions<'_>) -> Result<(), Error> {
    let session = sessions.create("mallory").await?;
    session.revoke().await?;
    session.session_data().await?;
    Ok(())
}

#[get("/fails")]
async fn fails(sessions: Sessions<'_>) -> Result<(), Status> {
    let created = sessions.create("alice").await;
    created.map_err(|_| Status::InternalServerError)?;
    Err(Status::Conflict)
}

async fn start(cdi: Cdi) -> (Core, App) {
    fixture::start_with(
        cdi,
        |settings| settings,
        routes![revoke, twice, banned, fails],
    )
    .await
}

async fn a_revoked_session_clears_its_own_way_only(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let mut client = app.client().with_cookies();
    log_in(&mut client, "alice").await;
    let reply = client.post("/revoke").await;
    assert_eq!(reply.set_cookies(), emptied());
    assert_eq!(reply.header("st-access-token"), None);
    assert_eq!(reply.header("st-refresh-token"), None);
    assert_eq!(reply.header("front-token"), Some("remove"));
    let exposed = reply.header("access-control-expose-headers");
    assert_eq!(exposed, Some("front-token"));

    let mut client = app.client();
    log_in(&mut client, "alice").await;
    let reply = client.post("/revoke").await;
    assert_eq!(reply.set_cookies(), [""; 0]);
    assert_eq!(reply.header("st-access-token"), Some(""));
    assert_eq!(reply.header("st-refresh-token"), Some(""));
    assert_eq!(reply.header("front-token"), Some("remove"));
    let exposed = reply.header("access-control-expose-headers");
    assert_eq!(
        exposed,
        Some("st-access-token, st-refresh-token, front-token")
    );
}

async fn a_session_that_ends_at_once_leaves_nothing(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let reply = app
        .client()
        .with_cookies()
        .post("/create-then-revoke")
        .await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.set_cookies(), emptied());
    assert_eq!(reply.header("front-token"), Some("remove"));
}

async fn a_new_session_after_a_revoked_one_stays(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        log_in(&mut client, "alice").await;
        let reply = client.post("/revoke-then-create").await;
        let tokens = reply.json();
        assert_eq!(reply.header("front-token"), tokens["front"].as_str());
        assert_eq!(client.access_token.as_deref(), tokens["access"].as_str());
        assert!(client.refresh_token.is_some());
        assert_eq!(client.get("/optional").await.json(), "bob");
    }
}

async fn of_two_sessions_the_last_counts(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        let reply = client.post("/twice").await;
        let lines = reply.set_cookies().len();
        assert!(lines == 0 || lines == 2, "one line a cookie: {reply:?}");
        let front_token = reply.front_token().expect("a front token");
        assert_eq!(front_token["uid"], "second");
        assert_eq!(front_token["up"]["sessionHandle"], reply.text);
        assert_eq!(client.get("/optional").await.json(), "second");
        assert_eq!(client.refresh().await.status, 200);
    }
}

async fn a_refusal_takes_back_what_was_given(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        assert_taken_back(&client.post("/banned").await);
        assert_eq!((client.access_token, client.refresh_token), (None, None));
    }
    // Any other failure of the handler's leaves the new session to the client.
    let mut client = app.client();
    assert_eq!(client.get("/fails").await.status, 409);
    assert_eq!(client.get("/optional").await.json(), "alice");
}

/// The list of exposed headers has another order here than where nothing was given before.
#[track_caller]
fn assert_taken_back(reply: &Reply) {
    assert_eq!(reply.status, 401, "{reply:?}");
    assert_eq!(reply.text, r#"{"message":"unauthorised"}"#);
    assert_eq!(reply.set_cookies(), emptied());
    assert_eq!(reply.header("st-access-token"), Some(""));
    assert_eq!(reply.header("st-refresh-token"), Some(""));
    assert_eq!(reply.header("front-token"), Some("remove"));
    let exposed = reply
        .header("access-control-expose-headers")
        .expect("a list");
    let mut names: Vec<_> = exposed.split(", ").collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["front-token", "st-access-token", "st-refresh-token"]
    );
}

async fn a_new_session_clears_the_other_way_where_the_client_has_a_token(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let create = |mode: &str| {
        app.client()
            .plain(Method::POST, "/create")
            .header("st-auth-mode", mode)
            .header("content-type", "application/json")
            .body(r#"{"user_id":"bob"}"#)
    };
    // Any text will do: what matters is that the client sends it.
    let reply = app.client().send(create("cookie").bearer_auth("x")).await;
    assert_eq!(reply.header("st-access-token"), Some(""));
    assert_eq!(reply.header("st-refresh-token"), Some(""));
    assert!(reply.cookies_by_day()[0].contains("; Path=/; Expires=+365d; "));
    assert!(
        reply.front_token().is_some(),
        "cleared first, attached then"
    );

    let request = create("header").header("cookie", "sAccessToken=x");
    let reply = app.client().send(request).await;
    assert_eq!(reply.set_cookies(), emptied());
    assert!(reply.front_token().is_some());

    let request = create("header").header("cookie", "sRefreshToken=x");
    let reply = app.client().send(request).await;
    assert_eq!(reply.set_cookies(), [""; 0], "only the access token tells");
}
