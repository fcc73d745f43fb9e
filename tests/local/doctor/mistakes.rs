//! What stops a launch, apart from single settings.

use rocket::error::ErrorKind;
use rocket::fairing::AdHoc;
use rocket::local::asynchronous::Client;
use rocket::{Build, Rocket, Route, get, post, routes};
use rocket_supertokens::{Session, SuperTokens, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::logged::Logged;

#[verify_session]
#[get("/protected")]
fn protected(session: Session) -> String {
    session.user_id().to_owned()
}

/// The lines of a launch that is stopped.
async fn stopped(rocket: Rocket<Build>) -> Vec<String> {
    let logged = Logged::start();
    let error = rocket.ignite().await.expect_err("a mistake");
    let kind = error.kind();
    assert!(matches!(kind, ErrorKind::FailedFairings(_)), "{kind:?}");
    let lines = logged.lines().into_iter();
    lines
        .filter_map(|line| Some(line.split_once("cannot start: ")?.1.to_owned()))
        .collect()
}

const TWICE: &str = "the fairing is attached twice, and only the settings of one could count. Remove one of the two, for \
                     example `.attach(SuperTokens::fairing())`";

#[tokio::test]
async fn two_fairings() {
    let core = Core::share(Cdi::V5_6).await;
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .attach(core.settings().fairing());
    assert_eq!(stopped(rocket).await, [TWICE]);
    // One of them by a stage.
    let fairing = core.settings().fairing();
    let stage = AdHoc::on_ignite("Stage", |rocket| async { rocket.attach(fairing) });
    let rocket = App::rocket()
        .attach(stage)
        .attach(core.settings().fairing());
    assert_eq!(stopped(rocket).await, [TWICE]);
}

#[tokio::test]
async fn a_handle_of_the_applications_own_beside_the_fairing() {
    let core = Core::share(Cdi::V5_6).await;
    let own: SuperTokens = core.settings().build().expect("valid");
    let rocket = App::rocket().manage(own).attach(core.settings().fairing());
    assert_eq!(
        stopped(rocket).await,
        [
            "the application manages a `SuperTokens` of its own, and handlers would find another one than our routes. Remove \
          `.manage(..)`: the fairing does this"
        ]
    );
}

#[post("/session/refresh")]
fn own_refresh() {}

#[post("/<_>/signout")]
fn own_sign_out() {}

#[get("/<_>/jwks.json")]
fn own_keys() {}

#[post("/session/refresh", rank = 5)]
fn behind_ours() {}

fn ranked(mut routes: Vec<Route>, rank: isize) -> Vec<Route> {
    for route in &mut routes {
        route.rank = rank;
    }
    routes
}

async fn collision(base: &str, routes: Vec<Route>) -> Vec<String> {
    let core = Core::share(Cdi::V5_6).await;
    let settings = core.settings().api_base_path(base);
    let rocket = App::rocket().mount(base.to_owned(), routes);
    stopped(rocket.attach(settings.fairing())).await
}

#[tokio::test]
async fn a_route_that_collides_with_ours() {
    assert_eq!(
        collision("/auth", routes![own_refresh]).await,
        [
            "the application has the route `POST /auth/session/refresh (own_refresh)`, which collides with our POST \
          /auth/session/refresh. Remove it, write `refresh_route = false`, or write another `api_base_path` than \"/auth\" \
          here and in the front end"
        ]
    );
    assert_eq!(
        collision("/", ranked(routes![own_sign_out], -4)).await,
        [
            "the application has the route `POST /<_>/signout (own_sign_out)`, which collides with our POST /<_>/signout. \
          Remove it, write `sign_out_route = false`, or write another `api_base_path` than \"/\" here and in the front end"
        ]
    );
    assert_eq!(
        collision("/auth", ranked(routes![own_keys], -9)).await,
        [
            "the application has the route `GET /auth/<_>/jwks.json (own_keys)`, which collides with our GET \
          /auth/jwt/jwks.json. Remove it, write `jwks_route = false`, or write another `api_base_path` than \"/auth\" here \
          and in the front end"
        ]
    );
}

#[tokio::test]
async fn a_route_that_a_stage_mounts() {
    let core = Core::share(Cdi::V5_6).await;
    let stage = AdHoc::on_ignite("Stage", |rocket| async {
        rocket.mount("/auth", routes![own_refresh])
    });
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .attach(stage);
    let lines = stopped(rocket).await;
    assert!(lines[0].contains("(own_refresh)"), "{lines:?}");
    assert_eq!(lines.len(), 1, "{lines:?}");
}

#[tokio::test]
async fn a_route_with_a_rank_of_its_own_does_not_collide() {
    let core = Core::share(Cdi::V5_6).await;
    let rocket = App::rocket()
        .attach(core.settings().fairing())
        .mount("/auth", routes![behind_ours]);
    rocket.ignite().await.expect("Rocket can tell them apart");
}

/// Rocket puts everything together before it serves, so the order does not matter.
#[tokio::test]
async fn routes_may_be_mounted_before_the_fairing_is_attached() {
    let core = Core::share(Cdi::V5_6).await;
    let logged = Logged::start();
    let rocket = App::rocket()
        .mount("/", routes![crate::login, protected])
        .attach(core.settings().fairing());
    let client = Client::untracked(rocket).await.expect("it launches");
    let token = crate::log_in(&client).await;
    let status = async |request: rocket::local::asynchronous::LocalRequest<'_>| {
        request.dispatch().await.status().code
    };
    assert_eq!(status(client.get("/protected")).await, 401);
    let request = crate::with_session(client.get("/protected"), &token);
    assert_eq!(status(request).await, 200);
    assert_eq!(logged.lines(), [""; 0]);
}

#[tokio::test]
async fn no_fairing() {
    let logged = Logged::start();
    let rocket = App::rocket().mount("/", routes![protected]);
    let error = rocket.ignite().await.expect_err("a mistake");
    assert!(matches!(error.kind(), ErrorKind::SentinelAborts(_)));
    // One for each guard, of which the attribute's is one.
    let lines = logged.lines();
    assert_eq!(lines.len(), 2, "{lines:?}");
    let expected = "the SuperTokens fairing is not attached: add `.attach(SuperTokens::fairing())`";
    for line in lines {
        assert!(line.contains("ERROR") && line.ends_with(expected), "{line}");
    }
}
