//! Configuration: read where Rocket users expect it, wrong only until launch.

use rocket::figment::providers::Serialized;
use rocket_supertokens::SuperTokens;
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core};
use serde_json::json;

use crate::in_both_generations;

in_both_generations!(
    the_rocket_toml_section_is_enough,
    a_mistake_stops_the_launch,
    single_names_are_read_and_win,
    a_missing_core_stops_the_launch_only_when_asked,
    two_applications_share_nothing,
);

async fn the_rocket_toml_section_is_enough(cdi: Cdi) {
    let core = Core::start(cdi).await;
    let section = json!({
        "app_name": "From the file",
        "api_domain": "localhost:8000",
        "website_domain": "localhost:3000",
        "connection_uri": "http://127.0.0.1:1",
        "session_expired_status_code": 440,
    });
    let figment = App::figment().merge(Serialized::default("supertokens", section));
    // The builder's settings win over the section's, which fills the gaps.
    let app = App::launch(rocket_example::rocket_with(
        rocket::custom(figment),
        core.settings(),
    ))
    .await;
    let mut client = app.client();
    client.login("alice").await;
    assert_eq!(client.post("/like-comment").await.status, 200);
    assert_eq!(app.client().post("/like-comment").await.status, 440);
}

async fn a_mistake_stops_the_launch(_: Cdi) {
    for section in [
        json!({}),
        json!("app_name=A"),
        json!({ "connection_uri": "http://x.y", "app_name": "A", "api_domain": "a.com", "website_domain": "a.com", "api_key": 1 }),
        json!({ "connection_uri": "http://x.y", "app_name": "A", "api_domain": "a.com", "website_domain": "a.com", "api_key": "a\nb" }),
        json!({ "connection_uri": "http://x.y", "app_name": "A", "api_domain": "a.com", "website_domain": "a.com", "typo": 1 }),
    ] {
        let figment = App::figment().merge(Serialized::default("supertokens", section));
        let error = rocket::custom(figment)
            .attach(SuperTokens::fairing())
            .ignite()
            .await
            .expect_err("a mistake");
        assert!(
            matches!(error.kind(), rocket::error::ErrorKind::FailedFairings(_)),
            "{error:?}"
        );
    }
}

/// As `ROCKET_SUPERTOKENS_COOKIE_DOMAIN` and the like arrive from the environment.
async fn single_names_are_read_and_win(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let figment = App::figment()
        .merge(Serialized::default(
            "supertokens",
            json!({ "session_expired_status_code": 440, "access_token_path": "/api" }),
        ))
        .merge(Serialized::global("supertokens_access_token_path", "/v1"))
        .merge(Serialized::global(
            "supertokens_cookie_same_site",
            " Strict ",
        ))
        .merge(Serialized::global("supertokens_max_cdi_version", 5.3));
    let rocket = rocket_example::rocket_with(rocket::custom(figment), core.settings());
    let app = App::launch(rocket).await;
    let mut client = app.client().with_cookies();
    core.take_calls();
    let reply = client.login("alice").await;
    assert_eq!(app.client().post("/like-comment").await.status, 440);
    let cookies = reply.set_cookies();
    assert!(cookies[0].contains("; Path=/v1;"), "{cookies:?}");
    assert!(cookies[0].ends_with("SameSite=Strict"), "{cookies:?}");
    let calls = core.take_whole_calls();
    assert_eq!(
        calls.last().expect("a call").header("cdi-version"),
        Some("5.3")
    );
}

async fn a_missing_core_stops_the_launch_only_when_asked(cdi: Cdi) {
    let core = Core::start(cdi).await;
    core.behave(Behaviour::Breaks);
    let rocket =
        |required| App::rocket().attach(core.settings().require_core_at_launch(required).fairing());
    assert!(rocket(false).ignite().await.is_ok());
    let error = rocket(true).ignite().await.expect_err("no core");
    assert!(
        matches!(error.kind(), rocket::error::ErrorKind::FailedFairings(_)),
        "{error:?}"
    );
    core.behave(Behaviour::Works);
    assert!(rocket(true).ignite().await.is_ok());
}

async fn two_applications_share_nothing(cdi: Cdi) {
    let (first_core, second_core) = (Core::start(cdi).await, Core::start(cdi).await);
    let first = App::launch(rocket_example::rocket_with(
        App::rocket(),
        first_core.settings(),
    ))
    .await;
    let other = second_core
        .settings()
        .session_expired_status_code(419)
        .api_base_path("/other");
    let second = App::launch(rocket_example::rocket_with(App::rocket(), other)).await;
    let mut client = first.client();
    client.login("alice").await;
    assert_eq!(client.post("/like-comment").await.status, 200);
    assert_eq!(first.client().post("/like-comment").await.status, 401);
    assert_eq!(second.client().post("/like-comment").await.status, 419);
    assert_eq!(second.client().post("/other/signout").await.status, 419);
    assert_eq!(second.client().post("/auth/signout").await.status, 404);
    second_core.take_calls();
    assert_eq!(first.client().login("bob").await.status, 200);
    assert_eq!(second_core.take_calls(), [""; 0]);
}
