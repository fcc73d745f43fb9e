//! Attempts to log in are limited, by address and by client, and nobody else suffers from it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::Method;
use rocket_supertokens::overrides::SessionRequest;
use rocket_supertokens::recipes::attempts::{AttemptKind, AttemptLimits, CountedBy};
use rocket_supertokens::recipes::email_password::{
    EmailPassword, EmailPasswordApis, SignInResponse, SubmittedForm,
};
use rocket_supertokens::{Error, async_trait};
use rocket_supertokens_tests::{App, Behaviour, Cdi, Client, Core, Reply};
use serde_json::{Value, json};

use crate::fixture::{self, somebody};
use crate::in_both_generations;

in_both_generations!(
    guesses_are_refused_and_other_clients_are_not,
    an_address_that_nobody_has_is_limited_like_one_that_somebody_has,
    sign_ups_and_reset_mails_are_limited,
    an_override_is_limited_too,
    a_setting_takes_the_limits_away,
    a_tenant_in_capitals_is_the_same_tenant,
    what_the_core_could_not_do_does_not_count,
    whoever_asks_for_addresses_is_limited_too,
);

const HOUR: Duration = Duration::from_secs(3600);
const PASSWORD: &str = "password1";

/// Whatever is limited, after three attempts.
fn three() -> AttemptLimits {
    use AttemptKind::{PasswordReset, SignIn, SignUp};
    let kinds = [SignIn, SignUp, PasswordReset];
    kinds
        .into_iter()
        .fold(AttemptLimits::new(), |limits, kind| {
            limits.limit(kind, CountedBy::EmailAndClient, 3, HOUR)
        })
}

/// An application with the recipe, and how many requests its core has received.
async fn start(
    cdi: Cdi,
    configure: impl FnOnce(EmailPassword) -> EmailPassword,
) -> (Core, App, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let (core, app) = fixture::start(cdi, |settings| {
        settings
            .email_password(configure(EmailPassword::new()))
            .send_email(|_| async { Ok(()) })
            .core_interceptor(move |_| {
                counter.fetch_add(1, Ordering::SeqCst);
            })
    })
    .await;
    (core, app, calls)
}

/// Sends a form from a client, which a proxy names.
async fn send(client: &mut Client, ip: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
    let field = |(id, value): &(&str, &str)| json!({ "id": id, "value": value });
    let body = json!({ "formFields": fields.iter().map(field).collect::<Vec<_>>() });
    let request = client.request(Method::POST, path).header("x-real-ip", ip);
    client.send(request.body(body.to_string())).await
}

async fn sign_in(client: &mut Client, ip: &str, email: &str, password: &str) -> Reply {
    let fields = [("email", email), ("password", password)];
    send(client, ip, "/auth/signin", &fields).await
}

async fn sign_up(client: &mut Client, ip: &str, email: &str) -> Reply {
    let fields = [("email", email), ("password", PASSWORD)];
    send(client, ip, "/auth/signup", &fields).await
}

fn new_address() -> String {
    format!("{}@example.com", somebody())
}

fn status(reply: &Reply) -> Value {
    reply.json()["status"].clone()
}

fn assert_refused(reply: &Reply) {
    assert_eq!(reply.status, 429, "{reply:?}");
    assert_eq!(reply.json(), json!({ "message": "too many attempts" }));
    let wait = reply.headers.get("retry-after").expect("when to come back");
    let wait: u64 = wait.to_str().expect("text").parse().expect("seconds");
    assert!((1..=1801).contains(&wait), "{wait}");
    // Whoever is signed in stays it.
    for header in ["front-token", "set-cookie", "st-access-token"] {
        assert!(!reply.headers.contains_key(header), "{reply:?}");
    }
}

async fn guesses_are_refused_and_other_clients_are_not(cdi: Cdi) {
    let (_core, app, calls) = start(cdi, |recipe| recipe.attempt_limits(three())).await;
    let (mut user, mut stranger) = (app.client(), app.client());
    let email = new_address();
    assert_eq!(
        status(&sign_up(&mut user, "203.0.113.7", &email).await),
        "OK"
    );
    for _ in 0..3 {
        let reply = sign_in(&mut stranger, "198.51.100.9", &email, "wrong password 1").await;
        assert_eq!(status(&reply), "WRONG_CREDENTIALS_ERROR");
    }
    // From here on not even the right password helps, in whatever way the address is written; and the core has rest.
    let before = calls.load(Ordering::SeqCst);
    for email in [&email, &email.to_uppercase()] {
        assert_refused(&sign_in(&mut stranger, "198.51.100.9", email, PASSWORD).await);
    }
    assert_eq!(calls.load(Ordering::SeqCst), before);
    // What is no attempt is told as ever.
    let reply = sign_in(&mut stranger, "198.51.100.9", &email, "").await;
    assert_eq!(status(&reply), "FIELD_ERROR");
    let reply = sign_in(&mut stranger, "198.51.100.9", &new_address(), PASSWORD).await;
    assert_eq!(status(&reply), "WRONG_CREDENTIALS_ERROR");
    // The user signs in as often as she likes.
    for _ in 0..6 {
        let reply = sign_in(&mut user, "203.0.113.7", &email, PASSWORD).await;
        assert_eq!(status(&reply), "OK");
    }
}

async fn an_address_that_nobody_has_is_limited_like_one_that_somebody_has(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |recipe| recipe.attempt_limits(three())).await;
    let mut stranger = app.client();
    let email = new_address();
    for _ in 0..3 {
        let reply = sign_in(&mut stranger, "198.51.100.9", &email, PASSWORD).await;
        assert_eq!(status(&reply), "WRONG_CREDENTIALS_ERROR");
    }
    assert_refused(&sign_in(&mut stranger, "198.51.100.9", &email, PASSWORD).await);
}

async fn sign_ups_and_reset_mails_are_limited(cdi: Cdi) {
    let limits = || three().limit(AttemptKind::SignUp, CountedBy::Client, 2, HOUR);
    let (_core, app, _) = start(cdi, |recipe| recipe.attempt_limits(limits())).await;
    let mut client = app.client();
    let email = new_address();
    assert_eq!(
        status(&sign_up(&mut client, "203.0.113.7", &email).await),
        "OK"
    );
    assert_eq!(
        status(&sign_up(&mut client, "203.0.113.7", &new_address()).await),
        "OK"
    );
    assert_refused(&sign_up(&mut client, "203.0.113.7", &new_address()).await);
    let reply = client.get("/session").await;
    assert_eq!(
        reply.status, 200,
        "the refusal has ended the session: {reply:?}"
    );
    for email in [email, new_address()] {
        let fields = [("email", email.as_str())];
        for n in 0..4 {
            let reply = send(
                &mut client,
                "203.0.113.7",
                "/auth/user/password/reset/token",
                &fields,
            )
            .await;
            match n {
                0..3 => assert_eq!(status(&reply), "OK"),
                _ => assert_refused(&reply),
            }
        }
    }
}

async fn an_override_is_limited_too(cdi: Cdi) {
    struct Nobody {
        original: Arc<dyn EmailPasswordApis>,
    }

    #[async_trait]
    impl EmailPasswordApis for Nobody {
        fn original(&self) -> &dyn EmailPasswordApis {
            &*self.original
        }

        async fn sign_in(
            &self,
            _: SubmittedForm,
            _: &SessionRequest<'_>,
        ) -> Result<SignInResponse, Error> {
            Ok(SignInResponse::WrongCredentials)
        }
    }

    let (_core, app, _) = start(cdi, |recipe| {
        recipe
            .attempt_limits(three())
            .override_apis(|original| Nobody { original })
    })
    .await;
    let mut client = app.client();
    let email = new_address();
    for _ in 0..3 {
        let reply = sign_in(&mut client, "198.51.100.9", &email, PASSWORD).await;
        assert_eq!(status(&reply), "WRONG_CREDENTIALS_ERROR");
    }
    assert_refused(&sign_in(&mut client, "198.51.100.9", &email, PASSWORD).await);
}

async fn a_setting_takes_the_limits_away(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |recipe| {
        recipe.attempt_limits(three()).limit_attempts(false)
    })
    .await;
    let mut client = app.client();
    let email = new_address();
    for _ in 0..5 {
        let reply = sign_in(&mut client, "198.51.100.9", &email, PASSWORD).await;
        assert_eq!(status(&reply), "WRONG_CREDENTIALS_ERROR");
    }
}

async fn a_tenant_in_capitals_is_the_same_tenant(cdi: Cdi) {
    let (_core, app, _) = start(cdi, |recipe| recipe.attempt_limits(three())).await;
    let mut stranger = app.client();
    let email = new_address();
    let fields = [("email", &*email), ("password", PASSWORD)];
    for tenant in ["", "/public", "/PUBLIC"] {
        let path = format!("/auth{tenant}/signin");
        let reply = send(&mut stranger, "198.51.100.9", &path, &fields).await;
        assert_eq!(status(&reply), "WRONG_CREDENTIALS_ERROR", "{tenant}");
    }
    for tenant in ["", "/Public", "/pUBLIC"] {
        let path = format!("/auth{tenant}/signin");
        assert_refused(&send(&mut stranger, "198.51.100.9", &path, &fields).await);
    }
}

async fn what_the_core_could_not_do_does_not_count(cdi: Cdi) {
    let (core, app, _) = start(cdi, |recipe| recipe.attempt_limits(three())).await;
    let mut client = app.client();
    let email = new_address();
    assert_eq!(
        status(&sign_up(&mut client, "203.0.113.7", &email).await),
        "OK"
    );
    core.behave(Behaviour::Refuses(503));
    for _ in 0..6 {
        let reply = sign_in(&mut client, "203.0.113.7", &email, PASSWORD).await;
        assert_eq!(reply.status, 503, "{reply:?}");
        let reply = sign_up(&mut client, "203.0.113.7", &email).await;
        assert_eq!(reply.status, 503, "{reply:?}");
    }
}

async fn whoever_asks_for_addresses_is_limited_too(cdi: Cdi) {
    let limits = AttemptLimits::new().limit(AttemptKind::EmailExists, CountedBy::Client, 3, HOUR);
    let (_core, app, calls) = start(cdi, |recipe| recipe.attempt_limits(limits)).await;
    let mut client = app.client();
    let ask = |client: &mut Client, email: &str| {
        let path = format!("/auth/emailpassword/email/exists?email={email}");
        client
            .request(Method::GET, &path)
            .header("x-real-ip", "198.51.100.9")
    };
    // What no address can be is no question to the core.
    for nobody in ["%00a@b.co".to_owned(), "a".repeat(255)] {
        let request = ask(&mut client, &nobody);
        let reply = client.send(request).await;
        assert_eq!(reply.json(), json!({ "status": "OK", "exists": false }));
    }
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    for _ in 0..3 {
        let request = ask(&mut client, &new_address());
        let reply = client.send(request).await;
        assert_eq!(reply.json(), json!({ "status": "OK", "exists": false }));
    }
    let request = ask(&mut client, &new_address());
    assert_refused(&client.send(request).await);
}
