//! The route audit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rocket::fairing::AdHoc;
use rocket::fs::FileServer;
use rocket::http::{Method, Status};
use rocket::local::blocking::Client;
use rocket::request::{FromRequest, Outcome};
use rocket::response::Redirect;
use rocket::{
    Build, Request, Rocket, Route, catch, catchers, delete, get, head, options, post, put, routes,
};
use rocket_supertokens::claims::{BooleanClaim, ClaimRules, ClaimValidators, UserRole};
use rocket_supertokens::policy::{AllOf, DefaultPolicy, Optional, Policy, Required, Verify};
use rocket_supertokens::testing::{DemandedBy, Protection, RouteAudit, asynchronous, audit};
use rocket_supertokens::{Error, Session, Sessions, SuperTokens, protect, verify_session};
use rocket_supertokens_tests::App;

static TERMS: BooleanClaim = BooleanClaim::new("terms");

/// An application without a core: the audit needs none.
fn application() -> Rocket<Build> {
    let settings = SuperTokens::builder()
        .connection_uri("http://127.0.0.1:9")
        .app_name("Audited")
        .api_domain("http://localhost:8000")
        .website_domain("http://localhost:8000")
        .check_core_at_launch(false)
        .global_claim_validator(TERMS.is_true());
    App::rocket().attach(settings.fairing())
}

fn audited(rocket: Rocket<Build>) -> RouteAudit {
    audit(&Client::untracked(rocket).expect("it launches"))
}

/// What is said of the only route with this method and URI.
fn protection(audit: &RouteAudit, method: Method, uri: &str) -> String {
    let is_meant = |route: &&_| {
        let rocket_supertokens::testing::AuditedRoute {
            method: m, uri: u, ..
        } = route;
        *m == method && u == uri
    };
    let mut found = audit.routes().iter().filter(is_meant);
    let route = found
        .next()
        .unwrap_or_else(|| panic!("{method} {uri}\n{audit}"));
    assert!(found.next().is_none(), "{method} {uri}\n{audit}");
    route.protection.to_string()
}

/// How often a handler ran that must not.
static RUNS: AtomicUsize = AtomicUsize::new(0);

fn must_not_run() {
    RUNS.fetch_add(1, Ordering::Relaxed);
}

enum Admin {}

impl Policy for Admin {
    type Presence = Required;
    const CHECK_DATABASE: bool = true;

    fn claims() -> ClaimRules {
        ClaimRules::global().with(UserRole::includes("admin"))
    }
}

enum Anyone {}

impl Policy for Anyone {
    type Presence = Optional;
    const ANTI_CSRF_CHECK: Option<bool> = Some(false);
}

#[get("/open")]
fn open() {}

#[post("/login")]
async fn login(sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create("alice").await.map(drop)
}

#[verify_session]
#[get("/me/<id>/<rest..>?kind=a&<page>")]
fn me(id: u8, rest: PathBuf, page: Option<u8>) {
    must_not_run();
    drop((id, rest, page));
}

#[verify_session(
    check_database,
    anti_csrf_check = true,
    claims(UserRole::includes("admin"))
)]
#[delete("/me", format = "application/json")]
fn delete_me(session: Session) {
    must_not_run();
    drop(session);
}

#[verify_session(required = false, global_claims = false)]
#[get("/perhaps")]
fn perhaps(session: Option<Session>) {
    drop(session);
}

fn none(_: ClaimValidators) -> ClaimValidators {
    Vec::new()
}

#[verify_session(policy = AllOf<Admin, DefaultPolicy>)]
#[put("/both", format = "text/*")]
fn both() {
    must_not_run();
}

#[verify_session(override_claims = none)]
#[head("/head")]
fn only_head() {
    must_not_run();
}

#[get("/bare")]
fn bare(session: Session) {
    must_not_run();
    drop(session);
}

#[get("/bare-option")]
fn bare_option(session: Option<Session>) {
    drop(session);
}

#[get("/bare-option-fails")]
fn bare_option_fails(session: Option<Session>) -> Result<(), Status> {
    session.map(drop).ok_or(Status::NotFound)
}

#[get("/verify")]
fn verify(verified: Verify<Admin>) {
    must_not_run();
    drop(verified);
}

#[get("/verify-anyone")]
fn verify_anyone(verified: Verify<Anyone>) {
    drop(verified);
}

/// Sends requests without a session to the page for everyone.
struct Admitted;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Admitted {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        match request.guard::<Session>().await {
            Outcome::Success(_) => Outcome::Success(Self),
            _ => Outcome::Forward(Status::NotFound),
        }
    }
}

#[get("/page")]
fn page(admitted: Admitted) {
    must_not_run();
    let Admitted = admitted;
}

#[get("/page", rank = 7)]
fn page_for_everyone() {}

fn each_kind() -> Vec<Route> {
    routes![
        open,
        login,
        me,
        delete_me,
        perhaps,
        both,
        only_head,
        bare,
        bare_option,
        bare_option_fails,
        verify,
        verify_anyone,
        page,
        page_for_everyone
    ]
}

#[test]
fn every_kind_of_protection_is_told_from_the_others() {
    let mount = routes![open, perhaps, bare];
    let rocket = application()
        .mount("/", each_kind())
        .mount("/admin", protect::<Admin>(mount.clone()))
        .mount(
            "/anyone",
            protect::<Anyone>([mount, each_kind()].concat()[1..7].to_vec()),
        )
        .mount(
            "/nested",
            protect::<Anyone>(protect::<Admin>(routes![open])),
        );
    let audit = audited(rocket);
    for (method, uri, expected) in [
        (Method::Get, "/open", "open"),
        (Method::Post, "/login", "open"),
        (
            Method::Get,
            "/me/<id>/<rest..>?kind=a&<page>",
            "attribute: required, claims terms",
        ),
        (
            Method::Delete,
            "/me",
            "attribute: required, database, anti-csrf, claims terms st-role",
        ),
        (Method::Get, "/perhaps", "attribute: optional"),
        (
            Method::Put,
            "/both",
            "attribute AllOf<Admin, DefaultPolicy>: required, database, claims terms st-role",
        ),
        (Method::Head, "/head", "attribute: required"),
        (Method::Get, "/bare", "guard: required, claims terms"),
        (
            Method::Get,
            "/bare-option",
            "not seen to end a request without a session; guard: required, claims terms",
        ),
        (
            Method::Get,
            "/bare-option-fails",
            "not seen to end a request without a session; guard: required, claims terms",
        ),
        (
            Method::Get,
            "/verify",
            "guard Admin: required, database, claims terms st-role",
        ),
        (
            Method::Get,
            "/verify-anyone",
            "guard Anyone: optional, no anti-csrf, claims terms",
        ),
        (
            Method::Get,
            "/admin/open",
            "mount Admin: required, database, claims terms st-role",
        ),
        (
            Method::Get,
            "/admin/perhaps",
            "mount Admin: required, database, claims terms st-role",
        ),
        (
            Method::Get,
            "/nested/open",
            "mount Anyone: optional, no anti-csrf, claims terms; \
             mount Admin: required, database, claims terms st-role",
        ),
        (
            Method::Get,
            "/anyone/bare",
            "mount Anyone: optional, no anti-csrf, claims terms; guard: required, claims terms",
        ),
        (
            Method::Get,
            "/anyone/perhaps",
            "mount Anyone: optional, no anti-csrf, claims terms; attribute: optional",
        ),
        (
            Method::Get,
            "/anyone/open",
            "mount Anyone: optional, no anti-csrf, claims terms",
        ),
        (Method::Post, "/auth/session/refresh", "SuperTokens"),
        (Method::Get, "/auth/jwt/jwks.json", "SuperTokens"),
    ] {
        assert_eq!(protection(&audit, method, uri), expected, "\n{audit}");
    }
    assert_eq!(RUNS.load(Ordering::Relaxed), 0, "a protected handler ran");
    // All are there, and the routes that stop the launch are not.
    let count = |uri: &str| {
        audit
            .routes()
            .iter()
            .filter(|r| r.uri.starts_with(uri))
            .count()
    };
    assert_eq!(count("/admin"), 3);
    assert!(
        audit
            .routes()
            .iter()
            .all(|route| route.method != Method::Connect)
    );
}

/// Runs before the routes below, and answers for them.
#[get("/<_..>")]
fn answers_for_all() {}

#[verify_session]
#[get("/page", rank = 5)]
fn protected_page() {
    must_not_run();
}

#[test]
fn of_routes_with_one_path_each_is_asked() {
    let audit = audited(application().mount("/", routes![page, page_for_everyone, protected_page]));
    let found: Vec<_> = audit.routes().iter().filter(|r| r.uri == "/page").collect();
    let found: Vec<_> = found
        .iter()
        .map(|r| (r.rank, r.protection.to_string()))
        .collect();
    let unclear = "not seen to end a request without a session; guard: required, claims terms";
    assert_eq!(
        found,
        [
            (-9, unclear.to_owned()),
            (5, "attribute: required, claims terms".to_owned()),
            (7, "open".to_owned()),
        ]
    );
    assert_eq!(RUNS.load(Ordering::Relaxed), 0, "a protected handler ran");

    let mut first = routes![answers_for_all];
    first[0].rank = -100;
    let shadowed = application()
        .mount("/", first)
        .mount("/", routes![protected_page, bare]);
    let audit = audited(shadowed);
    for uri in ["/page", "/bare"] {
        let expected = "not reached: GET /<_..> answered";
        assert_eq!(protection(&audit, Method::Get, uri), expected);
    }
    assert_eq!(protection(&audit, Method::Get, "/<_..>"), "open");
}

#[catch(default)]
fn to_the_login_page() -> Redirect {
    Redirect::to("/login")
}

/// Catchers and fairings of the application cannot make a route look protected, nor unprotected where that is certain.
#[test]
fn what_else_the_application_does_to_requests_misleads_nobody() {
    let rocket = application()
        .mount("/", routes![me, bare, open, bare_option, panics])
        .mount("/admin", protect::<Admin>(routes![open]))
        .register("/", catchers![to_the_login_page]);
    let audit = audited(rocket);
    let of = |uri| protection(&audit, Method::Get, uri);
    let unclear = "not seen to end a request without a session; guard: required, claims terms";
    assert_eq!(
        of("/me/<id>/<rest..>?kind=a&<page>"),
        "attribute: required, claims terms"
    );
    assert_eq!(of("/bare"), unclear);
    assert_eq!(of("/bare-option"), unclear);
    assert_eq!(of("/open"), "open");
    assert_eq!(of("/panics"), "open");
    assert!(of("/admin/open").starts_with("mount Admin: required"));

    let elsewhere = AdHoc::on_request("Elsewhere", |request, _| {
        Box::pin(async move {
            request.set_uri(rocket::uri!("/bare"));
        })
    });
    let rocket = application()
        .attach(elsewhere)
        .mount("/", routes![bare, open, protected_page]);
    let audit = audited(rocket);
    assert_eq!(
        protection(&audit, Method::Get, "/bare"),
        "guard: required, claims terms"
    );
    for uri in ["/open", "/page"] {
        let expected = protection(&audit, Method::Get, uri);
        assert!(
            expected == "open" || expected.starts_with("not reached"),
            "{expected}"
        );
    }
}

/// Decides by the status: without a session the request goes on.
struct Maybe(Option<Session>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Maybe {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        match request.guard::<Session>().await {
            Outcome::Error((status, _)) if status == Status::Unauthorized => {
                Outcome::Success(Self(None))
            }
            outcome => outcome.map(|session| Self(Some(session))),
        }
    }
}

/// Decides by the status the other way round: only failures of the server end the request.
struct UnlessDown;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for UnlessDown {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        match request.guard::<Verify<Admin>>().await {
            Outcome::Error((status, error)) if status.code >= 500 => {
                Outcome::Error((status, error))
            }
            _ => Outcome::Success(Self),
        }
    }
}

/// Passes on whatever ends the request.
struct Strict;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Strict {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        request.guard::<Session>().await.map(|_| Self)
    }
}

#[get("/maybe")]
fn maybe(session: Maybe) -> &'static str {
    let Maybe(session) = session;
    session.map_or("nobody", |_| "somebody")
}

/// Its handler runs, although it ends as a guard does.
#[get("/maybe-not-found")]
fn maybe_not_found(session: Maybe) -> Result<(), Status> {
    let Maybe(session) = session;
    session.map(drop).ok_or(Status::NotFound)
}

/// Its handler runs, and responds as a refusal does.
#[get("/maybe-refused")]
fn maybe_refused(session: Maybe) -> (Status, &'static str) {
    let Maybe(session) = session;
    let status = session.map_or(Status::Unauthorized, |_| Status::Ok);
    (status, "by the handler")
}

#[get("/unless-down")]
fn unless_down(guard: UnlessDown) {
    let UnlessDown = guard;
}

#[get("/strict")]
fn strict(guard: Strict) {
    must_not_run();
    let Strict = guard;
}

#[catch(401)]
fn log_in_first() -> Redirect {
    Redirect::to("/login")
}

#[catch(404)]
fn not_here() -> Redirect {
    Redirect::to("/")
}

#[catch(401)]
async fn who_is_it(request: &Request<'_>) -> &'static str {
    match request.guard::<Session>().await {
        Outcome::Success(_) => "somebody",
        _ => "nobody",
    }
}

/// Under the audit our guards fail with a status of its own, but that must not be what makes the route protected.
#[test]
fn guards_that_decide_by_the_status_are_seen_through() {
    let routes = || {
        routes![
            maybe,
            maybe_not_found,
            maybe_refused,
            unless_down,
            strict,
            bare,
            verify
        ]
    };
    let unclear = "not seen to end a request without a session; guard: required, claims terms";
    let required = "guard: required, claims terms";
    let admin = "guard Admin: required, database, claims terms st-role";
    for rocket in [
        application(),
        application().register("/", catchers![log_in_first]),
        application().register("/", catchers![not_here]),
        application().register("/", catchers![who_is_it]),
    ] {
        let audit = audited(rocket.mount("/", routes()));
        for (uri, expected) in [
            ("/maybe", unclear),
            ("/maybe-not-found", unclear),
            ("/maybe-refused", unclear),
            (
                "/unless-down",
                &*format!("not seen to end a request without a session; {admin}"),
            ),
            ("/strict", required),
            ("/bare", required),
            ("/verify", admin),
        ] {
            assert_eq!(protection(&audit, Method::Get, uri), expected, "\n{audit}");
        }
    }
    assert_eq!(RUNS.load(Ordering::Relaxed), 0, "a protected handler ran");
}

/// Also with the statuses that the application has set.
#[test]
fn the_status_of_the_application_is_the_one_that_guards_see() {
    for status in [419, 401] {
        let settings = SuperTokens::builder()
            .connection_uri("http://127.0.0.1:9")
            .app_name("Audited")
            .api_domain("http://localhost:8000")
            .website_domain("http://localhost:8000")
            .check_core_at_launch(false)
            .session_expired_status_code(status);
        let rocket = App::rocket().attach(settings.fairing());
        let audit = audited(rocket.mount("/", routes![maybe, strict]));
        // With 419 the guard does not go on.
        let expected = match status {
            419 => "guard: required",
            _ => "not seen to end a request without a session; guard: required",
        };
        assert_eq!(protection(&audit, Method::Get, "/maybe"), expected);
        assert_eq!(
            protection(&audit, Method::Get, "/strict"),
            "guard: required"
        );
    }
}

#[get("/panics")]
fn panics() {
    panic!("as handlers may");
}

#[options("/<_..>")]
fn preflight() {}

#[test]
fn what_no_macro_has_made_is_audited_too() {
    let support = Path::new(env!("CARGO_MANIFEST_DIR")).join("support");
    let rocket = application()
        .mount("/static", FileServer::from(&support))
        .mount("/private", protect::<Admin>(FileServer::from(&support)))
        .mount("/private", protect::<Admin>(routes![preflight]));
    let audit = audited(rocket);
    assert_eq!(protection(&audit, Method::Get, "/static/<path..>"), "open");
    for method in [Method::Get, Method::Options] {
        let uri = if method == Method::Get {
            "/private/<path..>"
        } else {
            "/private/<_..>"
        };
        let found = protection(&audit, method, uri);
        assert!(found.starts_with("mount Admin: required"), "{found}");
    }
}

#[test]
fn data_of_the_audit() {
    let audit = audited(application().mount("/", routes![delete_me]));
    let route = audit
        .routes()
        .iter()
        .find(|route| route.uri == "/me")
        .expect("it is there");
    assert_eq!(route.name.as_deref(), Some("delete_me"));
    assert_eq!(route.format.as_deref(), Some("application/json"));
    assert!(route.is_protected());
    let Protection::Required(demands) = &route.protection else {
        panic!("{route}");
    };
    let demand = &demands[0];
    assert_eq!(
        (demand.by, demand.policy.as_deref()),
        (DemandedBy::Attribute, None)
    );
    assert!(demand.required && demand.check_database);
    assert_eq!(demand.anti_csrf_check, Some(true));
    assert_eq!(demand.claims, ["terms", "st-role"]);
}

#[test]
fn the_table_is_aligned() {
    let rocket = application()
        .mount("/", routes![open, login, protected_page, delete_me])
        .mount("/admin", protect::<Admin>(routes![open]));
    assert_eq!(
        audited(rocket).to_string(),
        "\
GET     /admin/open                             open, protected by Admin  mount Admin: required, database, claims terms st-role
GET     /auth/.well-known/openid-configuration  openid_configuration      SuperTokens
POST    /auth/<_>/session/refresh               refresh                   SuperTokens
POST    /auth/<_>/signout                       sign_out                  SuperTokens
GET     /auth/jwt/jwks.json                     jwks                      SuperTokens
POST    /auth/session/refresh                   refresh                   SuperTokens
POST    /auth/signout                           sign_out                  SuperTokens
POST    /login                                  login                     open
DELETE  /me application/json                    delete_me                 attribute: required, database, anti-csrf, claims terms st-role
GET     /open                                   open                      open
GET     /page [5]                               protected_page            attribute: required, claims terms
"
    );
}

#[rocket::async_test]
async fn the_asynchronous_client_hears_the_same() {
    let rocket = || application().mount("/", each_kind());
    let client = rocket::local::asynchronous::Client::untracked(rocket()).await;
    let client = client.expect("it launches");
    let heard = asynchronous::audit(&client).await.to_string();
    // Only the audit's own requests are asked.
    let reply = client.get("/me/1/2?kind=a").dispatch().await;
    assert_eq!(reply.status(), Status::Unauthorized);
    let blocking = tokio::task::spawn_blocking(move || audited(rocket()).to_string());
    assert_eq!(heard, blocking.await.expect("no panic"));
}

/// What a failed assertion says.
fn failure(assertion: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(assertion)).expect_err("it fails");
    panic.downcast_ref::<String>().expect("a text").clone()
}

#[test]
fn routes_that_somebody_forgot_are_named() {
    let rocket = application()
        .mount("/", routes![open, login, delete_me, perhaps, bare_option])
        .mount("/admin", protect::<Admin>(routes![open, perhaps]));
    let audit = audited(rocket);
    audit.assert_all_protected_except(["/open", "POST /login", "/perhaps", "/bare-option"]);
    let failure = failure(|| audit.assert_all_protected_except(["/login"]));
    assert_eq!(
        failure,
        "\
these routes run without a session, and are no exceptions:
    GET /bare-option (bare_option): not seen to end a request without a session; guard: required, claims terms
    GET /open (open): open
    GET /perhaps (perhaps): attribute: optional
protect them with `#[verify_session]` or `protect`, or name them as exceptions
(optional: anonymous requests are let through)"
    );
}

#[post("/open")]
fn post_open() {}

#[test]
fn an_exception_stands_for_one_open_route() {
    let audit = audited(application().mount("/", routes![open, post_open, protected_page]));
    audit.assert_all_protected_except(["GET /open", "POST /open"]);
    for (exceptions, expected) in [
        (
            &["/open"][..],
            "the exception \"/open\" is more than one route: say \"GET /open\" or \"POST /open\"",
        ),
        (
            &["GET /open", "POST /open", "/opne"],
            "the exception \"/opne\" is no route",
        ),
        (
            &["GET /open", "POST /open", "PUT /open"],
            "the exception \"PUT /open\" is no route",
        ),
        (
            &["GET /open", "POST /open", "/page"],
            "the exception \"/page\" is protected, so it is none",
        ),
        (
            &["GET /open"],
            "these routes run without a session, and are no exceptions:\n    POST /open (post_open): open\n\
             protect them with `#[verify_session]` or `protect`, or name them as exceptions",
        ),
    ] {
        assert_eq!(
            failure(|| audit.assert_all_protected_except(exceptions)),
            expected
        );
    }
    // Nothing to except.
    audited(application().mount("/", routes![protected_page])).assert_all_protected_except([""; 0]);
}

#[test]
fn without_the_fairing_there_is_nothing_to_audit() {
    let rocket = App::rocket().mount("/", routes![open]);
    let client = Client::untracked(rocket).expect("no guard needs the fairing");
    let failure = failure(|| drop(audit(&client)));
    assert!(failure.contains("SuperTokens::fairing()"), "{failure}");
}

/// The application has no base path of its own for the routes of the library.
#[test]
fn the_routes_of_the_library_are_known_wherever_they_are() {
    for base in ["", "/", "/api/auth"] {
        let settings = SuperTokens::builder()
            .connection_uri("http://127.0.0.1:9")
            .app_name("Audited")
            .api_domain("http://localhost:8000")
            .website_domain("http://localhost:8000")
            .api_base_path(base)
            .check_core_at_launch(false);
        let audit = audited(App::rocket().attach(settings.fairing()));
        assert_eq!(audit.routes().len(), 6);
        audit.assert_all_protected_except([""; 0]);
    }
}

#[test]
fn the_example_forgets_no_route() {
    let settings = rocket_example::settings("http://127.0.0.1:9", None);
    let rocket = rocket_example::rocket_with(App::rocket(), settings.check_core_at_launch(false));
    audited(rocket).assert_all_protected_except(["/login", "/comments", "/health"]);
}
