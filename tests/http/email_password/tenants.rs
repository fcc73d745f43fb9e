//! Users belong to tenants, and tenants say how their users log in.

use reqwest::Method;
use rocket_supertokens_tests::{Cdi, Core, claims, skip};
use serde_json::{Value, json};

use super::{PASSWORD, credentials, form, new_address, start, status};
use crate::fixture::somebody;
use crate::in_both_generations;

in_both_generations!(
    the_path_names_the_tenant,
    a_tenant_without_passwords_has_one_response_for_all,
    an_unknown_tenant_is_a_mistake_of_the_request,
    the_front_end_learns_which_forms_to_show,
);

/// A tenant of the test's own.
async fn new_tenant(core: &Core, first_factors: Value) -> Option<String> {
    if std::env::var("SUPERTOKENS_CONNECTION_URI").is_ok() {
        skip("tenants need a licence");
        return None;
    }
    let id = somebody();
    let mut tenant = json!({ "tenantId": id });
    if !first_factors.is_null() {
        tenant["firstFactors"] = first_factors;
    }
    let path = "/recipe/multitenancy/tenant/v2";
    core.call(Method::PUT, path, "5.3", &tenant).await;
    Some(id)
}

async fn the_path_names_the_tenant(cdi: Cdi) {
    let (core, app, sent) = start(cdi, |it| it).await;
    let Some(tenant) = new_tenant(&core, json!(["emailpassword"])).await else {
        return;
    };
    let email = new_address();
    let form = credentials(&email, PASSWORD);
    let path = |rest: &str| format!("/auth/{tenant}{rest}");
    let mut client = app.client();
    let reply = client.json(Method::POST, &path("/signup"), &form).await;
    assert_eq!(status(&reply), "OK", "{reply:?}");
    let token = client.access_token.clone().expect("a session");
    assert_eq!(claims(&token)["tId"], json!(tenant));
    let reply = app.client().json(Method::POST, "/auth/signin", &form).await;
    assert_eq!(
        status(&reply),
        "WRONG_CREDENTIALS_ERROR",
        "of the public tenant"
    );
    let reply = app
        .client()
        .json(Method::POST, &path("/signin"), &form)
        .await;
    assert_eq!(status(&reply), "OK");
    for (rest, exists) in [
        ("/emailpassword/email/exists", true),
        ("/signup/email/exists", true),
    ] {
        let reply = app
            .client()
            .get(&format!("{}?email={email}", path(rest)))
            .await;
        assert_eq!(reply.json(), json!({ "status": "OK", "exists": exists }));
        let reply = app
            .client()
            .get(&format!("/auth{rest}?email={email}"))
            .await;
        assert_eq!(reply.json(), json!({ "status": "OK", "exists": false }));
    }
    let asked = super::form(&[("email", &email)]);
    app.client()
        .json(Method::POST, "/auth/user/password/reset/token", &asked)
        .await;
    let reset = path("/user/password/reset/token");
    app.client().json(Method::POST, &reset, &asked).await;
    let mail = sent.only().await;
    assert!(
        mail.link()
            .as_str()
            .ends_with(&format!("&tenantId={tenant}")),
        "{mail:?}"
    );
    let mut new = super::form(&[("password", "password2")]);
    new["token"] = json!(mail.link().token());
    let reply = app
        .client()
        .json(Method::POST, &path("/user/password/reset"), &new)
        .await;
    assert_eq!(status(&reply), "OK");
    let form = credentials(&email, "password2");
    let reply = app
        .client()
        .json(Method::POST, &path("/signin"), &form)
        .await;
    assert_eq!(status(&reply), "OK");
}

/// The core does not look at it, and would let everybody in.
async fn a_tenant_without_passwords_has_one_response_for_all(cdi: Cdi) {
    let (core, app, sent) = start(cdi, |it| it).await;
    app.client().get("/auth/loginmethods").await;
    for factors in [json!([]), json!(["thirdparty"]), Value::Null] {
        let Some(tenant) = new_tenant(&core, factors).await else {
            return;
        };
        let email = new_address();
        let known = json!({ "email": email, "password": PASSWORD });
        core.call(
            Method::POST,
            &format!("/{tenant}/recipe/signup"),
            "5.3",
            &known,
        )
        .await;
        core.take_calls();
        for email in [email.clone(), new_address()] {
            for route in ["signin", "signup"] {
                let form = credentials(&email, PASSWORD);
                let path = format!("/auth/{tenant}/{route}");
                let reply = app.client().json(Method::POST, &path, &form).await;
                // A page of somebody else could send this form.
                reply.assert_refused("unauthorised", false);
            }
            let path = format!("/auth/{tenant}/user/password/reset/token");
            let reply = app
                .client()
                .json(Method::POST, &path, &form(&[("email", &email)]))
                .await;
            assert_eq!(status(&reply), "PASSWORD_RESET_NOT_ALLOWED");
            assert!(reply.json()["reason"].is_string());
            let exists = format!("/auth/{tenant}/emailpassword/email/exists?email={email}");
            let reply = app.client().get(&exists).await;
            assert_eq!(reply.text, r#"{"status":"OK","exists":false}"#);
        }
        let mut new = form(&[("password", "password2")]);
        new["token"] = json!("x");
        let path = format!("/auth/{tenant}/user/password/reset");
        let reply = app.client().json(Method::POST, &path, &new).await;
        assert_eq!(status(&reply), "RESET_PASSWORD_INVALID_TOKEN_ERROR");
        let read = format!("/{tenant}/recipe/multitenancy/tenant/v2");
        assert!(core.take_calls().iter().all(|call| *call == read));
    }
    assert!(sent.is_empty());
}

async fn an_unknown_tenant_is_a_mistake_of_the_request(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |it| it).await;
    let mut new = form(&[("password", "password2")]);
    new["token"] = json!("x");
    let reset_token = form(&[("email", "a@b.co")]);
    for (route, body) in [
        ("signin", &credentials("a@b.co", PASSWORD)),
        ("signup", &credentials("a@b.co", PASSWORD)),
        ("user/password/reset/token", &reset_token),
        ("user/password/reset", &new),
    ] {
        let path = format!("/auth/nosuch/{route}");
        let reply = app.client().json(Method::POST, &path, body).await;
        let message = json!({ "message": "there is no tenant \"nosuch\"" });
        assert_eq!((reply.status, reply.json()), (400, message), "{route}");
        reply.assert_no_tokens();
        let path = format!("/auth/recipe/{route}");
        let reply = app.client().json(Method::POST, &path, body).await;
        assert_eq!(reply.status, 400, "{route}");
    }
    for route in ["loginmethods", "emailpassword/email/exists?email=a@b.co"] {
        let reply = app.client().get(&format!("/auth/nosuch/{route}")).await;
        assert_eq!(reply.status, 400, "{route}");
    }
}

async fn the_front_end_learns_which_forms_to_show(cdi: Cdi) {
    let (core, app, _) = start(cdi, |it| it).await;
    let methods = |on: bool, factors: Value| {
        json!({
            "status": "OK",
            "emailPassword": { "enabled": on },
            "thirdParty": { "enabled": false, "providers": [] },
            "webauthn": { "enabled": false },
            "passwordless": { "enabled": false },
            "firstFactors": factors,
        })
        .to_string()
    };
    for path in [
        "/auth/loginmethods",
        "/auth/public/loginmethods?clientType=web",
    ] {
        let reply = app.client().get(path).await;
        assert_eq!(reply.text, methods(true, json!(["emailpassword"])));
    }
    for (factors, on, shown) in [
        (json!([]), false, json!([])),
        (json!(["thirdparty", "otp-email"]), false, json!([])),
        (
            json!(["emailpassword", "thirdparty", "my-own"]),
            true,
            json!(["emailpassword", "my-own"]),
        ),
    ] {
        let Some(tenant) = new_tenant(&core, factors).await else {
            return;
        };
        let reply = app
            .client()
            .get(&format!("/auth/{tenant}/loginmethods"))
            .await;
        assert_eq!(reply.text, methods(on, shown));
    }
}
