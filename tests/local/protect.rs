//! Protected mounts at launch.

use rocket::error::ErrorKind;
use rocket::http::{Method, Status};
use rocket::local::asynchronous::Client;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, Route, State, catch, catchers, delete, get, post, routes};
use rocket_supertokens::claims::{BooleanClaim, ClaimRules};
use rocket_supertokens::config::ErrorResponses;
use rocket_supertokens::policy::{AllOf, DefaultPolicy, Optional, Policy, Required, Verify};
use rocket_supertokens::session::SessionsOfUser;
use rocket_supertokens::{Session, SuperTokens, protect, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::logged::Logged;
use crate::{log_in, start, with_session};

enum NotRevoked {}

impl Policy for NotRevoked {
    type Presence = Required;
    const CHECK_DATABASE: bool = true;
}

enum Anyone {}

impl Policy for Anyone {
    type Presence = Optional;
}

#[get("/items")]
fn list() -> &'static str {
    "list"
}

#[post("/items", format = "text/plain")]
fn add() {}

#[post("/items", format = "text/html", rank = 2)]
fn add_html() {}

#[delete("/items/<id>", rank = 3)]
fn delete(id: u32, session: Session) -> String {
    format!("{} deletes {id}", session.user_id())
}

#[get("/else/<_..>")]
fn everything_else() -> &'static str {
    "everything else"
}

#[rocket::async_test]
async fn without_the_fairing_the_launch_fails() {
    for routes in [
        protect::<NotRevoked>(routes![list]),
        protect::<Anyone>(routes![list]),
        protect::<NotRevoked>(vec![Route::new(Method::Get, "/", by_hand)]),
        protect::<NotRevoked>(protect::<Anyone>(routes![list])),
    ] {
        let logged = Logged::start();
        let error = Client::untracked(App::rocket().mount("/", routes))
            .await
            .expect_err("no fairing");
        assert!(
            matches!(error.kind(), ErrorKind::SentinelAborts(_)),
            "{error:?}"
        );
        let lines = logged.lines();
        assert!(lines[0].contains("SuperTokens::fairing()"), "{lines:?}");
    }
    // Nothing to protect, nothing to need.
    let rocket = App::rocket().mount("/", protect::<NotRevoked>(routes![]));
    assert!(Client::untracked(rocket).await.is_ok());
}

fn by_hand<'r>(request: &'r Request<'_>, _: rocket::Data<'r>) -> rocket::route::BoxFuture<'r> {
    Box::pin(async move { rocket::route::Outcome::from(request, "by hand") })
}

#[get("/state")]
fn needs_state(state: &State<u8>) -> String {
    state.to_string()
}

/// The sentinels of the routes themselves still count.
#[rocket::async_test]
async fn what_the_routes_need_is_still_needed() {
    let core = Core::share(Cdi::V5_6).await;
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .mount("/", protect::<NotRevoked>(routes![needs_state]));
    let error = rocket.ignite().await.expect_err("no state");
    assert!(matches!(error.kind(), ErrorKind::SentinelAborts(_)));
}

/// However a mount is divided, and whatever the routes have in common.
#[rocket::async_test]
async fn mounts_do_not_collide() {
    let once = || {
        [
            protect::<NotRevoked>(routes![list]),
            protect::<NotRevoked>(routes![add]),
            protect::<Anyone>(routes![add_html]),
            protect::<AllOf<NotRevoked, Anyone>>(routes![delete]),
            protect::<DefaultPolicy>(protect::<Anyone>(routes![everything_else])),
        ]
        .concat()
    };
    let core = Core::share(Cdi::V5_6).await;
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .mount("/", once())
        .mount("/again", once());
    rocket.ignite().await.expect("no collisions");
}

#[rocket::async_test]
async fn routes_keep_all_but_their_name() {
    let before = routes![list, add, delete];
    let after = protect::<AllOf<NotRevoked, Anyone>>(before.clone());
    for (before, after) in before.iter().zip(&after) {
        let name = before.name.as_deref().expect("a name");
        let name = format!("{name}, protected by AllOf<NotRevoked, Anyone>");
        assert_eq!(after.name.as_deref(), Some(name.as_str()));
        assert_eq!(before.uri.as_str(), after.uri.as_str());
        assert_eq!(
            (before.method, before.rank, &before.format),
            (after.method, after.rank, &after.format)
        );
    }
    let nameless = protect::<Anyone>(vec![Route::new(Method::Get, "/", by_hand)]);
    assert_eq!(
        nameless[0].name.as_deref(),
        Some("protected by Anyone (optional)")
    );
}

/// The route that stops the launch takes part in nothing else.
#[rocket::async_test]
async fn no_request_reaches_the_route_that_stops_the_launch() {
    let (_core, client) = start(protect::<Anyone>(routes![list])).await;
    for method in [Method::Connect, Method::Trace, Method::Options, Method::Put] {
        let reply = client.req(method, "/items").dispatch().await;
        assert_eq!(reply.status(), Status::NotFound, "{method}");
    }
    let reply = client.get("/items").dispatch().await;
    assert_eq!(reply.into_string().await.as_deref(), Some("list"));
}

#[rocket::async_test]
async fn a_mount_is_protected_with_the_local_client_too() {
    let (_core, client) = start(protect::<NotRevoked>(routes![list, delete])).await;
    let reply = client.get("/items").dispatch().await;
    assert_eq!(reply.status(), Status::Unauthorized);
    let reply = client.delete("/items/not-a-number").dispatch().await;
    assert_eq!(reply.status(), Status::Unauthorized);
    let token = log_in(&client).await;
    let reply = with_session(client.delete("/items/7"), &token)
        .dispatch()
        .await;
    let text = reply.into_string().await;
    assert_eq!(text.as_deref(), Some("alice deletes 7"));
    let st = client.rocket().state::<SuperTokens>().expect("managed");
    st.revoke_sessions_of_user(SessionsOfUser::all("alice"))
        .await
        .expect("the core is there");
    let reply = with_session(client.delete("/items/7"), &token)
        .dispatch()
        .await;
    assert_eq!(reply.status(), Status::Unauthorized);
}

static TERMS: BooleanClaim = BooleanClaim::new("terms");
static PAID: BooleanClaim = BooleanClaim::new("paid");

/// Lets everything through that can be let through.
enum Open {}

impl Policy for Open {
    type Presence = Optional;

    fn claims() -> ClaimRules {
        ClaimRules::none()
    }
}

enum Paid {}

impl Policy for Paid {
    type Presence = Required;

    fn claims() -> ClaimRules {
        ClaimRules::none().with(PAID.is_true())
    }
}

#[verify_session(policy = Paid)]
#[get("/paid")]
fn paid() {}

#[catch(403)]
async fn who_was_it(request: &Request<'_>) -> String {
    let session = request.guard::<Session>().await.succeeded();
    session.map_or("nobody".to_owned(), |s| s.user_id().to_owned())
}

/// What a mount has let through does not stand in for the default policy after a stricter check has refused it.
#[rocket::async_test]
async fn a_catcher_does_not_get_the_session_that_a_stricter_check_has_refused() {
    let core = Core::share(Cdi::V5_6).await;
    let settings = core.settings().error_responses(ErrorResponses::Catchers);
    let rocket = App::rocket()
        .attach(settings.global_claim_validator(TERMS.is_true()).fairing())
        .mount("/", routes![crate::login])
        .mount("/attribute", protect::<Open>(routes![paid]))
        .mount("/mount", protect::<Open>(protect::<Paid>(routes![list])))
        .register("/", catchers![who_was_it]);
    let client = Client::untracked(rocket).await.expect("it launches");
    let token = log_in(&client).await;
    for path in ["/attribute/paid", "/mount/items"] {
        let reply = with_session(client.get(path), &token).dispatch().await;
        assert_eq!(reply.status(), Status::Forbidden);
        let text = reply.into_string().await;
        assert_eq!(text.as_deref(), Some("nobody"), "{path}");
    }
}

/// Refuses with the status that a missing session has, for a reason of its own.
struct ApiKey;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ApiKey {
    type Error = ();

    async fn from_request(_: &'r Request<'_>) -> Outcome<Self, ()> {
        Outcome::Error((Status::Unauthorized, ()))
    }
}

#[get("/verify")]
fn by_key_and_verify(session: Verify<Open>, key: ApiKey) {
    drop((session.into_session(), key));
}

#[verify_session(policy = Open)]
#[get("/attribute")]
fn by_key_and_attribute(session: Option<Session>, key: ApiKey) {
    drop((session, key));
}

#[get("/bare")]
fn by_key_and_bare(session: Option<Session>, key: ApiKey) {
    drop((session, key));
}

#[get("/session")]
fn by_session(session: Session) {
    drop(session);
}

#[catch(401)]
fn wrong_key() -> &'static str {
    "wrong key"
}

#[rocket::async_test]
async fn the_401_of_another_guard_stays_what_it_is() {
    let core = Core::share(Cdi::V5_6).await;
    let routes = routes![
        by_key_and_verify,
        by_key_and_attribute,
        by_key_and_bare,
        by_session
    ];
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .mount("/", protect::<Open>(routes))
        .register("/", catchers![wrong_key]);
    let client = Client::untracked(rocket).await.expect("it launches");
    for (path, expected) in [
        ("/verify", "wrong key"),
        ("/attribute", "wrong key"),
        // Here it is not told from a missing session, as the documentation says.
        ("/bare", r#"{"message":"unauthorised"}"#),
        ("/session", r#"{"message":"unauthorised"}"#),
    ] {
        let reply = client.get(path).dispatch().await;
        assert_eq!(reply.status(), Status::Unauthorized);
        assert_eq!(
            reply.into_string().await.as_deref(),
            Some(expected),
            "{path}"
        );
    }
}
