//! What the log says at launch of the routes.

use rocket::local::asynchronous::Client;
use rocket::{Build, Rocket, Route, get, post, routes};
use rocket_supertokens::policy::{DefaultPolicy, Optional, Policy};
use rocket_supertokens::{Session, SuperTokens, protect, verify_session};
use rocket_supertokens_tests::App;

use crate::logged::Logged;

enum Anyone {}

impl Policy for Anyone {
    type Presence = Optional;
}

#[get("/open")]
fn open() {}

#[get("/bare")]
fn bare(session: Session) {
    drop(session);
}

#[verify_session]
#[get("/me/<id>?<page>")]
fn me(id: u8, page: Option<u8>) {
    let _ = (id, page);
}

#[verify_session(required = false)]
#[rocket::route(POST, uri = "/perhaps", data = "<body>")]
fn perhaps(body: String) {
    drop(body);
}

#[verify_session(policy = DefaultPolicy)]
#[get("/of-a-policy")]
fn of_a_policy() {}

mod other {
    use rocket::get;
    use rocket_supertokens::verify_session;

    /// It looks like the protected one.
    #[get("/me/<id>?<page>")]
    pub(super) fn me(id: u8, page: Option<u8>) {
        let _ = (id, page);
    }

    #[verify_session]
    #[get("/open")]
    pub(super) fn open() {}
}

/// The lines about routes.
async fn said(rocket: Rocket<Build>) -> Vec<String> {
    let settings = SuperTokens::builder()
        .connection_uri("http://127.0.0.1:9")
        .app_name("Listed")
        .api_domain("http://localhost:8000")
        .website_domain("http://localhost:8000")
        .check_core_at_launch(false);
    let logged = Logged::everything();
    let rocket = rocket.attach(settings.fairing());
    drop(Client::untracked(rocket).await.expect("it launches"));
    let mut lines = logged.lines();
    let serves = lines
        .iter()
        .position(|line| line.contains("SuperTokens serves"));
    lines.drain(..=serves.expect("it says so first"));
    lines
}

fn mounted(mounts: Vec<(&'static str, Vec<Route>)>) -> Rocket<Build> {
    let mount = |rocket: Rocket<Build>, (base, routes)| rocket.mount(base, routes);
    mounts.into_iter().fold(App::rocket(), mount)
}

#[tokio::test]
async fn each_route_is_counted_and_listed() {
    let rocket = mounted(vec![
        ("/", routes![open, bare, me, perhaps, of_a_policy]),
        ("/admin", protect::<DefaultPolicy>(routes![open, perhaps])),
        ("/anyone", protect::<Anyone>(routes![bare, perhaps])),
        (
            "/both",
            protect::<Anyone>(protect::<DefaultPolicy>(routes![open])),
        ),
    ]);
    let mut lines = said(rocket).await;
    assert_eq!(
        lines.remove(0),
        " INFO routes: 5 protected, 1 for anonymous requests too, 2 open or guarded by a parameter alone, 2 not told \
         from others of the same name and path"
    );
    lines.sort();
    assert_eq!(
        lines,
        [
            "DEBUG GET /admin/open (open, protected by DefaultPolicy): protected",
            "DEBUG GET /anyone/bare (bare, protected by Anyone (optional)): lets anonymous requests through",
            "DEBUG GET /bare (bare): open, or guarded by a parameter alone",
            "DEBUG GET /both/open (open, protected by DefaultPolicy, protected by Anyone (optional)): protected",
            "DEBUG GET /me/<id>?<page> (me): protected",
            "DEBUG GET /of-a-policy (of_a_policy): protected",
            "DEBUG GET /open (open): open, or guarded by a parameter alone",
            "DEBUG POST /admin/perhaps (perhaps, protected by DefaultPolicy): protected",
            "DEBUG POST /anyone/perhaps (perhaps, protected by Anyone (optional)): not told from others of the same \
             name and path",
            "DEBUG POST /perhaps (perhaps): not told from others of the same name and path",
        ]
    );
}

/// What looks like a protected route is not called one.
#[tokio::test]
async fn routes_of_one_name_and_path_are_not_confused() {
    for (mounts, expected) in [
        (
            vec![("/", routes![me]), ("/other", routes![other::me])],
            "0 protected",
        ),
        (
            vec![("/", routes![me]), ("/again", routes![me])],
            "0 protected",
        ),
        (vec![("/other", routes![other::me])], "0 protected"),
        (vec![("/", routes![me])], "1 protected"),
        (
            vec![("/", routes![open]), ("/other", routes![other::open])],
            "0 protected",
        ),
        (vec![("/other", routes![other::open])], "1 protected"),
        (vec![("/", routes![open])], "0 protected"),
    ] {
        let lines = said(mounted(mounts)).await;
        assert!(lines[0].contains(expected), "{lines:?}");
    }
}

#[tokio::test]
async fn no_handler_runs() {
    let rocket = mounted(vec![("/", routes![runs])]);
    let lines = said(rocket).await;
    assert!(lines[0].contains("1 open"), "{lines:?}");
}

#[post("/runs")]
fn runs() {
    unreachable!("nobody has asked for it");
}
