//! The routes below the base path, and what of it is the application's.

use reqwest::Method;
use rocket::error::ErrorKind;
use rocket::{get, routes};
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    the_base_path_moves_them_all,
    the_rest_below_the_base_path_is_the_applications,
    a_base_path_is_served_or_refused,
);

async fn the_base_path_moves_them_all(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for (given, base) in [("/", ""), ("api/st", "/api/st")] {
        let app = App::serve(core.settings().api_base_path(given), fixture::routes()).await;
        let mut client = app.client();
        log_in(&mut client, "alice").await;
        assert_eq!(
            client.get(&format!("{base}/jwt/jwks.json")).await.status,
            200
        );
        let path = format!("{base}/.well-known/openid-configuration");
        assert_eq!(client.get(&path).await.status, 200);
        let reply = client.post(&format!("{base}/session/refresh")).await;
        assert_eq!(reply.status, 401, "an access token is no refresh token");
        assert_eq!(client.get("/auth/jwt/jwks.json").await.status, 404);
        assert_eq!(client.post("/auth/x/session/refresh").await.status, 404);
    }
}

#[get("/session/refresh")]
fn own() -> &'static str {
    "own"
}

async fn the_rest_below_the_base_path_is_the_applications(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let rocket = App::rocket().attach(core.settings().fairing());
    let app = App::launch(rocket.mount("/auth", routes![own])).await;
    assert_eq!(app.client().get("/auth/session/refresh").await.text, "own");
    let reply = app.client().post("/auth/session/refresh").await;
    reply.assert_refused("unauthorised", false);
}

/// A path that browsers write in another way would be served under none: either way is a launch that fails or a
/// route that responds, and the refresh cookie goes where the route is.
async fn a_base_path_is_served_or_refused(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for base in [
        "/a b", "/äuth", "/<x>", "/<x..>", "/a%2Fb", "/a//b", "/v1//", "/a;b", "/[a]", "/a|b",
    ] {
        let settings = core.settings().api_base_path(base);
        let launch = App::rocket().attach(settings.fairing()).ignite().await;
        let error = launch.expect_err(base);
        assert!(
            matches!(error.kind(), ErrorKind::FailedFairings(_)),
            "{error:?}"
        );
    }
    for (given, base) in [
        ("/api/v1.0/auth/", "/api/v1.0/auth"),
        ("a/../b-c_d~e", "/b-c_d~e"),
        ("/!$&'()*+,=:@", "/!$&'()*+,=:@"),
        ("/auth?x#y", "/auth"),
    ] {
        let app = App::serve(core.settings().api_base_path(given), fixture::routes()).await;
        let mut client = app.client().with_cookies();
        let reply = log_in(&mut client, "alice").await;
        let path = format!("; Path={base}/session/refresh;");
        assert!(reply.set_cookies()[1].contains(&path), "{reply:?}");
        let jwks = client.get(&format!("{base}/jwt/jwks.json")).await;
        assert_eq!(jwks.status, 200, "{base}");
        let token = client.refresh_token.clone().expect("a token");
        let request = client
            .bare(Method::POST, &format!("{base}/session/refresh"))
            .header("cookie", format!("sRefreshToken={token}"));
        assert_eq!(client.send(request).await.status, 200, "{base}");
    }
}
