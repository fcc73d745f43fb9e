//! The core is away.

use reqwest::Method;
use rocket_supertokens_tests::{Behaviour, Cdi};
use serde_json::{Value, json};

use super::{PASSWORD, credentials, form, new_address, sign_in, sign_up, start, status};
use crate::in_both_generations;

in_both_generations!(
    nobody_is_logged_out_or_let_in,
    an_account_is_whole_or_can_be_signed_in_to,
);

fn forms(email: &str) -> [(&'static str, Value); 4] {
    let mut new = form(&[("password", "password2")]);
    new["token"] = json!("x");
    [
        ("/auth/signin", credentials(email, PASSWORD)),
        ("/auth/signup", credentials(email, PASSWORD)),
        ("/auth/user/password/reset/token", form(&[("email", email)])),
        ("/auth/user/password/reset", new),
    ]
}

async fn nobody_is_logged_out_or_let_in(cdi: Cdi) {
    let (core, app, sent) = start(cdi, |it| it).await;
    let email = new_address();
    let mut client = app.client();
    sign_up(&mut client, &email).await;
    for behaviour in [Behaviour::Breaks, Behaviour::Refuses(503)] {
        core.behave(behaviour);
        for (path, form) in forms(&email) {
            let reply = client.json(Method::POST, path, &form).await;
            assert_eq!(
                (reply.status, reply.json()),
                (503, json!({ "message": "service unavailable" })),
                "{path} {behaviour:?}"
            );
            assert!(reply.header("retry-after").is_some(), "{path}");
            reply.assert_no_tokens();
        }
        for path in [
            "/auth/loginmethods",
            "/auth/emailpassword/email/exists?email=a",
        ] {
            assert_eq!(client.get(path).await.status, 503, "{path}");
        }
    }
    core.behave(Behaviour::Says("<html>maintenance</html>"));
    for (path, form) in forms(&email) {
        let reply = client.json(Method::POST, path, &form).await;
        assert!(reply.status >= 500, "{path}");
        reply.assert_no_tokens();
    }
    core.behave(Behaviour::Works);
    assert_eq!(client.get("/session").await.status, 200);
    assert!(sent.is_empty());
}

/// Whatever call fails: who is told so signs in afterwards, or signs up once more.
async fn an_account_is_whole_or_can_be_signed_in_to(cdi: Cdi) {
    let (core, app, _) = start(cdi, |it| it).await;
    for (path, made) in [
        ("/public/recipe/multitenancy/tenant/v2", false),
        ("/public/recipe/signup", false),
        // The core has made the user, who is deleted again.
        ("/public/recipe/session", false),
    ] {
        let email = new_address();
        core.behave_at(path, Behaviour::Refuses(503));
        let form = credentials(&email, PASSWORD);
        let reply = app.client().json(Method::POST, "/auth/signup", &form).await;
        assert_eq!(reply.status, 503, "{path}");
        reply.assert_no_tokens();
        core.behave_at(path, Behaviour::Works);
        let found = status(&sign_in(&mut app.client(), &email, PASSWORD).await);
        assert_eq!(
            found,
            if made {
                "OK"
            } else {
                "WRONG_CREDENTIALS_ERROR"
            },
            "{path}"
        );
        if !made {
            sign_up(&mut app.client(), &email).await;
        }
    }
    // The core has made the user, and we never heard of it.
    let email = new_address();
    core.behave_at("/public/recipe/signup", Behaviour::LosesResponse);
    let form = credentials(&email, PASSWORD);
    let reply = app.client().json(Method::POST, "/auth/signup", &form).await;
    assert!(matches!(reply.status, 200 | 503), "{reply:?}");
    assert_eq!(
        status(&sign_in(&mut app.client(), &email, PASSWORD).await),
        "OK"
    );
}
