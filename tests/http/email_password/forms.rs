//! What is checked before the core is asked.

use reqwest::Method;
use rocket_supertokens::recipes::email_password::{FieldError, FieldInput, FormField};
use rocket_supertokens_tests::Cdi;
use serde_json::{Value, json};

use super::{PASSWORD, credentials, new_address, start};
use crate::in_both_generations;

in_both_generations!(
    what_cannot_be_read_is_refused,
    fields_are_checked_in_their_order,
    fields_of_the_application_are_checked,
    a_check_that_fails_is_an_error_of_the_server,
    the_longest_password_and_address_hold_with_other_checks,
    bodies_of_any_kind_are_refused,
);

async fn what_cannot_be_read_is_refused(cdi: Cdi) {
    let (core, app, _) = start(cdi, |it| it).await;
    core.take_calls();
    let object = "All elements of formFields must be an object";
    let members = "All elements of formFields must contain an 'id' and 'value' field";
    for (body, message) in [
        (json!({}), "Missing input param: formFields"),
        (json!([]), "Missing input param: formFields"),
        (json!(null), "Missing input param: formFields"),
        (json!({ "formFields": "x" }), "formFields must be an array"),
        (json!({ "formFields": null }), "formFields must be an array"),
        (
            json!({ "formFields": { "id": 1 } }),
            "formFields must be an array",
        ),
        (json!({ "formFields": [1] }), object),
        (json!({ "formFields": [null] }), object),
        (json!({ "formFields": [[]] }), members),
        (json!({ "formFields": [{}] }), members),
        (json!({ "formFields": [{ "id": "email" }] }), members),
        (
            json!({ "formFields": [{ "id": 1, "value": "x" }] }),
            members,
        ),
        (
            json!({ "formFields": [{ "id": "email", "value": null }, { "id": "password", "value": "x" }] }),
            "email value must be a string",
        ),
        (
            json!({ "formFields": [{ "id": "email", "value": 1 }, 3] }),
            "email value must be a string",
        ),
        (
            json!({ "formFields": [{ "id": "email", "value": "a" }, { "id": "password", "value": [] }] }),
            "password value must be a string",
        ),
        (
            super::form(&[("email", "a@b.co"), ("password", "x"), ("name", "x")]),
            "Are you sending too many formFields?",
        ),
    ] {
        for path in [
            "/auth/signup",
            "/auth/signin",
            "/auth/user/password/reset/token",
        ] {
            let reply = app.client().json(Method::POST, path, &body).await;
            assert_eq!(
                (reply.status, reply.json()),
                (400, json!({ "message": message })),
                "{path} {body}"
            );
            reply.assert_no_tokens();
        }
    }
    assert_eq!(core.take_calls(), [""; 0]);
}

/// The response of `POST /auth/signup`, as text.
async fn errors(app: &rocket_supertokens_tests::App, body: &Value) -> Value {
    let reply = app.client().json(Method::POST, "/auth/signup", body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let body = reply.json();
    assert_eq!(body["status"], "FIELD_ERROR", "{body}");
    let errors = body["formFields"].as_array().expect("a list");
    let errors = errors
        .iter()
        .map(|field| (field["id"].clone(), field["error"].clone()));
    json!(errors.collect::<Vec<_>>())
}

const NOT_OPTIONAL: &str = "Field is not optional";
const SHORT: &str = "Password must contain at least 8 characters, including a number";

async fn fields_are_checked_in_their_order(cdi: Cdi) {
    let (core, app, _) = start(cdi, |it| it).await;
    core.take_calls();
    for (body, expected) in [
        (
            json!({ "formFields": [] }),
            json!([["password", NOT_OPTIONAL], ["email", NOT_OPTIONAL]]),
        ),
        (
            credentials("", ""),
            json!([["password", NOT_OPTIONAL], ["email", NOT_OPTIONAL]]),
        ),
        (
            credentials("   ", PASSWORD),
            json!([["email", NOT_OPTIONAL]]),
        ),
        (
            credentials("\u{feff}\u{a0}", PASSWORD),
            json!([["email", NOT_OPTIONAL]]),
        ),
        (
            super::form(&[("email", "a@b.co")]),
            json!([["password", NOT_OPTIONAL]]),
        ),
        (
            super::form(&[("email", "a@b.co"), ("x", "y")]),
            json!([["password", NOT_OPTIONAL]]),
        ),
        (
            super::form(&[("email", "bad"), ("email", "a@b.co")]),
            json!([["password", NOT_OPTIONAL], ["email", "Email is invalid"]]),
        ),
        (
            credentials("bad", "short"),
            json!([["password", SHORT], ["email", "Email is invalid"]]),
        ),
        (credentials("a@b.co", "x"), json!([["password", SHORT]])),
        (
            credentials("\"a\u{0}b\"@b.co", PASSWORD),
            json!([["email", "Email is invalid"]]),
        ),
    ] {
        assert_eq!(errors(&app, &body).await, expected, "{body}");
    }
    let reply = app
        .client()
        .json(Method::POST, "/auth/signup", &credentials("bad", ""))
        .await;
    assert_eq!(
        reply.text,
        r#"{"status":"FIELD_ERROR","formFields":[{"error":"Field is not optional","id":"password"},{"error":"Email is invalid","id":"email"}]}"#
    );
    // Somebody who signs in may have any password.
    let reply = app
        .client()
        .json(Method::POST, "/auth/signin", &credentials("bad", ""))
        .await;
    assert_eq!(
        reply.text,
        r#"{"status":"FIELD_ERROR","formFields":[{"error":"Field is not optional","id":"password"},{"error":"Email is invalid","id":"email"}]}"#
    );
    let reply = app
        .client()
        .json(Method::POST, "/auth/signin", &credentials("bad", "x"))
        .await;
    assert_eq!(
        reply.text,
        r#"{"status":"FIELD_ERROR","formFields":[{"error":"Email is invalid","id":"email"}]}"#
    );
    assert_eq!(core.take_calls(), [""; 0]);
}

async fn fields_of_the_application_are_checked(cdi: Cdi) {
    let (_core, app, _) =
        start(cdi, |it| {
            it.form_field(FormField::new("name"))
                .form_field(FormField::new("age").optional().validate(
                    |field: FieldInput| async move {
                        match field.value.is_number() {
                            true => Ok(()),
                            false => Err("age must be a number".into()),
                        }
                    },
                ))
                .form_field(FormField::new("terms").optional().validate(
                    |field: FieldInput| async move {
                        assert_eq!(field.tenant_id, "public");
                        match field.text() {
                            "true" => Ok(()),
                            _ => Err("Please check Terms and conditions".into()),
                        }
                    },
                ))
                .form_field(FormField::new("email"))
        })
        .await;
    let form = |fields: Value| json!({ "formFields": fields });
    for (fields, expected) in [
        (
            json!([{ "id": "email", "value": "a@b.co" }, { "id": "password", "value": PASSWORD },
                { "id": "terms", "value": "false" }]),
            json!([
                ["name", NOT_OPTIONAL],
                ["terms", "Please check Terms and conditions"]
            ]),
        ),
        (
            json!([{ "id": "email", "value": "a@b.co" }, { "id": "password", "value": PASSWORD },
                { "id": "name", "value": null }, { "id": "age", "value": "" }, { "id": "terms", "value": "" }]),
            json!([["name", NOT_OPTIONAL]]),
        ),
        (
            json!([{ "id": "email", "value": "bad" }, { "id": "password", "value": "x" },
                { "id": "name", "value": false }, { "id": "age", "value": {} }]),
            json!([
                ["age", "age must be a number"],
                ["email", "Email is invalid"],
                ["password", SHORT]
            ]),
        ),
        (
            json!([{ "id": "email", "value": "bad" }, { "id": "password", "value": PASSWORD },
                { "id": "name", "value": "x" }, { "id": "zzz", "value": "y" }]),
            json!([["email", "Email is invalid"]]),
        ),
    ] {
        assert_eq!(
            errors(&app, &form(fields.clone())).await,
            expected,
            "{fields}"
        );
    }
    let fields = json!([{ "id": "email", "value": new_address() }, { "id": "password", "value": PASSWORD },
        { "id": "name", "value": "Ann" }, { "id": "age", "value": 3 }]);
    let reply = app
        .client()
        .json(Method::POST, "/auth/signup", &form(fields))
        .await;
    assert_eq!(super::status(&reply), "OK");
}

async fn a_check_that_fails_is_an_error_of_the_server(cdi: Cdi) {
    let (core, app, _) =
        start(cdi, |it| {
            it.form_field(FormField::new("email").validate(|_| async {
                Err(FieldError::failed("the list of domains cannot be read"))
            }))
        })
        .await;
    core.take_calls();
    for path in [
        "/auth/signup",
        "/auth/signin",
        "/auth/user/password/reset/token",
    ] {
        let form = match path {
            "/auth/user/password/reset/token" => super::form(&[("email", "a@b.co")]),
            _ => credentials("a@b.co", PASSWORD),
        };
        let reply = app.client().json(Method::POST, path, &form).await;
        assert_eq!(
            (reply.status, reply.json()),
            (500, json!({ "message": "internal server error" })),
            "{path}"
        );
    }
    assert_eq!(core.take_calls(), [""; 0]);
}

async fn the_longest_password_and_address_hold_with_other_checks(cdi: Cdi) {
    let (core, app, _) = start(cdi, |it| {
        it.form_field(FormField::new("email").validate(|_| async { Ok(()) }))
            .form_field(FormField::new("password").validate(|_| async { Ok(()) }))
    })
    .await;
    core.take_calls();
    let long = "Password's length must be lesser than 73 bytes";
    let far = format!("{}@b.co", "a".repeat(250));
    for (email, password, expected) in [
        (&*far, "x", json!([["email", "Email is invalid"]])),
        ("a\u{0}", "x", json!([["email", "Email is invalid"]])),
        ("a\u{7}b", "x", json!([["email", "Email is invalid"]])),
        ("a", &*"x".repeat(73), json!([["password", long]])),
        ("a", &*"é".repeat(37), json!([["password", long]])),
    ] {
        assert_eq!(
            errors(&app, &credentials(email, password)).await,
            expected,
            "{email}"
        );
    }
    assert_eq!(core.take_calls(), [""; 0]);
    let form = credentials(&new_address(), &"é".repeat(36));
    let reply = app.client().json(Method::POST, "/auth/signup", &form).await;
    assert_eq!(super::status(&reply), "OK");
    let form = credentials(&new_address(), "1");
    let reply = app.client().json(Method::POST, "/auth/signup", &form).await;
    assert_eq!(super::status(&reply), "OK");
}

async fn bodies_of_any_kind_are_refused(cdi: Cdi) {
    let (core, app, _) = start(cdi, |it| it).await;
    core.take_calls();
    let not_json =
        "API input error: Please make sure to pass a valid JSON input in the request body";
    let missing = "Missing input param: formFields";
    let long = "The request body is longer than 65536 bytes";
    let deep = "[".repeat(20_000);
    let deep_field = format!(
        r#"{{"formFields":[{{"id":"email","value":{}{}}}]}}"#,
        "[".repeat(1_000),
        "]".repeat(1_000)
    );
    let fields = json!({ "id": "x", "value": "y" }).to_string();
    let many = format!(r#"{{"formFields":[{}]}}"#, vec![fields; 2_500].join(","));
    let huge_password = credentials("a@b.co", &"x".repeat(10_000_000)).to_string();
    let at_limit = format!("{{}}{}", " ".repeat(65_534));
    for (body, message) in [
        (b"".to_vec(), missing),
        (b" ".to_vec(), not_json),
        (b"{".to_vec(), not_json),
        (b"x=y".to_vec(), not_json),
        (b"5".to_vec(), missing),
        (b"\"formFields\"".to_vec(), missing),
        (b"\xff\xfe".to_vec(), not_json),
        (b"{\"a\":\"\\ud800\"}".to_vec(), not_json),
        (deep.into_bytes(), not_json),
        (deep_field.into_bytes(), not_json),
        (many.into_bytes(), "Are you sending too many formFields?"),
        (at_limit.clone().into_bytes(), missing),
        ((at_limit + " ").into_bytes(), long),
        (huge_password.into_bytes(), long),
    ] {
        for path in ["/auth/signup", "/auth/signin", "/auth/user/password/reset"] {
            let start: String = String::from_utf8_lossy(&body).chars().take(30).collect();
            let client = app.client();
            let request = client
                .bare(Method::POST, path)
                .header("content-type", "text/plain");
            let reply = app.client().send(request.body(body.clone())).await;
            assert_eq!(
                (reply.status, reply.json()),
                (400, json!({ "message": message })),
                "{path} {start}"
            );
        }
    }
    assert_eq!(core.take_calls(), [""; 0]);
}
