//! The trace that a request belongs to: which calls to the core carry its headers.

use reqwest::{Method, RequestBuilder};
use rocket::{get, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::http::HeaderValue;
use rocket_supertokens::{Builder, verify_session};
use rocket_supertokens_tests::{App, Cdi, Client, Core};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::{in_both_generations, start};

const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const STATE: &str = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";

in_both_generations!(
    what_needs_the_core_carries_it,
    the_first_use_of_a_refreshed_token_carries_it,
    calls_of_a_handler_carry_it_where_somebody_listens,
    what_others_share_does_not_carry_it,
);

/// The headers of a browser, and what must stay here.
fn traced(request: RequestBuilder) -> RequestBuilder {
    request
        .header("traceparent", PARENT)
        .header("tracestate", STATE)
        .header("baggage", "user=alice")
        .header("x-request-id", "7")
}

/// The calls, each with its `traceparent` and `tracestate`.
fn traces(core: &Core) -> Vec<(String, Option<String>, Option<String>)> {
    let calls = core.take_whole_calls().into_iter();
    calls
        .map(|call| {
            for name in ["baggage", "x-request-id"] {
                assert_eq!(call.header(name), None, "{call:?}");
            }
            let text = |name| call.header(name).map(str::to_owned);
            (call.path.clone(), text("traceparent"), text("tracestate"))
        })
        .collect()
}

fn with_trace(path: &str) -> (String, Option<String>, Option<String>) {
    let (parent, state) = (PARENT.to_owned(), STATE.to_owned());
    (path.to_owned(), Some(parent), Some(state))
}

fn without_trace(path: &str) -> (String, Option<String>, Option<String>) {
    (path.to_owned(), None, None)
}

/// A client with a session, whose keys are known.
async fn log_in(core: &Core, app: &App) -> Client {
    let mut client = app.client();
    client.login("alice").await;
    assert_eq!(client.get("/comments").await.status, 200);
    core.take_calls();
    client
}

async fn send(client: &mut Client, method: Method, path: &str) {
    let request = client.request(method, path);
    assert_eq!(client.send(traced(request)).await.status, 200, "{path}");
}

async fn what_needs_the_core_carries_it(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = log_in(&core, &app).await;
    let login = client
        .bare(Method::POST, "/login")
        .header("content-type", "application/json")
        .body(r#"{"user_id":"bob"}"#);
    assert_eq!(client.send(traced(login)).await.status, 200);
    assert_eq!(traces(&core), [with_trace("/public/recipe/session")]);
    send(&mut client, Method::GET, "/sensitive").await;
    assert_eq!(traces(&core), [with_trace("/recipe/session/verify")]);
    let refresh = traced(client.refresh_request());
    assert_eq!(client.send(refresh).await.status, 200);
    assert_eq!(traces(&core), [with_trace("/recipe/session/refresh")]);
    send(&mut client, Method::POST, "/auth/signout").await;
    let last = traces(&core).pop();
    assert_eq!(last, Some(with_trace("/recipe/session/remove")));
}

async fn the_first_use_of_a_refreshed_token_carries_it(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = log_in(&core, &app).await;
    assert_eq!(client.refresh().await.status, 200);
    core.take_calls();
    send(&mut client, Method::GET, "/me").await;
    let read = with_trace("/recipe/session");
    if core.rotates_at_refresh() {
        assert_eq!(traces(&core), [read]);
    } else {
        assert_eq!(traces(&core), [with_trace("/recipe/session/verify"), read]);
    }
}

async fn calls_of_a_handler_carry_it_where_somebody_listens(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = log_in(&core, &app).await;
    let _listening = tracing_subscriber::registry().set_default();
    send(&mut client, Method::GET, "/me").await;
    assert_eq!(traces(&core), [with_trace("/recipe/session")]);
}

async fn what_others_share_does_not_carry_it(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let mut client = app.client();
    let login = client
        .bare(Method::POST, "/login")
        .header("content-type", "application/json")
        .body(r#"{"user_id":"bob"}"#);
    assert_eq!(client.send(traced(login)).await.status, 200);
    let create = with_trace("/public/recipe/session");
    assert_eq!(traces(&core), [without_trace("/apiversion"), create]);
    send(&mut client, Method::GET, "/sensitive").await;
    let keys = without_trace("/.well-known/jwks.json");
    assert_eq!(traces(&core), [keys, with_trace("/recipe/session/verify")]);
    app.super_tokens()
        .session_information("no-session")
        .await
        .expect("the core responds");
    assert_eq!(traces(&core), [without_trace("/recipe/session")]);
}

#[verify_session(claims(UserRole::includes("admin").or(UserRole::includes("user"))))]
#[get("/admin")]
fn admin() {}

#[tokio::test]
async fn claims_that_are_fetched_carry_it() {
    let core = Core::share(Cdi::V5_6).await;
    let rocket = rocket_example::rocket_with(App::rocket(), core.settings());
    let app = App::launch(rocket.mount("/", routes![admin])).await;
    let mut client = log_in(&core, &app).await;
    let request = traced(client.request(Method::GET, "/admin"));
    assert_eq!(client.send(request).await.status, 403);
    let calls = traces(&core);
    assert!(calls.len() > 1, "{calls:?}");
    for (path, parent, _) in calls {
        assert_eq!(parent.as_deref(), Some(PARENT), "{path}");
    }
}

#[tokio::test]
async fn what_has_not_the_form_stays_here() {
    let core = Core::share(Cdi::V5_6).await;
    let app = App::launch(rocket_example::rocket_with(App::rocket(), core.settings())).await;
    let mut client = log_in(&core, &app).await;
    let verify = || "/recipe/session/verify".to_owned();
    let later = PARENT.replacen("00", "01", 1) + "-more";
    for (parent, state, passed) in [
        (PARENT, None, (Some(PARENT), None)),
        (PARENT, Some("no list"), (Some(PARENT), None)),
        (&later, Some(STATE), (Some(PARENT), Some(STATE))),
        ("nonsense", Some(STATE), (None, None)),
        (&PARENT[..54], None, (None, None)),
    ] {
        let request = client.request(Method::GET, "/sensitive");
        let request = request.header("traceparent", parent);
        let request = match state {
            Some(state) => request.header("tracestate", state),
            None => request,
        };
        assert_eq!(client.send(request).await.status, 200);
        let (parent, state) = passed;
        let expected = (
            verify(),
            parent.map(str::to_owned),
            state.map(str::to_owned),
        );
        assert_eq!(traces(&core), [expected]);
    }
}

#[tokio::test]
async fn an_interceptor_decides() {
    const OWN: &str = "00-11111111111111111111111111111111-2222222222222222-00";
    let core = Core::share(Cdi::V5_6).await;
    let settings: Builder = core.settings().core_interceptor(|request| {
        assert_eq!(
            request.headers.get("traceparent").is_some(),
            request.url.ends_with("verify")
        );
        let own = HeaderValue::from_static(OWN);
        request.headers.insert("traceparent", own);
        request.headers.remove("tracestate");
    });
    let app = App::launch(rocket_example::rocket_with(App::rocket(), settings)).await;
    let mut client = log_in(&core, &app).await;
    send(&mut client, Method::GET, "/sensitive").await;
    let own = Some(OWN.to_owned());
    assert_eq!(
        traces(&core),
        [("/recipe/session/verify".to_owned(), own, None)]
    );
}
