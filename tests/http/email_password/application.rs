//! What an application changes: functions, APIs, what happens after logging in, which routes are served.

use std::sync::{Arc, Mutex};

use reqwest::Method;
use rocket::{Route, get, post, routes};
use rocket_supertokens::overrides::SessionRequest;
use rocket_supertokens::recipes::email_password::{
    Credentials, EmailExistsResponse, EmailPassword, EmailPasswordApis, EmailPasswordFunctions,
    EmailToCheck, FormField, InvalidField, ResetPasswordResponse, ResetTokenResponse, SignIn,
    SignInResponse, SignUpResponse, SubmittedForm,
};
use rocket_supertokens::{Error, SuperTokens, async_trait};
use rocket_supertokens_tests::{Cdi, claims};
use serde_json::json;

use super::{PASSWORD, credentials, form, new_address, sign_in, sign_up, start, status};
use crate::fixture;
use crate::in_both_generations;

in_both_generations!(
    apis_may_be_overridden,
    functions_may_be_overridden,
    functions_are_called_after_logging_in,
    a_function_that_fails_undoes_nothing,
    routes_are_switched_off_one_by_one,
    without_the_recipe_nothing_is_served,
);

/// Answers what the password says.
struct AsToldByPassword {
    original: Arc<dyn EmailPasswordApis>,
}

#[async_trait]
impl EmailPasswordApis for AsToldByPassword {
    fn original(&self) -> &dyn EmailPasswordApis {
        &*self.original
    }

    async fn sign_up(
        &self,
        form: SubmittedForm,
        request: &SessionRequest<'_>,
    ) -> Result<SignUpResponse, Error> {
        match form.password() {
            "general1" => Ok(SignUpResponse::GeneralError {
                message: "closed".to_owned(),
            }),
            "refused1" => Ok(SignUpResponse::NotAllowed {
                reason: "too young".to_owned(),
            }),
            "invalid1" => Ok(SignUpResponse::FieldErrors(vec![InvalidField::new(
                "name", "taken",
            )])),
            _ => self.original().sign_up(form, request).await,
        }
    }

    async fn sign_in(
        &self,
        form: SubmittedForm,
        request: &SessionRequest<'_>,
    ) -> Result<SignInResponse, Error> {
        match form.password() {
            "general1" => Ok(SignInResponse::GeneralError {
                message: "closed".to_owned(),
            }),
            "refused1" => Ok(SignInResponse::NotAllowed {
                reason: "too young".to_owned(),
            }),
            _ => self.original().sign_in(form, request).await,
        }
    }

    async fn email_exists(
        &self,
        _: EmailToCheck,
        _: &SessionRequest<'_>,
    ) -> Result<EmailExistsResponse, Error> {
        Ok(EmailExistsResponse::GeneralError {
            message: "who knows".to_owned(),
        })
    }

    async fn generate_reset_token(
        &self,
        _: SubmittedForm,
        _: &SessionRequest<'_>,
    ) -> Result<ResetTokenResponse, Error> {
        Ok(ResetTokenResponse::NotAllowed {
            reason: "ask us".to_owned(),
        })
    }

    async fn reset_password(
        &self,
        _: SubmittedForm,
        _: &str,
        _: &SessionRequest<'_>,
    ) -> Result<ResetPasswordResponse, Error> {
        Ok(ResetPasswordResponse::GeneralError {
            message: "ask us".to_owned(),
        })
    }
}

async fn apis_may_be_overridden(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |it| {
        it.override_apis(|original| AsToldByPassword { original })
    })
    .await;
    let general = r#"{"status":"GENERAL_ERROR","message":"closed"}"#;
    for (path, password, expected) in [
        ("/auth/signup", "general1", general),
        (
            "/auth/signup",
            "refused1",
            r#"{"status":"SIGN_UP_NOT_ALLOWED","reason":"too young"}"#,
        ),
        (
            "/auth/signup",
            "invalid1",
            r#"{"status":"FIELD_ERROR","formFields":[{"error":"taken","id":"name"}]}"#,
        ),
        ("/auth/signin", "general1", general),
        (
            "/auth/signin",
            "refused1",
            r#"{"status":"SIGN_IN_NOT_ALLOWED","reason":"too young"}"#,
        ),
    ] {
        let form = credentials("a@b.co", password);
        let reply = app.client().json(Method::POST, path, &form).await;
        assert_eq!(
            (reply.status, reply.text.as_str()),
            (200, expected),
            "{path}"
        );
        reply.assert_no_tokens();
    }
    let reply = app
        .client()
        .get("/auth/emailpassword/email/exists?email=a")
        .await;
    assert_eq!(
        reply.text,
        r#"{"status":"GENERAL_ERROR","message":"who knows"}"#
    );
    let asked = form(&[("email", "a@b.co")]);
    let path = "/auth/user/password/reset/token";
    let reply = app.client().json(Method::POST, path, &asked).await;
    assert_eq!(
        reply.text,
        r#"{"status":"PASSWORD_RESET_NOT_ALLOWED","reason":"ask us"}"#
    );
    let mut new = form(&[("password", PASSWORD)]);
    new["token"] = json!("x");
    let reply = app
        .client()
        .json(Method::POST, "/auth/user/password/reset", &new)
        .await;
    assert_eq!(
        reply.text,
        r#"{"status":"GENERAL_ERROR","message":"ask us"}"#
    );
    sign_up(&mut app.client(), &new_address()).await;
}

/// Knows a master password.
struct Master {
    original: Arc<dyn EmailPasswordFunctions>,
}

#[async_trait]
impl EmailPasswordFunctions for Master {
    fn original(&self) -> &dyn EmailPasswordFunctions {
        &*self.original
    }

    async fn sign_in(
        &self,
        mut credentials: Credentials,
        super_tokens: &SuperTokens,
    ) -> Result<SignIn, Error> {
        if credentials.password == "master" {
            credentials.password = PASSWORD.to_owned();
        }
        self.original().sign_in(credentials, super_tokens).await
    }
}

async fn functions_may_be_overridden(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |it| {
        it.override_functions(|original| Master { original })
    })
    .await;
    let email = new_address();
    sign_up(&mut app.client(), &email).await;
    assert_eq!(
        status(&sign_in(&mut app.client(), &email, "master").await),
        "OK"
    );
    let reply = sign_in(&mut app.client(), &email, "other").await;
    assert_eq!(status(&reply), "WRONG_CREDENTIALS_ERROR");
}

async fn functions_are_called_after_logging_in(cdi: Cdi) {
    let noted = Arc::new(Mutex::new(Vec::new()));
    let (ups, ins) = (Arc::clone(&noted), Arc::clone(&noted));
    let (_core, app, _) = start(cdi, |it| {
        it.form_field(FormField::new("name"))
            .on_sign_up(move |new| {
                let noted = Arc::clone(&ups);
                async move {
                    let name = new.form.value("name").cloned();
                    new.session
                        .merge_into_access_token_payload(json!({ "name": name }))
                        .await?;
                    noted
                        .lock()
                        .expect("no panic")
                        .push(("up", new.user.id, new.recipe_user_id));
                    Ok(())
                }
            })
            .on_sign_in(move |who| {
                let noted = Arc::clone(&ins);
                async move {
                    assert_eq!(who.session.user_id(), who.user.id);
                    noted
                        .lock()
                        .expect("no panic")
                        .push(("in", who.user.id, who.recipe_user_id));
                    Ok(())
                }
            })
    })
    .await;
    let email = new_address();
    let mut client = app.client();
    let form = form(&[("email", &email), ("password", PASSWORD), ("name", "Ann")]);
    let reply = client.json(Method::POST, "/auth/signup", &form).await;
    assert_eq!(status(&reply), "OK");
    let id = reply.json()["user"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let token = client.access_token.clone().expect("a session");
    assert_eq!(
        claims(&token)["name"],
        "Ann",
        "the client gets what the function has changed"
    );
    sign_in(&mut app.client(), &email, "wrong").await;
    client.json(Method::POST, "/auth/signup", &form).await;
    sign_in(&mut app.client(), &email, PASSWORD).await;
    let noted = noted.lock().expect("no panic").clone();
    assert_eq!(
        noted,
        [("up", id.clone(), id.clone()), ("in", id.clone(), id)]
    );
}

async fn a_function_that_fails_undoes_nothing(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |it| {
        it.on_sign_up(|_| async { Err("the database is down".into()) })
            .on_sign_in(|_| async { Err("the database is down".into()) })
    })
    .await;
    let email = new_address();
    let mut client = app.client();
    sign_up(&mut client, &email).await;
    assert_eq!(client.get("/session").await.status, 200);
    assert_eq!(status(&sign_in(&mut client, &email, PASSWORD).await), "OK");
}

#[post("/signup")]
fn own_sign_up() -> &'static str {
    "own"
}

#[get("/<_>/loginmethods")]
fn own_login_methods() -> &'static str {
    "own"
}

fn own_routes() -> Vec<Route> {
    let mounted = |route: Route| route.map_base(|base| format!("/auth{base}"));
    let routes = routes![own_sign_up, own_login_methods].into_iter();
    routes
        .map(|route| mounted(route).expect("a path"))
        .collect()
}

type Off = fn(EmailPassword) -> EmailPassword;

async fn routes_are_switched_off_one_by_one(cdi: Cdi) {
    let all: [(Method, &str, Off); 7] = [
        (Method::POST, "/auth/signup", |it| it.sign_up_route(false)),
        (Method::POST, "/auth/signin", |it| it.sign_in_route(false)),
        (Method::GET, "/auth/emailpassword/email/exists", |it| {
            it.email_exists_route(false)
        }),
        (Method::GET, "/auth/signup/email/exists", |it| {
            it.email_exists_route(false)
        }),
        (Method::POST, "/auth/user/password/reset/token", |it| {
            it.password_reset_token_route(false)
        }),
        (Method::POST, "/auth/user/password/reset", |it| {
            it.password_reset_route(false)
        }),
        (Method::GET, "/auth/loginmethods", |it| {
            it.login_methods_route(false)
        }),
    ];
    for (_, off, switch) in &all {
        let (_core, app, _) = start(cdi, switch).await;
        for (method, path, _) in &all {
            let same = path == off || (path.contains("exists") && off.contains("exists"));
            for path in [(*path).to_owned(), path.replace("/auth", "/auth/public")] {
                let reply = app.client().json(method.clone(), &path, &json!({})).await;
                let served = reply.status != 404;
                assert_eq!(served, !same, "{path} without {off}: {reply:?}");
            }
        }
    }
    // What is switched off is the application's to serve.
    let (_core, app) = fixture::start_with(
        cdi,
        |settings| {
            settings
                .email_password(EmailPassword::new().sign_up_route(false))
                .send_email(|_| async { Ok(()) })
        },
        own_routes(),
    )
    .await;
    assert_eq!(app.client().post("/auth/signup").await.text, "own");
    assert_eq!(app.client().get("/auth/x/loginmethods").await.text, "own");
}

async fn without_the_recipe_nothing_is_served(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    for path in ["/auth/signup", "/auth/signin", "/auth/user/password/reset"] {
        let reply = app.client().json(Method::POST, path, &json!({})).await;
        assert_eq!(reply.status, 404, "{path}");
    }
    assert_eq!(app.client().get("/auth/loginmethods").await.status, 404);
    let who = app.super_tokens().email_password();
    let found = who
        .sign_in(&new_address(), PASSWORD)
        .await
        .expect("a response");
    assert_eq!(found, SignIn::WrongCredentials);
}
