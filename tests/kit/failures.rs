//! The messages of the kit, where a test or an assertion is wrong.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rocket::fairing::AdHoc;
use rocket::local::blocking::Client;
use rocket::serde::json::json;
use rocket_supertokens::SuperTokens;
use rocket_supertokens::config::SameSite;
use rocket_supertokens::testing::{TestRequest, TestResponse, TestSuperTokens};
use rocket_supertokens_kit_tests::{quiet, rocket, with};

/// The message of the panic.
fn message<T>(test: impl FnOnce() -> T) -> String {
    let Err(panic) = catch_unwind(AssertUnwindSafe(test)) else {
        panic!("it should have failed");
    };
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic.downcast_ref::<&str>().expect("a text").to_string(),
    }
}

#[test]
fn an_application_without_the_fairing() {
    let st = TestSuperTokens::new();
    let said = "the application has no SuperTokens: attach the fairing, `rocket::build().attach(SuperTokens::fairing())`";
    assert_eq!(message(|| st.client(quiet())), said);
    assert_eq!(message(|| st.untracked_client(quiet())), said);
}

#[test]
fn an_application_whose_guards_miss_the_fairing() {
    let rocket = quiet().mount("/", rocket::routes![guarded]);
    let text = message(|| TestSuperTokens::new().client(rocket));
    let said = "the application does not launch, sentinel(s) aborted: the SuperTokens fairing is not attached: add \
                `.attach(SuperTokens::fairing())`\n  ";
    assert!(text.starts_with(said), "{text}");
    assert!(
        text.contains("_guarded (") && text.contains("failures.rs:"),
        "{text}"
    );
}

#[test]
fn an_application_whose_own_fairing_fails() {
    let fails = AdHoc::try_on_ignite("my database", |rocket| Box::pin(async { Err(rocket) }));
    assert_eq!(
        message(|| TestSuperTokens::new().client(rocket().attach(fails))),
        "the application does not launch, launch fairing(s) failed\n  \"my database\""
    );
}

#[test]
fn a_claim_that_the_core_sets() {
    let text = message(|| {
        TestSuperTokens::new()
            .session("alice")
            .payload(json!({ "sub": "bob" }))
    });
    assert_eq!(text, "`sub` of the payload is set by the core alone");
}

#[test]
fn the_reason_of_a_refusal() {
    let st = TestSuperTokens::new();
    let client = st.untracked_client(rocket());
    let get = |session| client.get("/me").session(&session).dispatch();
    get(st.session("alice").expired()).assert_refused("expired");
    get(st.session("alice").wrong_key()).assert_refused("signature");
    let text = message(|| {
        get(st.session("alice").expired())
            .assert_refused("signature")
            .status()
    });
    assert!(text.starts_with("expected a refusal for `signature`, but this response came: 401 Unauthorized\n  it leaves the client's session as it is\n  the reason is `expired`"), "{text}");
}

#[test]
fn a_session_begins_when_the_test_says_so() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket());
    let alice = st.session("alice").begin(&client);
    assert!(alice.handle().is_some());
    let other = TestSuperTokens::new();
    let text = message(|| other.session("alice").begin(&client).handle().is_some());
    assert!(text.contains("st.client(rocket())"), "{text}");
}

#[rocket_supertokens::verify_session]
#[rocket::get("/")]
fn guarded() {}

#[test]
fn a_client_that_the_kit_has_not_made() {
    let st = TestSuperTokens::new();
    let settings = SuperTokens::builder()
        .connection_uri("http://127.0.0.1:9")
        .check_core_at_launch(false)
        .app_name("Test")
        .api_domain("http://localhost:8000")
        .website_domain("http://localhost:8000");
    let client = Client::tracked(with(settings)).expect("it launches");
    assert_eq!(
        message(|| client.get("/me").session(&st.session("alice"))),
        "the application of this request does not know `TestSuperTokens`: make the client with `st.client(rocket())`, or give Rocket's client `st.rocket(rocket())`"
    );
}

#[test]
fn a_session_of_another_world() {
    let (st, other) = (TestSuperTokens::new(), TestSuperTokens::new());
    let client = st.client(rocket());
    assert_eq!(
        message(|| client.get("/me").session(&other.session("alice"))),
        "this session is of another `TestSuperTokens` than the application of the request: make both with the same one"
    );
    assert_eq!(
        message(|| st.client(other.rocket(rocket()))),
        "the application has a `TestSuperTokens` already: give it to `rocket` or to `client`, not to both"
    );
}

#[test]
fn a_mistake_in_the_settings_is_in_the_message() {
    let st = TestSuperTokens::new();
    let settings = SuperTokens::builder()
        .api_domain("http://api.example.com")
        .website_domain("https://example.org")
        .cookie_same_site(SameSite::None)
        .session_expired_status_code(403);
    let text = message(|| st.client(with(settings)));
    assert!(
        text.starts_with(
            "the application does not launch, launch fairing(s) failed: SuperTokens cannot start: "
        ),
        "{text}"
    );
    assert!(text.contains("403"), "{text}");
    let rocket = rocket().mount("/auth", rocket::routes![refresh]);
    let text = message(|| st.client(rocket));
    assert!(text.contains("SuperTokens cannot start: "), "{text}");
    assert!(text.contains("/auth/session/refresh"), "{text}");
}

/// Where the fairing mounts its own.
#[rocket::post("/session/refresh")]
fn refresh() {}

#[test]
fn mistakes_in_a_session() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket());
    let send = |session| client.get("/me").session(&session).dispatch().status();
    assert_eq!(
        message(|| send(st.session("alice").stale_claim("plan"))),
        "`stale_claim` of \"plan\": the session has no such claim with a time; give it one with `claim(\"plan\", ..)`"
    );
    let alice = st.session("alice");
    send(alice.clone());
    assert_eq!(
        message(|| alice.role("admin")),
        "this session has begun: say what it has before it is used, or make another with `session(..)`"
    );
    assert_eq!(
        message(|| st.session("alice").payload([1])),
        "the access token payload must be a JSON object, not an array"
    );
    let text = message(|| send(st.session("alice").tenant("..")));
    assert!(
        text.starts_with("no tenant can have the name \"..\""),
        "{text}"
    );
    assert_eq!(
        message(|| st.core().create_user("carol@example.com", "")),
        "the core of the test refuses `POST /public/recipe/signup`: 400 Bad Request Password cannot be an empty string"
    );
    assert_eq!(
        message(|| TestSuperTokens::builder().max_cdi_version("4.0")),
        "there is no CDI version \"4.0\": write one from \"5.0\" to \"5.6\""
    );
    let text = message(|| {
        TestSuperTokens::builder()
            .core_setting("no_such", 1)
            .build()
    });
    assert!(text.contains("no_such"), "{text}");
}

#[test]
fn responses_that_are_other_than_asserted() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket());
    let alice = st.session("alice");
    let me = || client.get("/me").session(&alice).dispatch();
    let untouched =
        "this response came: 200 OK\n  it leaves the client's session as it is\n  body: alice";
    assert_eq!(
        message(|| me().assert_session_started()),
        format!("expected new tokens for the client, but {untouched}")
    );
    assert_eq!(
        message(|| me().assert_session_cleared()),
        format!("expected that the client's tokens are removed, but {untouched}")
    );
    assert_eq!(
        message(|| me().assert_try_refresh()),
        format!("expected the refusal \"try refresh token\", but {untouched}")
    );
    assert_eq!(
        message(|| me().assert_claim_error(&["st-role", "plan"])),
        format!("expected an \"invalid claim\" of [\"plan\", \"st-role\"], but {untouched}")
    );
    assert_eq!(
        message(|| {
            let response = client.get("/admin").session(&alice).dispatch();
            response.assert_claim_error(&["plan"])
        }),
        "expected an \"invalid claim\" of [\"plan\"], but this response came: 403 Forbidden
  it gives the client new tokens
  the reason is `invalid_claims`
  cookie sAccessToken: set to an access token
  body: {\"message\":\"invalid claim\",\"claimValidationErrors\":[{\"id\":\"st-role\",\"reason\":{\"message\":\"wrong value\",\"expectedToInclude\":\"admin\",\"actualValue\":[]}}]}"
    );
    assert_eq!(
        message(|| client
            .post("/login/bob")
            .dispatch()
            .assert_session_untouched()),
        "expected that the client's session stays as it is, but this response came: 200 OK
  it gives the client new tokens
  cookie sAccessToken: removed
  cookie sRefreshToken: removed
  header st-access-token: set
  header st-refresh-token: set
  without a body"
    );
    assert_eq!(
        message(|| st.session_from(&client.get("/teapot").dispatch())),
        "the response, 418 I'm a teapot, begins no session: it has no access token and refresh token"
    );
    assert_eq!(
        message(|| st.steal_refresh_token(&st.client(rocket()))),
        "there is nothing to steal: the client has no session in its cookies. Let it log in first, with `in_browser()`, by a client that keeps cookies"
    );
}

#[rocket::async_test]
async fn a_blocking_client_in_an_asynchronous_test() {
    let st = TestSuperTokens::new();
    assert_eq!(
        message(|| st.client(rocket())),
        "this is an asynchronous test, and `client` makes a blocking client: write `async_client(..).await`"
    );
    assert_eq!(
        message(|| st.untracked_client(rocket())),
        "this is an asynchronous test, and `untracked_client` makes a blocking client: write `async_untracked_client(..).await`"
    );
}

#[rocket::async_test]
async fn an_asynchronous_assertion_names_the_place_in_the_test() {
    let st = TestSuperTokens::new();
    let client = st.async_client(rocket()).await;
    let alice = st.session("alice");
    let response = client.get("/me").session(&alice).dispatch().await;
    let line = line!() + 1;
    let asserted = response.assert_unauthorised();
    let text = std::thread::scope(|scope| {
        scope
            .spawn(|| {
                message(|| {
                    let runtime = tokio::runtime::Builder::new_current_thread().build();
                    runtime.expect("a runtime").block_on(asserted)
                })
            })
            .join()
            .expect("a message")
    });
    assert_eq!(
        text,
        format!(
            "expected the refusal \"unauthorised\", but this response came: 200 OK\n  it leaves the client's session as it is\n  body: alice\n  asserted at {}:{line}:29",
            file!()
        )
    );
}
