//! A session from its beginning to its end, by the application's own login.

use std::time::Duration;

use rocket::http::{ContentType, Status};
use rocket::local::blocking::Client;
use rocket_supertokens::testing::{TestRequest, TestResponse, TestSuperTokens};
use testing_example::rocket;

fn log_in(client: &Client) {
    let request = client.post("/login").header(ContentType::Form).in_browser();
    let response = request.body("name=alice&password=open+sesame").dispatch();
    response.assert_session_started();
}

#[test]
fn it_begins_lasts_and_ends() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket());

    let wrong = client
        .post("/login")
        .header(ContentType::Form)
        .body("name=alice&password=x");
    assert_eq!(
        wrong.dispatch().assert_session_untouched().status(),
        Status::Forbidden
    );
    log_in(&client);
    // The client keeps the cookies; `in_browser` adds what the front end adds.
    assert_eq!(
        client.post("/notes").in_browser().dispatch().status(),
        Status::Created
    );

    st.refresh(&client).dispatch().assert_session_started();
    assert_eq!(
        client.post("/notes").in_browser().dispatch().status(),
        Status::Created
    );

    st.sign_out(&client).dispatch().assert_session_cleared();
    client
        .post("/notes")
        .in_browser()
        .dispatch()
        .assert_unauthorised();
}

#[test]
fn it_ends_when_nobody_comes_back() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket());
    log_in(&client);

    st.clock().advance(Duration::from_secs(99 * 24 * 3600));
    st.refresh(&client).dispatch().assert_session_started();
    st.clock().advance(Duration::from_secs(101 * 24 * 3600));
    st.refresh(&client).dispatch().assert_session_cleared();
}

#[test]
fn a_thief_ends_it() {
    let st = TestSuperTokens::new();
    let (alice, thief) = (st.client(rocket()), st.client(rocket()));
    log_in(&alice);
    let stolen = st.steal_refresh_token(&alice);

    st.refresh(&alice).dispatch().assert_session_started();
    st.clock().advance(Duration::from_secs(60));
    st.refresh(&thief)
        .session(&stolen)
        .dispatch()
        .assert_theft_detected();
    st.refresh(&alice).dispatch().assert_session_cleared();
}
