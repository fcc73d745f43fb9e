//! Requests to the core: the interceptor, what one request remembers, several hosts, the version.

use std::sync::{Arc, Mutex};

use rocket::serde::json::{Json, Value, json};
use rocket::{State, get, routes};
use rocket_supertokens::overrides::CoreRequest;
use rocket_supertokens::{Error, Session, SuperTokens, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    an_interceptor_sees_and_changes_every_request_but_the_keys,
    a_request_reads_once,
    a_write_ends_what_a_request_remembers,
    a_write_elsewhere_ends_it_too,
    remembering_can_be_switched_off,
    hosts_take_turns,
    a_highest_version_is_kept,
);

#[verify_session]
#[get("/reads")]
async fn reads(session: Session) -> Result<Json<Value>, Error> {
    let first = session.session_data().await?;
    let times = (session.time_created().await?, session.expiry().await?);
    assert!(times.0 < times.1);
    Ok(Json(json!([first, session.session_data().await?])))
}

#[verify_session]
#[get("/writes")]
async fn writes(session: Session) -> Result<Json<Value>, Error> {
    let before = session.session_data().await?;
    session.update_session_data(json!({ "n": 1 })).await?;
    Ok(Json(json!([before, session.session_data().await?])))
}

/// The managed value belongs to no request, so it cannot clear what one remembers but must end it.
#[verify_session]
#[get("/writes-elsewhere")]
async fn writes_elsewhere(session: Session, st: &State<SuperTokens>) -> Result<Json<Value>, Error> {
    let before = session.session_data().await?;
    st.update_session_data(session.handle(), json!({ "n": 2 }))
        .await?;
    Ok(Json(json!([before, session.session_data().await?])))
}

/// The calls that a request to `path` causes.
async fn calls_of(cdi: Cdi, disable_cache: bool, path: &str) -> (Value, Vec<String>) {
    let (core, app) = fixture::start_with(
        cdi,
        |settings| settings.disable_core_call_cache(disable_cache),
        routes![reads, writes, writes_elsewhere],
    )
    .await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    client.get("/session").await;
    core.take_calls();
    let reply = client.get(path).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let calls = core.take_whole_calls().into_iter();
    (
        reply.json(),
        calls
            .map(|call| format!("{} {}", call.method, call.path))
            .collect(),
    )
}

const READ: &str = "GET /recipe/session";
const WRITE: &str = "PUT /recipe/session/data";

async fn an_interceptor_sees_and_changes_every_request_but_the_keys(cdi: Cdi) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let see = Arc::clone(&seen);
    let intercept = move |request: &mut CoreRequest| {
        see.lock()
            .expect("no panic")
            .push(format!("{} {}", request.method, request.url));
        request
            .headers
            .insert("x-trace", "7".parse().expect("a value"));
        let body = String::from_utf8_lossy(&request.body);
        request.body = body.replace("\"alice\"", "\"bob\"").into_bytes();
    };
    let (core, app) = fixture::start(cdi, |settings| settings.core_interceptor(intercept)).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    assert_eq!(
        client.get("/optional").await.json(),
        "bob",
        "changed on the way"
    );
    assert_eq!(client.get("/checked").await.status, 200);
    app.super_tokens().jwks().await.expect("keys");
    let calls = core.take_whole_calls();
    let traced: Vec<_> = calls
        .iter()
        .map(|call| (call.path.as_str(), call.header("x-trace")))
        .collect();
    let trace = Some("7");
    assert_eq!(
        traced,
        [
            ("/apiversion", trace),
            ("/public/recipe/session", trace),
            ("/.well-known/jwks.json", None),
            ("/recipe/session/verify", trace),
        ]
    );
    let bare = &calls[2];
    for name in ["api-key", "cdi-version", "rid", "content-type"] {
        assert_eq!(bare.header(name), None);
    }
    let uri = core.connection_uri();
    let seen = seen.lock().expect("no panic");
    assert_eq!(seen.len(), 3);
    let query =
        "apiDomain=http%3A%2F%2Flocalhost%3A8000&websiteDomain=http%3A%2F%2Flocalhost%3A8000";
    assert_eq!(seen[0], format!("GET {uri}/apiversion?{query}"));
    assert_eq!(seen[1], format!("POST {uri}/public/recipe/session"));
}

async fn a_request_reads_once(cdi: Cdi) {
    let (data, calls) = calls_of(cdi, false, "/reads").await;
    assert_eq!(data, json!([{}, {}]));
    assert_eq!(calls, [READ]);
}

async fn a_write_ends_what_a_request_remembers(cdi: Cdi) {
    let (data, calls) = calls_of(cdi, false, "/writes").await;
    assert_eq!(data, json!([{}, { "n": 1 }]));
    assert_eq!(calls, [READ, WRITE, READ]);
}

async fn a_write_elsewhere_ends_it_too(cdi: Cdi) {
    let (data, calls) = calls_of(cdi, false, "/writes-elsewhere").await;
    assert_eq!(data, json!([{}, { "n": 2 }]));
    assert_eq!(calls, [READ, WRITE, READ]);
}

async fn remembering_can_be_switched_off(cdi: Cdi) {
    let (_, calls) = calls_of(cdi, true, "/reads").await;
    assert_eq!(calls, [READ; 4]);
}

/// One core under two names, which the interceptor tells apart.
async fn hosts_take_turns(cdi: Cdi) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let see = Arc::clone(&seen);
    let core = Core::share(cdi).await;
    let uri = core.connection_uri();
    let other = uri.replace("127.0.0.1", "localhost");
    let settings = core
        .settings()
        .connection_uri(format!("{uri};{other}/;;"))
        .core_interceptor(move |request| {
            see.lock()
                .expect("no panic")
                .push(request.url.starts_with("http://localhost"));
        });
    let app = App::serve(settings, fixture::routes()).await;
    for _ in 0..3 {
        let mut client = app.client();
        log_in(&mut client, "alice").await;
        assert_eq!(client.refresh().await.status, 200);
    }
    let seen = seen.lock().expect("no panic").clone();
    // Both are asked for their versions.
    let versions = [false, true];
    let calls = [false, true, false, true, false, true];
    assert_eq!(seen, [&versions[..], &calls].concat());
}

async fn a_highest_version_is_kept(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for version in ["5.0", "5.1", "5.2", "5.3"] {
        let settings = core.settings().max_cdi_version(version);
        let app = App::serve(settings, fixture::routes()).await;
        let mut client = app.client();
        core.take_calls();
        log_in(&mut client, "alice").await;
        assert_eq!(client.get("/checked").await.status, 200);
        assert_eq!(client.refresh().await.status, 200);
        let calls = core.take_whole_calls();
        let versions: Vec<_> = calls
            .iter()
            .filter_map(|call| call.header("cdi-version"))
            .collect();
        assert_eq!(versions, [version; 3], "{calls:?}");
        let bodies = calls.iter().filter(|call| !call.body.is_null());
        assert_eq!(bodies.count(), 3);
    }
}
