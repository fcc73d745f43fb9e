//! An account from its beginning: no core, no network, and no mail leaves the test.

use email_password_example::{rocket, settings};
use rocket::http::{ContentType, Status};
use rocket::local::blocking::{Client, LocalResponse};
use rocket::serde::json::{Value, json};
use rocket_supertokens::testing::{TestRequest, TestResponse, TestSuperTokens, audit};

const EMAIL: &str = "alice@example.com";
const PASSWORD: &str = "correct horse 1";

/// Sends a form as the front end does.
fn send<'c>(
    client: &'c Client,
    path: &'static str,
    mut body: Value,
    fields: &[(&str, &str)],
) -> LocalResponse<'c> {
    let field = |(id, value): &(&str, &str)| json!({ "id": id, "value": value });
    body["formFields"] = fields.iter().map(field).collect();
    let request = client.post(path).header(ContentType::JSON).in_browser();
    request.body(body.to_string()).dispatch()
}

fn sign_up<'c>(client: &'c Client, email: &str, name: &str) -> LocalResponse<'c> {
    let fields = [("email", email), ("password", PASSWORD), ("name", name)];
    send(client, "/auth/signup", json!({}), &fields)
}

fn sign_in(client: &Client, password: &str) -> Value {
    let response = send(
        client,
        "/auth/signin",
        json!({}),
        &[("email", EMAIL), ("password", password)],
    );
    status_of(response)
}

fn status_of(response: LocalResponse<'_>) -> Value {
    let body: Value = response.into_json().expect("JSON");
    body["status"].clone()
}

/// That of the link in the newest mail.
fn token(st: &TestSuperTokens) -> String {
    let email = st.last_email_to(EMAIL);
    email.link().token().to_owned()
}

/// Asks for the mail, and opens its link.
fn verify_email(st: &TestSuperTokens, client: &Client) {
    let ask = client.post("/auth/user/email/verify/token").in_browser();
    assert_eq!(status_of(ask.dispatch()), "OK");
    let body = json!({ "method": "token", "token": token(st) });
    let verify = client.post("/auth/user/email/verify").in_browser();
    assert_eq!(status_of(verify.body(body.to_string()).dispatch()), "OK");
}

#[test]
fn whoever_signs_up_comments_and_publishes_once_the_address_is_verified() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket(settings()));
    let post = |path| client.post(path).in_browser().body("hello").dispatch();

    post("/comments").assert_unauthorised();
    assert_eq!(
        sign_up(&client, EMAIL, "Alice")
            .assert_session_started()
            .status(),
        Status::Ok
    );
    assert_eq!(post("/comments").status(), Status::Ok);
    let comments = client.get("/comments").dispatch();
    assert_eq!(comments.into_json(), Some(vec!["Alice: hello".to_owned()]));

    post("/comments/publish").assert_claim_error(&["st-ev"]);
    verify_email(&st, &client);
    assert_eq!(post("/comments/publish").status(), Status::Ok);
}

#[test]
fn the_first_account_is_the_administrator() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket(settings()));
    let users = || client.get("/admin/users").in_browser().dispatch();

    sign_up(&client, EMAIL, "Alice").assert_session_started();
    users().assert_claim_error(&["st-ev"]);
    verify_email(&st, &client);
    let expected = json!([{ "name": "Alice", "emails": [EMAIL] }]);
    assert_eq!(users().into_json(), Some(expected));

    sign_up(&client, "bob@example.com", "Bob").assert_session_started();
    users().assert_claim_error(&["st-role", "st-ev"]);
}

#[test]
fn a_form_with_mistakes_names_them() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket(settings()));
    let body: Option<Value> = sign_up(&client, "alice", "").into_json();
    let expected = json!({
        "status": "FIELD_ERROR",
        "formFields": [
            { "error": "Field is not optional", "id": "name" },
            { "error": "Email is invalid", "id": "email" },
        ],
    });
    assert_eq!(body, Some(expected));
    let refused = sign_up(&client, "eve@throwaway.example", "Eve");
    assert_eq!(status_of(refused), "GENERAL_ERROR");
}

#[test]
fn a_forgotten_password_is_replaced() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket(settings()));
    sign_up(&client, EMAIL, "Alice").assert_session_started();

    let ask = |email| {
        status_of(send(
            &client,
            "/auth/user/password/reset/token",
            json!({}),
            &[("email", email)],
        ))
    };
    assert_eq!(ask("nobody@example.com"), "OK");
    assert_eq!(ask(EMAIL), "OK");
    let token = token(&st);
    let reset = || {
        let body = json!({ "method": "token", "token": token });
        status_of(send(
            &client,
            "/auth/user/password/reset",
            body,
            &[("password", "battery staple 2")],
        ))
    };
    assert_eq!(reset(), "OK");
    assert_eq!(reset(), "RESET_PASSWORD_INVALID_TOKEN_ERROR");
    assert_eq!(sign_in(&client, PASSWORD), "WRONG_CREDENTIALS_ERROR");
    assert_eq!(sign_in(&client, "battery staple 2"), "OK");
}

#[test]
fn only_these_routes_are_open() {
    let client = TestSuperTokens::new().client(rocket(settings()));
    // The second one is that of rocket_cors, which refuses with it.
    audit(&client).assert_all_protected_except(["GET /comments", "GET /cors/<status>"]);
}
