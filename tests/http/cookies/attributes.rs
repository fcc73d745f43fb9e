//! The cookies' attributes follow the domains.

use reqwest::Method;
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::in_both_generations;

in_both_generations!(
    another_site_needs_cross_site_cookies_and_a_custom_header,
    a_gateway_path_is_part_of_the_path
);

/// `SameSite=None` cookies go with requests from any site, so the front end's header is asked for.
async fn another_site_needs_cross_site_cookies_and_a_custom_header(cdi: Cdi) {
    let core = Core::start(cdi).await;
    let settings = core
        .settings()
        .api_domain("https://api.example.com")
        .website_domain("https://example.org");
    let app = App::launch(rocket_example::rocket_with(App::rocket(), settings)).await;
    let mut client = app.client().with_cookies();
    let reply = client.login("alice").await;
    assert!(
        reply
            .set_cookies()
            .iter()
            .all(|line| line.ends_with("; HttpOnly; Secure; SameSite=None")),
        "{reply:?}"
    );

    client
        .post("/like-comment")
        .await
        .assert_refused("try refresh token", false);
    let with_header = client
        .request(Method::POST, "/like-comment")
        .header("rid", "anti-csrf");
    assert_eq!(client.send(with_header).await.status, 200);
    assert_eq!(
        client.get("/comments").await.json()["user_id"],
        "alice",
        "GET is not checked"
    );

    let refused = client.clone().refresh().await;
    assert_eq!(
        (refused.status, refused.header("front-token")),
        (401, Some("remove"))
    );
    let cookie = format!(
        "sRefreshToken={}",
        client.refresh_token.clone().expect("a token")
    );
    let refresh = client
        .bare(Method::POST, "/auth/session/refresh")
        .header("cookie", cookie)
        .header("rid", "session");
    assert_eq!(client.send(refresh).await.status, 200);

    let mut by_header = app.client();
    by_header.login("alice").await;
    assert_eq!(
        by_header.post("/like-comment").await.status,
        200,
        "a foreign site cannot set this header"
    );
}

async fn a_gateway_path_is_part_of_the_path(cdi: Cdi) {
    let core = Core::start(cdi).await;
    let settings = core
        .settings()
        .api_gateway_path("/gateway/")
        .api_base_path("api/v1");
    let app = App::launch(rocket_example::rocket_with(App::rocket(), settings)).await;
    let mut client = app.client().with_cookies();
    let reply = client.login("alice").await;
    assert!(
        reply.set_cookies()[1].contains("; Path=/gateway/api/v1/session/refresh; "),
        "{reply:?}"
    );
    let front_token = reply.front_token().expect("logged in");
    assert_eq!(
        front_token["up"]["iss"],
        "http://localhost:8000/gateway/api/v1"
    );

    let cookie = format!(
        "sRefreshToken={}",
        client.refresh_token.clone().expect("a token")
    );
    // The gateway takes its part of the path away.
    let refresh = client
        .bare(Method::POST, "/api/v1/session/refresh")
        .header("cookie", cookie);
    assert_eq!(client.send(refresh).await.status, 200);
}
