//! A refresh token that somebody copied out of the browser. Whoever comes second gives the theft away, and then both
//! are out.

use reqwest::Method;
use rocket_supertokens_tests::{App, Cdi, Client, Core, eventually};
use serde_json::Value;
use supertokens_dev_core::RecentTokenReuse;

use crate::fixture::{Fixture, expect};
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("theft")
        .both("the_thief_is_first_cdi_5_3", |mode| {
            the_thief_is_first(mode, Cdi::V5_3)
        })
        .both("the_thief_is_first_cdi_5_6", |mode| {
            the_thief_is_first(mode, Cdi::V5_6)
        })
        .both("the_thief_is_second_cdi_5_3", |mode| {
            the_thief_is_second(mode, Cdi::V5_3)
        })
        .both("the_thief_is_second_cdi_5_6", |mode| {
            the_thief_is_second(mode, Cdi::V5_6)
        })
        .both("after_the_grace_period", |mode| {
            after_the_grace_period(mode, RecentTokenReuse::TokenTheft)
        })
        // What differs is said by the core, which does not know of modes.
        .one("as_a_session_that_is_over", Mode::Cookie, |mode| {
            after_the_grace_period(mode, RecentTokenReuse::Unauthorised)
        })
}

/// The thief trades the copy for tokens, and those for further ones. Then the user's access token is over.
async fn the_thief_is_first(mode: Mode, cdi: Cdi) {
    let (fixture, handle) = logged_in(mode, cdi).await;
    let mut thief = thief(&fixture, &fixture.api.app).await;
    for _ in 0..2 {
        assert_eq!(thief.refresh().await.status, 200);
        assert_eq!(thief.post("/like-comment").await.status, 200);
    }
    assert_the_page_is_out(&fixture, "token theft detected").await;
    assert_the_thief_is_out(&fixture, thief, &handle).await;
}

/// The user refreshes and goes on, and the thief comes with the copy of the first token.
async fn the_thief_is_second(mode: Mode, cdi: Cdi) {
    let (fixture, handle) = logged_in(mode, cdi).await;
    let thief = thief(&fixture, &fixture.api.app).await;
    let page = fixture.page();
    let refreshes = fixture.api.refreshes();
    for _ in 0..2 {
        fixture.lose_access_token().await;
        expect(&page.call("POST", "/like-comment").await, 200);
    }
    assert_eq!(fixture.api.refreshes(), refreshes + 2);

    // The response takes the tokens away, and a thief keeps the copy.
    let reply = thief.clone().refresh().await;
    reply.assert_refused("token theft detected", true);
    eventually(async || is_gone(&fixture, &handle).await).await;
    // The access token is good where nobody asks the core, until it is over.
    expect(&page.call("POST", "/like-comment").await, 200);
    assert!(page.session_exists().await);

    let refreshes = fixture.api.refreshes();
    let refused = page.call("GET", "/sensitive").await;
    assert_eq!(expect(&refused, 401)["message"], "unauthorised");
    assert!(!page.session_exists().await);
    assert_eq!(
        page.turns().await,
        [
            "SESSION_CREATED",
            "REFRESH_SESSION",
            "REFRESH_SESSION",
            "UNAUTHORISED",
            "UNAUTHORISED"
        ]
    );
    assert_eq!(fixture.api.refreshes(), refreshes);
    assert_no_loop(&fixture).await;
    assert_the_thief_is_out(&fixture, thief, &handle).await;
}

/// From CDI 5.6 on the token before the present one is good for a while. Afterwards it is a theft too, which the core
/// may be told to report as a session that is over. The thief has found another process of the API, so that no result
/// is there for both.
async fn after_the_grace_period(mode: Mode, behaviour: RecentTokenReuse) {
    let core = Core::start_dev_core(Cdi::V5_6, |core| {
        core.refresh_token_rotation_grace_period(0)
            .recent_token_reuse_behaviour(behaviour)
    })
    .await;
    let fixture = Fixture::of(mode).core(core).start().await;
    let handle = log_in(&fixture).await;
    let (other_process, _) = fixture.another_api(|settings| settings).await;
    let mut thief = thief(&fixture, &other_process.app).await;
    assert_eq!(thief.refresh().await.status, 200);

    let message = match behaviour {
        RecentTokenReuse::TokenTheft => "token theft detected",
        _ => "unauthorised",
    };
    assert_the_page_is_out(&fixture, message).await;
    assert_the_thief_is_out(&fixture, thief, &handle).await;
}

async fn logged_in(mode: Mode, cdi: Cdi) -> (Fixture, String) {
    let fixture = Fixture::of(mode).cdi(cdi).start().await;
    let handle = log_in(&fixture).await;
    (fixture, handle)
}

/// The handle of the session.
async fn log_in(fixture: &Fixture) -> String {
    let page = fixture.page();
    page.log_in("alice").await;
    let me = page.call("GET", "/me").await;
    let handle = expect(&me, 200)["session_handle"].as_str();
    handle.expect("a handle").to_owned()
}

/// Somebody who has copied the refresh token out of the browser.
async fn thief(fixture: &Fixture, app: &App) -> Client {
    let name = match fixture.mode {
        Mode::Cookie => "sRefreshToken",
        Mode::Header => "st-refresh-token",
    };
    let cookies = fixture.browser.cookies_named(name).await;
    assert_eq!(cookies.len(), 1, "{cookies:?}");
    let mut thief = match fixture.mode {
        Mode::Cookie => app.client().with_cookies(),
        Mode::Header => app.client(),
    };
    thief.refresh_token = Some(cookies[0].text("value").to_owned());
    thief
}

/// The page tries to refresh, once, and is told that there is no session.
async fn assert_the_page_is_out(fixture: &Fixture, message: &str) {
    let page = fixture.page();
    let refreshes = fixture.api.refreshes();
    fixture.lose_access_token().await;
    let refused = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&refused, 401)["message"], message);
    assert!(!page.session_exists().await);
    assert_eq!(page.turns().await, ["SESSION_CREATED", "UNAUTHORISED"]);
    assert_eq!(fixture.api.refreshes(), refreshes + 1);
    assert_no_loop(fixture).await;
}

/// What follows reaches the API once, and no refresh with it.
async fn assert_no_loop(fixture: &Fixture) {
    let names = [
        "sAccessToken",
        "sRefreshToken",
        "st-access-token",
        "st-refresh-token",
        "sFrontToken",
    ];
    for cookie in fixture.browser.cookies().await {
        assert!(!names.contains(&cookie.text("name")), "{cookie:?}");
    }
    let page = fixture.page();
    let (refreshes, calls) = (
        fixture.api.refreshes(),
        fixture.api.requests_to("/like-comment").len(),
    );
    expect(&page.call("POST", "/like-comment").await, 401);
    assert_eq!(fixture.api.refreshes(), refreshes);
    assert_eq!(fixture.api.requests_to("/like-comment").len(), calls + 1);
}

/// With whatever tokens the thief has. The core does not know the session any more.
async fn assert_the_thief_is_out(fixture: &Fixture, mut thief: Client, handle: &str) {
    eventually(async || is_gone(fixture, handle).await).await;
    let access_token = thief.access_token.clone();
    if access_token.is_some() {
        let reply = thief.clone().get("/sensitive").await;
        reply.assert_refused("unauthorised", true);
    }
    if thief.refresh_token.is_some() {
        let reply = thief.refresh().await;
        reply.assert_refused("unauthorised", true);
    }
    assert_eq!(thief.get("/sensitive").await.status, 401);
}

async fn is_gone(fixture: &Fixture, handle: &str) -> bool {
    let path = format!("/recipe/session?sessionHandle={handle}");
    let session = fixture.core.call(Method::GET, &path, "5.0", &Value::Null);
    session.await["status"] == "UNAUTHORISED"
}
