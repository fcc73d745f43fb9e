//! The routes with a tenant in their path.

use std::path::PathBuf;

use reqwest::Method;
use rocket::{Route, post, routes};
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    a_tenant_may_stand_in_the_path,
    own_routes_come_before_those_of_tenants,
    tenants_routes_are_switched_off_with_the_others,
);

/// Whatever tenant stands in the path, the session knows its own.
async fn a_tenant_may_stand_in_the_path(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for base in ["", "/auth", "/api/auth"] {
        let app = App::serve(core.settings().api_base_path(base), fixture::routes()).await;
        for tenant in ["public", "shop-1", "no-such-Tenant-9"] {
            let mut client = app.client();
            log_in(&mut client, "alice").await;
            let bearer = format!("Bearer {}", client.refresh_token.clone().expect("a token"));
            let request = client
                .bare(Method::POST, &format!("{base}/{tenant}/session/refresh"))
                .header("authorization", bearer);
            core.take_calls();
            let reply = client.send(request).await;
            assert_eq!(
                (reply.status, reply.text.as_str()),
                (200, "{}"),
                "{base} {tenant}"
            );
            assert_eq!(core.take_calls(), ["/recipe/session/refresh"]);
            let reply = client.post(&format!("{base}/{tenant}/signout")).await;
            assert_eq!(reply.text, r#"{"status":"OK"}"#, "{base} {tenant}");
            let reply = client.post(&format!("{base}/{tenant}/signout")).await;
            reply.assert_refused("unauthorised", false);
        }
        for other in [
            "a_b/signout",
            "a%20b/signout",
            "a/b/signout",
            "ü/session/refresh",
            "a/session",
        ] {
            let reply = app.client().post(&format!("{base}/{other}")).await;
            assert_eq!(reply.status, 404, "{base}/{other}");
        }
        let reply = app.client().get(&format!("{base}/public/signout")).await;
        assert_eq!(reply.status, 404);
    }
}

#[post("/<provider>/signout")]
fn own_sign_out(provider: &str) -> String {
    format!("own {provider}")
}

#[post("/<_>/session/<action>")]
fn own_action(action: &str) -> String {
    format!("own {action}")
}

#[post("/<path..>")]
fn any(path: PathBuf) -> String {
    format!("any {}", path.display())
}

/// The tenant's routes meet none of the application's: those for the same path come first, the catch-all last.
async fn own_routes_come_before_those_of_tenants(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let launch = |routes: Vec<Route>, base: &'static str| {
        let rocket = App::rocket().attach(core.settings().fairing());
        App::launch(rocket.mount(base, routes))
    };
    let app = launch(routes![own_sign_out, own_action], "/auth").await;
    let mut client = app.client();
    assert_eq!(client.post("/auth/github/signout").await.text, "own github");
    assert_eq!(
        client.post("/auth/t1/session/refresh").await.text,
        "own refresh"
    );
    client
        .post("/auth/signout")
        .await
        .assert_refused("unauthorised", false);
    for base in ["/auth", "/"] {
        let app = launch(routes![any], base).await;
        let reply = app.client().post("/auth/t1/signout").await;
        reply.assert_refused("unauthorised", false);
        let text = app.client().post("/auth/a_b/signout").await.text;
        assert!(text.starts_with("any "), "{text}");
    }
}

async fn tenants_routes_are_switched_off_with_the_others(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.refresh_route(false).sign_out_route(false)
    })
    .await;
    for path in ["/auth/public/session/refresh", "/auth/public/signout"] {
        assert_eq!(app.client().post(path).await.status, 404, "{path}");
    }
}
