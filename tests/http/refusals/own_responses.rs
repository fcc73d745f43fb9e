//! Responses of the application's own where a session is missing, and what refusals and tokens bring with them.

use reqwest::Method;
use rocket::fairing::AdHoc;
use rocket::http::{Cookie, CookieJar, Status};
use rocket::response::Redirect;
use rocket::serde::json::{Json, Value, json};
use rocket::{catch, catchers, get, post, routes};
use rocket_supertokens::config::ErrorResponses;
use rocket_supertokens::{Error, Session, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core, Reply};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    a_handler_may_respond_with_401_itself,
    a_bare_session_that_fails_is_still_a_refusal,
    a_refusal_may_have_headers,
    a_header_that_http_does_not_allow_is_left_out,
    a_catcher_may_send_a_visitor_to_log_in,
    a_response_with_tokens_is_never_stored,
    a_refusal_is_never_stored,
    a_refusal_keeps_what_other_fairings_adjoin,
);

type Own = (Status, Json<Value>);

fn wrong_password(had: bool) -> Own {
    let body = json!({ "error": "wrong password", "had": had });
    (Status::Unauthorized, Json(body))
}

#[post("/option")]
fn option(session: Option<Session>, jar: &CookieJar<'_>) -> Own {
    jar.add(Cookie::new("theme", "dark"));
    wrong_password(session.is_some())
}

#[post("/result")]
fn result(session: Result<Session, Error>) -> Own {
    wrong_password(session.is_ok())
}

#[verify_session(required = false)]
#[post("/attribute")]
fn attribute(session: Option<Session>) -> Own {
    wrong_password(session.is_some())
}

#[get("/bare")]
fn bare(session: Session) -> String {
    session.user_id().to_owned()
}

#[catch(401)]
fn own_401() -> &'static str {
    "own page"
}

async fn start(cdi: Cdi, with_catcher: bool) -> (Core, App) {
    let core = Core::share(cdi).await;
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .mount("/", fixture::routes())
        .mount("/", routes![option, result, attribute, bare]);
    let rocket = match with_catcher {
        true => rocket.register("/", catchers![own_401]),
        false => rocket,
    };
    (core, App::launch(rocket).await)
}

async fn a_handler_may_respond_with_401_itself(cdi: Cdi) {
    for with_catcher in [false, true] {
        let (_core, app) = start(cdi, with_catcher).await;
        let mut anonymous = app.client();
        let mut forged = app.client();
        log_in(&mut forged, "alice").await;
        forged.access_token = forged.access_token.map(|token| format!("{token}AAAA"));
        for path in ["/option", "/result"] {
            for client in [&mut anonymous, &mut forged] {
                let reply = client.post(path).await;
                assert_eq!(reply.status, 401, "{path}: {reply:?}");
                let own = json!({ "error": "wrong password", "had": false });
                assert_eq!(reply.json(), own, "{path}, own catcher: {with_catcher}");
            }
        }
        assert_eq!(anonymous.post("/attribute").await.json()["had"], false);
        // Nothing of how that is found out reaches the client, and the handler's own cookie does.
        let reply = anonymous.post("/option").await;
        let cookies = reply.set_cookies();
        assert_eq!(cookies.len(), 1, "{cookies:?}");
        assert!(cookies[0].starts_with("theme=dark"), "{cookies:?}");
    }
}

async fn a_bare_session_that_fails_is_still_a_refusal(cdi: Cdi) {
    for with_catcher in [false, true] {
        let (_core, app) = start(cdi, with_catcher).await;
        let reply = app.client().get("/bare").await;
        reply.assert_refused("unauthorised", false);
    }
}

async fn a_refusal_may_have_headers(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.on_refusal(|_, response| {
            response.status = 303;
            response.set_header("location", "/elsewhere");
            response.set_header("Location", "/login");
        })
    })
    .await;
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    // Of a guard and of a route that refuses by itself.
    for (method, path) in [
        (Method::GET, "/session"),
        (Method::POST, "/auth/session/refresh"),
    ] {
        let url = app.client().plain(method, path).build().expect("a request");
        let reply = http.execute(url).await.expect("a response");
        assert_eq!(reply.status(), 303, "{path}");
        let locations: Vec<_> = reply.headers().get_all("location").iter().collect();
        assert_eq!(locations, ["/login"], "{path}");
    }
}

async fn a_header_that_http_does_not_allow_is_left_out(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.on_refusal(|_, response| {
            response.set_header("X-Split", "a\r\nX-Injected: b");
            response.set_header("No Name", "a");
            response.set_header("X-Fine", "a");
        })
    })
    .await;
    let reply = app.client().get("/session").await;
    reply.assert_refused("unauthorised", false);
    assert_eq!(reply.header("x-fine"), Some("a"));
    for name in ["x-split", "x-injected"] {
        assert_eq!(reply.header(name), None);
    }
}

#[catch(401)]
fn to_login() -> Redirect {
    Redirect::to("/login")
}

async fn a_catcher_may_send_a_visitor_to_log_in(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let settings = core.settings().error_responses(ErrorResponses::Catchers);
    let rocket = App::rocket()
        .attach(settings.fairing())
        .mount("/", fixture::routes())
        .register("/", catchers![to_login]);
    let app = App::launch(rocket).await;
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let request = app.client().plain(Method::GET, "/session").build();
    let reply = http.execute(request.expect("a request")).await;
    let reply = reply.expect("a response");
    assert_eq!(reply.status(), 303);
    assert_eq!(reply.headers()["location"], "/login");
}

#[verify_session]
#[get("/cached")]
async fn cached(session: Session) -> Result<CachedText, Error> {
    session
        .merge_into_access_token_payload(json!({ "seen": true }))
        .await?;
    Ok(CachedText {
        text: "text",
        cache: rocket::http::Header::new("Cache-Control", "public, max-age=600"),
    })
}

#[derive(rocket::Responder)]
struct CachedText {
    text: &'static str,
    cache: rocket::http::Header<'static>,
}

/// Tells every cache that there is to keep everything, those of a network and of a proxy by headers of their own.
fn keep_all() -> AdHoc {
    AdHoc::on_response("Keep all", |_, response| {
        Box::pin(async move {
            for (name, value) in KEEP {
                response.set_raw_header(name, value);
            }
        })
    })
}

const KEEP: [(&str, &str); 7] = [
    ("Cache-Control", "public, max-age=600"),
    ("Expires", "Thu, 01 Jan 2099 00:00:00 GMT"),
    ("CDN-Cache-Control", "max-age=600"),
    ("Example-CDN-Cache-Control", "max-age=600"),
    ("Surrogate-Control", "max-age=600"),
    ("Edge-Control", "max-age=600"),
    ("X-Accel-Expires", "600"),
];

#[track_caller]
fn assert_not_kept(reply: &Reply) {
    let [(cache_control, _), others @ ..] = KEEP;
    assert_eq!(reply.header(cache_control), Some("no-store"), "{reply:?}");
    for (name, _) in others {
        assert_eq!(reply.header(name), None, "{reply:?}");
    }
}

async fn a_response_with_tokens_is_never_stored(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .attach(keep_all())
        .mount("/", fixture::routes())
        .mount("/", routes![cached]);
    let app = App::launch(rocket).await;
    for client in [app.client(), app.client().with_cookies()] {
        let mut client = client;
        assert_not_kept(&log_in(&mut client, "alice").await);
        let reply = client.get("/cached").await;
        assert_eq!(reply.text, "text");
        assert_not_kept(&reply);
        assert_not_kept(&client.refresh().await);
        // Up to CDI 5.5 the first use of a refreshed token brings another one.
        client.get("/session").await;
        let reply = client.get("/session").await;
        let kept = KEEP.map(|(name, value)| (reply.header(name), Some(value)));
        assert!(kept.iter().all(|(is, said)| is == said), "{reply:?}");
        assert_not_kept(&client.post("/auth/signout").await);
    }
}

/// Or the user would see it again after what was missing is there.
async fn a_refusal_is_never_stored(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for responses in [ErrorResponses::FrontEnd, ErrorResponses::Catchers] {
        for with_catcher in [false, true] {
            let rocket = App::rocket()
                .attach(core.settings().error_responses(responses).fairing())
                .attach(keep_all())
                .mount("/", fixture::routes())
                .mount("/", routes![refused_by_handler]);
            let rocket = match with_catcher {
                true => rocket.register("/", catchers![own_401]),
                false => rocket,
            };
            let app = App::launch(rocket).await;
            let mut client = app.client();
            for path in ["/session", "/refused-by-handler"] {
                let reply = client.get(path).await;
                assert_eq!(reply.status, 401, "{path}");
                assert_not_kept(&reply);
            }
            assert_not_kept(&client.refresh().await);
        }
    }
}

#[get("/refused-by-handler")]
fn refused_by_handler() -> Result<(), Error> {
    Err(Error::TryRefreshToken {
        reason: rocket_supertokens::error::RefreshReason::Expired,
    })
}

/// Of what the application says by `on_refusal`, other fairings undo nothing but whether the response may be stored.
async fn a_refusal_keeps_what_other_fairings_adjoin(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for responses in [ErrorResponses::FrontEnd, ErrorResponses::Catchers] {
        let settings = core.settings().error_responses(responses);
        let settings = settings.on_refusal(|_, response| {
            response.set_header("Vary", "Origin");
            response.set_header("Cache-Control", "private, no-cache");
            for cookie in ["seen=1", "from=here"] {
                let header = ("Set-Cookie".to_owned(), cookie.to_owned());
                response.headers.push(header);
            }
        });
        let adjoin = AdHoc::on_response("Adjoin", |_, response| {
            Box::pin(async move {
                response.adjoin_raw_header("Vary", "Accept-Encoding");
                response.adjoin_raw_header("Set-Cookie", "other=1");
            })
        });
        let rocket = App::rocket()
            .attach(settings.fairing())
            .attach(keep_all())
            .attach(adjoin)
            .mount("/", fixture::routes())
            .mount("/", routes![refused_by_handler]);
        let app = App::launch(rocket).await;
        let mut client = app.client();
        for path in ["/session", "/refused-by-handler"] {
            let reply = client.get(path).await;
            assert_eq!(reply.status, 401, "{path}");
            assert_eq!(sorted(&reply, "vary"), ["Accept-Encoding", "Origin"]);
            let cookies = sorted(&reply, "set-cookie");
            assert_eq!(cookies, ["from=here", "other=1", "seen=1"], "{path}");
            let [(cache_control, _), others @ ..] = KEEP;
            assert_eq!(reply.header(cache_control), Some("private, no-cache"));
            for (name, _) in others {
                assert_eq!(reply.header(name), None, "{path}: {reply:?}");
            }
        }
    }
}

fn sorted<'r>(reply: &'r Reply, name: &str) -> Vec<&'r str> {
    let values = reply.headers.get_all(name).iter();
    let mut values: Vec<_> = values
        .map(|value| value.to_str().expect("a text"))
        .collect();
    values.sort_unstable();
    values
}
