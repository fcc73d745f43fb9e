//! Who may do what.

use rocket::http::Status;
use rocket_supertokens::testing::{TestRequest, TestResponse, TestSuperTokens};
use testing_example::{Note, rocket};

#[test]
fn everybody_reads_and_users_write() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket());
    let alice = st.session("alice");

    client
        .post("/notes")
        .body("hello")
        .dispatch()
        .assert_unauthorised();
    let response = client
        .post("/notes")
        .body("hello")
        .session(&alice)
        .dispatch();
    assert_eq!(response.status(), Status::Created);

    let hello = Note {
        author: "alice".to_owned(),
        text: "hello".to_owned(),
    };
    let response = client.get("/notes").dispatch();
    assert_eq!(
        response.into_json(),
        Some((None::<String>, vec![hello.clone()]))
    );
    let response = client.get("/notes").session(&st.session("bob")).dispatch();
    assert_eq!(
        response.into_json(),
        Some((Some("bob".to_owned()), vec![hello]))
    );
}

#[test]
fn editors_remove() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket());

    client
        .delete("/notes")
        .session(&st.session("bob"))
        .dispatch()
        .assert_claim_error(&["st-role"]);
    let editor = st.session("carol").role("editor");
    let response = client.delete("/notes").session(&editor).dispatch();
    assert_eq!(response.status(), Status::NoContent);

    // The session has ended on another device, and its access token is still good.
    let gone = st.session("carol").role("editor").revoked();
    client
        .delete("/notes")
        .session(&gone)
        .dispatch()
        .assert_unauthorised();
    let response = client
        .post("/notes")
        .body("one more")
        .session(&gone)
        .dispatch();
    assert_eq!(response.status(), Status::Created);
}

#[test]
fn an_export_is_paid_for() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket());
    let export = |session| client.get("/notes/export").session(&session).dispatch();

    assert_eq!(
        export(st.session("bob").claim("plan", "pro")).status(),
        Status::Ok
    );
    export(st.session("bob").claim("plan", "free")).assert_claim_error(&["plan"]);
    // Nobody has said what they pay for, or long ago: the application asks, and the token of the client is renewed.
    let response = export(st.session("alice")).assert_session_started();
    assert_eq!(response.status(), Status::Ok);
    export(st.session("bob").claim("plan", "pro").stale_claim("plan"))
        .assert_claim_error(&["plan"]);
}

/// What an attacker may try.
#[test]
fn tokens_that_do_not_count() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket());
    let write = |session| client.post("/notes").session(&session).dispatch();

    write(st.session("alice").expired()).assert_try_refresh();
    write(st.session("alice").wrong_key()).assert_try_refresh();
    // Another site makes the browser send a request: it has the cookies, and not the token against forged requests.
    write(st.session("alice").without_anti_csrf()).assert_try_refresh();
    // A mobile app sends no cookies, so nobody can make it send them.
    let app = st.session("alice").in_headers().without_anti_csrf();
    assert_eq!(write(app).status(), Status::Created);
}
