//! Two windows of one browser, which share cookies, and with them the session.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rocket::Request;
use rocket::fairing::AdHoc;
use rocket::http::Method;
use rocket_supertokens_tests::{Behaviour, Cdi, Core, eventually};
use serde_json::Value;
use thirtyfour::WindowHandle;
use tokio::sync::watch;

use crate::fixture::{Fixture, Setup, expect};
use crate::lifetime::SHORT;
use crate::mode::Mode;
use crate::scenario::Scenarios;

const AT_CORE: &str = "/recipe/session/refresh";

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("tabs")
        .both("of_one_origin_cdi_5_5", |mode| one_origin(mode, CDI_5_5))
        .both("of_one_origin_cdi_5_6", |mode| one_origin(mode, CDI_5_6))
        .both("of_two_origins_cdi_5_5", |mode| two_origins(mode, CDI_5_5))
        .both("of_two_origins_cdi_5_6", |mode| two_origins(mode, CDI_5_6))
        .both("of_two_processes_cdi_5_5", two_processes_older)
        .both("of_two_processes_cdi_5_6", two_processes_newer)
}

/// The last version in which a refreshed token counts from its first use on.
const CDI_5_5: &str = "5.5";

/// The first version in which it counts at once.
const CDI_5_6: &str = "5.6";

async fn core(cdi: &str) -> Core {
    match cdi {
        CDI_5_6 => Core::share(Cdi::V5_6).await,
        older => Core::start_dev_core(Cdi::V5_6, |core| core.max_cdi_version(older)).await,
    }
}

/// The front end has a lock that the windows of one origin share: one of them refreshes, the other one waits and uses
/// the result.
async fn one_origin(mode: Mode, cdi: &str) {
    let setup = Fixture::of(mode)
        .core(core(cdi).await)
        .access_tokens_live(SHORT);
    let fixture = setup.start().await;
    fixture.page().log_in("alice").await;
    // The API has the keys from here on.
    expect(&fixture.page().call("POST", "/like-comment").await, 200);
    let first = fixture.browser.window().await;
    let second = fixture.browser.open_window().await;
    fixture.open_page("{}").await;
    fixture.expire().await;
    fixture.browser.go_to(&first).await;
    fixture.forget().await;

    fixture.core.behave(Behaviour::Holds);
    let windows = [&first, &second];
    for window in windows {
        begin(&fixture, window, "call('POST', '/like-comment')").await;
    }
    eventually(async || fixture.api.requests_to("/like-comment").len() == 2).await;
    fixture.core.behave(Behaviour::Works);
    let mut all_turns = Vec::new();
    for window in windows {
        expect(&end(&fixture, window).await, 200);
        all_turns.extend(fixture.page().turns().await);
    }
    assert_eq!(fixture.api.refreshes(), 1);
    assert_eq!(all_turns, ["REFRESH_SESSION"]);
    assert_both_go_on(&fixture, windows).await;
}

/// Windows of two sub-domains: neither sees the other's lock, and both come with the same refresh token. The core is
/// asked once, and both receive the same tokens.
async fn two_origins(mode: Mode, cdi: &str) {
    let arrived = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&arrived);
    let setup = sub_domains(mode, core(cdi).await).rocket(move |rocket| {
        rocket.attach(AdHoc::on_request("Arrivals", move |request, _| {
            count.fetch_add(usize::from(is_refresh(request)), Ordering::Relaxed);
            Box::pin(async {})
        }))
    });
    let fixture = setup.start().await;
    fixture.page().log_in("alice").await;
    let first = fixture.browser.window().await;
    let second = open_admin(&fixture, fixture.api_domain()).await;
    let before = arrived.load(Ordering::Relaxed);
    fixture.core.take_calls();

    fixture.core.behave_at(AT_CORE, Behaviour::Holds);
    let windows = [&first, &second];
    for window in windows {
        begin(&fixture, window, "session.attemptRefreshingSession()").await;
    }
    eventually(async || arrived.load(Ordering::Relaxed) == before + 2).await;
    fixture.core.behave_at(AT_CORE, Behaviour::Works);
    for window in windows {
        assert_eq!(end(&fixture, window).await, true);
    }
    let calls = fixture.core.take_calls();
    assert_eq!(calls.iter().filter(|path| *path == AT_CORE).count(), 1);
    assert_both_go_on(&fixture, windows).await;
}

/// Each process asks the core. The first one's response arrives last, so that the browser keeps those tokens, and the
/// others are lost. Up to CDI 5.5 that is nothing: which tokens count shows when they are used.
async fn two_processes_older(mode: Mode) {
    let (fixture, windows) = two_processes(mode, CDI_5_5).await;
    assert_both_go_on(&fixture, [&windows[0], &windows[1]]).await;
}

/// From CDI 5.6 on only the tokens live that the core gave last. Their loss looks like a theft at the next refresh, to
/// whatever SDK: the page is told, once, that there is no session.
async fn two_processes_newer(mode: Mode) {
    let (fixture, windows) = two_processes(mode, CDI_5_6).await;
    let page = fixture.page();
    for window in &windows {
        fixture.browser.go_to(window).await;
        expect(&page.call("POST", "/like-comment").await, 200);
    }
    fixture.lose_access_token().await;
    let refused = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&refused, 401)["message"], "token theft detected");
    assert_eq!(page.turns().await, ["UNAUTHORISED"]);
    for window in &windows {
        fixture.browser.go_to(window).await;
        assert!(!page.session_exists().await);
    }
}

async fn two_processes(mode: Mode, cdi: &str) -> (Fixture, [WindowHandle; 2]) {
    let (gate, gated) = watch::channel(true);
    let setup = sub_domains(mode, core(cdi).await).rocket(move |rocket| {
        rocket.attach(AdHoc::on_response("Gate", move |request, _| {
            let mut gated = gated.clone();
            let gates = is_refresh(request);
            Box::pin(async move {
                // An error means that the scenario is over.
                let _ = gated.wait_for(|open| *open || !gates).await;
            })
        }))
    });
    let fixture = setup.start().await;
    fixture.page().log_in("alice").await;
    let first = fixture.browser.window().await;
    let (_other_process, domain) = fixture.another_api(|settings| settings).await;
    let second = open_admin(&fixture, &domain).await;
    fixture.core.take_calls();

    let refreshing = "session.attemptRefreshingSession()";
    gate.send(false).expect("the API is there");
    begin(&fixture, &first, refreshing).await;
    eventually(async || fixture.core.take_calls().iter().any(|path| path == AT_CORE)).await;
    begin(&fixture, &second, refreshing).await;
    assert_eq!(end(&fixture, &second).await, true);
    gate.send(true).expect("the API is there");
    assert_eq!(end(&fixture, &first).await, true);
    // From here on both windows talk to the first process.
    fixture.browser.go_to(&second).await;
    open_admin_page(&fixture, fixture.api_domain()).await;
    (fixture, [first, second])
}

/// Not the preflight before it.
fn is_refresh(request: &Request<'_>) -> bool {
    request.method() == Method::Post && request.uri().path() == "/auth/session/refresh"
}

/// API, website and admin website on one site, where the front end shares what it knows.
fn sub_domains(mode: Mode, core: Core) -> Setup {
    Fixture::of(mode)
        .core(core)
        .hosts("api.example.test", "www.example.test")
        .also_for("admin.example.test")
        .options(SHARED)
}

const SHARED: &str = "{ sessionTokenFrontendDomain: '.example.test' }";

async fn open_admin(fixture: &Fixture, api_domain: &str) -> WindowHandle {
    let window = fixture.browser.open_window().await;
    open_admin_page(fixture, api_domain).await;
    assert!(fixture.page().session_exists().await);
    window
}

async fn open_admin_page(fixture: &Fixture, api_domain: &str) {
    let origin = fixture.website_as("admin.example.test");
    let page = fixture.page();
    page.open(&origin, api_domain, fixture.mode, SHARED).await;
}

/// Begins with what takes a while.
async fn begin(fixture: &Fixture, window: &WindowHandle, call: &str) {
    fixture.browser.go_to(window).await;
    fixture
        .browser
        .run(&format!("window.pending = {call};"))
        .await;
}

/// What came of it.
async fn end(fixture: &Fixture, window: &WindowHandle) -> Value {
    fixture.browser.go_to(window).await;
    fixture.browser.run("return window.pending;").await
}

/// Both windows can call, and each can refresh, after which the other one can call.
async fn assert_both_go_on(fixture: &Fixture, windows: [&WindowHandle; 2]) {
    let page = fixture.page();
    for window in windows {
        fixture.browser.go_to(window).await;
        expect(&page.call("POST", "/like-comment").await, 200);
    }
    for window in windows {
        fixture.browser.go_to(window).await;
        assert!(page.refresh().await);
        for window in windows {
            fixture.browser.go_to(window).await;
            expect(&page.call("GET", "/sensitive").await, 200);
            assert!(page.session_exists().await);
        }
    }
}
