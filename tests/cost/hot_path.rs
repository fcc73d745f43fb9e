//! What a session costs a request, in allocations: a protected route whose keys are known, over one that is open.

use allocation_counter::measure;
use rocket::http::{Cookie, Header, Status};
use rocket::local::asynchronous::{Client, LocalRequest};
use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core};
use tokio::runtime::Runtime;

#[get("/open")]
fn open() -> String {
    "who".to_owned()
}

#[verify_session]
#[get("/me")]
fn me(session: Session) -> String {
    session.user_id().to_owned()
}

/// Most that a session may cost. Lower them with what you save.
const BY_HEADER: u64 = 18;
const BY_COOKIE: u64 = 24;

#[test]
fn a_warm_session_costs_no_more_than_it_did() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let (client, token, _core) = runtime.block_on(async {
        let core = Core::start(Cdi::V5_6).await;
        let rocket = App::rocket()
            .attach(core.settings().fairing())
            .mount("/", routes![super::login, open, me]);
        let client = Client::untracked(rocket).await.expect("the app launches");
        let token = super::log_in(&client).await;
        (client, token, core)
    });
    let bearer = Header::new("authorization", format!("Bearer {token}"));
    let by_header = |uri: &'static str| client.get(uri).header(bearer.clone());
    let by_cookie = |uri: &'static str| {
        client
            .get(uri)
            .cookie(Cookie::new("sAccessToken", token.clone()))
    };
    let header =
        allocations(&runtime, &|| by_header("/me")) - allocations(&runtime, &|| by_header("/open"));
    let cookie =
        allocations(&runtime, &|| by_cookie("/me")) - allocations(&runtime, &|| by_cookie("/open"));
    assert!(
        header <= BY_HEADER && cookie <= BY_COOKIE,
        "a session costs {header} allocations by header, {cookie} by cookie"
    );
}

fn allocations<'c>(runtime: &Runtime, request: &dyn Fn() -> LocalRequest<'c>) -> u64 {
    // The first fetches the keys and fills what is filled once.
    for _ in 0..2 {
        assert_eq!(runtime.block_on(request().dispatch()).status(), Status::Ok);
    }
    let request = request();
    measure(|| drop(runtime.block_on(request.dispatch()))).count_total
}
