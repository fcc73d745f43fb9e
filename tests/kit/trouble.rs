//! A core that is down, silent or slow, and what it was asked.

use std::time::{Duration, Instant};

use rocket::http::Status;
use rocket_supertokens::testing::{TestRequest, TestResponse, TestSuperTokens};
use rocket_supertokens_kit_tests::rocket;

use crate::worlds;

#[test]
fn an_outage_logs_nobody_out() {
    for (st, client) in worlds() {
        st.core().go_down();
        // The core is down for the application only.
        let alice = st.session("alice");
        let response = client
            .get("/me")
            .session(&alice)
            .dispatch()
            .assert_session_untouched();
        assert_eq!(response.status(), Status::Ok, "the keys are known");
        client
            .delete("/account")
            .session(&alice)
            .dispatch()
            .assert_core_unavailable();
        let response = st.refresh(&client).session(&alice).dispatch();
        response
            .assert_session_untouched()
            .assert_core_unavailable();
        st.core().come_back();
        st.refresh(&client)
            .session(&alice)
            .dispatch()
            .assert_session_started();
    }
}

#[test]
fn an_application_that_has_never_seen_its_core() {
    let st = TestSuperTokens::new();
    st.core().go_down();
    let client = st.client(rocket());
    let alice = st.session("alice");
    let response = client.get("/me").session(&alice).dispatch();
    assert_eq!(response.headers().get_one("retry-after"), Some("5"));
    response.assert_core_unavailable();
}

#[test]
fn a_core_that_hangs_is_not_waited_for_and_one_that_is_slow_is() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket());
    let alice = st.session("alice");
    st.core().stop_responding();
    let begun = Instant::now();
    client
        .delete("/account")
        .session(&alice)
        .dispatch()
        .assert_core_unavailable();
    assert!(
        begun.elapsed() < Duration::from_secs(9),
        "the timeout is ten seconds"
    );
    let delay = Duration::from_millis(30);
    st.core().slow(delay);
    let begun = Instant::now();
    let response = client.delete("/account").session(&alice).dispatch();
    assert_eq!(response.status(), Status::Ok);
    assert!(begun.elapsed() >= delay);
}

#[test]
fn the_calls_of_the_application_are_listed_in_order() {
    for (st, client) in worlds() {
        let alice = st.session("alice").tenant("t1");
        client.get("/me").session(&alice).dispatch();
        client.delete("/account").session(&alice).dispatch();
        client.post("/theme/dark").session(&alice).dispatch();
        client.post("/login/bob").dispatch();
        let expected = [
            "POST /recipe/session/verify",
            "GET /recipe/session",
            "POST /recipe/session/regenerate",
            "POST /public/recipe/session",
        ];
        assert_eq!(st.core().calls(), expected);
        st.core().forget_calls();
        st.core().go_down();
        st.refresh(&client).session(&alice).dispatch();
        assert_eq!(st.core().calls(), ["POST /recipe/session/refresh"]);
    }
}
