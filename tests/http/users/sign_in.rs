//! Signing up and in without a form.

use std::collections::HashSet;

use rocket_supertokens::recipes::email_password::{SignIn, SignUp};
use rocket_supertokens_tests::{Behaviour, Cdi};
use serde_json::json;

use super::{PASSWORD, sign_up, start};
use crate::in_both_generations;

in_both_generations!(
    a_user_signs_up_once_and_in_often,
    nobody_is_asked_for_a_password_that_nobody_has,
    a_lost_response_makes_no_second_user,
    of_many_at_once_one_signs_up,
    a_core_that_is_down_says_nothing_of_credentials,
);

async fn a_user_signs_up_once_and_in_often(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    let recipe = app.super_tokens().email_password().in_tenant(&tenant);
    let new = sign_up(app.super_tokens(), &tenant, "Ann@example.com").await;
    let calls = core.take_whole_calls();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].path, format!("/{tenant}/recipe/signup"));
    assert_eq!(
        calls[0].body,
        json!({ "email": "Ann@example.com", "password": PASSWORD })
    );
    assert_eq!(calls[0].header("rid"), Some("emailpassword"));
    assert_eq!(new.recipe_user_id, new.user.id);

    let again = recipe.sign_up("ann@example.com", "another-1").await;
    assert_eq!(again.expect("a response"), SignUp::EmailAlreadyExists);
    core.take_calls();
    for email in ["ann@example.com", " ANN@EXAMPLE.COM "] {
        match recipe.sign_in(email, PASSWORD).await {
            Ok(SignIn::Done(signed_in)) => assert_eq!(signed_in, new),
            other => panic!("{other:?}"),
        }
        assert!(
            recipe
                .verify_credentials(email, PASSWORD)
                .await
                .expect("a response")
        );
        for wrong in ["", "correct-horse-2", " correct-horse-1"] {
            let signed_in = recipe.sign_in(email, wrong).await;
            assert_eq!(signed_in.expect("a response"), SignIn::WrongCredentials);
            assert!(
                !recipe
                    .verify_credentials(email, wrong)
                    .await
                    .expect("a response")
            );
        }
    }
    // Another tenant has another Ann.
    let public = app.super_tokens().email_password();
    assert!(
        !public
            .verify_credentials("ann@example.com", PASSWORD)
            .await
            .expect("a response")
    );
}

async fn nobody_is_asked_for_a_password_that_nobody_has(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    let recipe = app.super_tokens().email_password().in_tenant(&tenant);
    for email in ["nobody@example.com", "", "\0", "ann"] {
        let signed_in = recipe.sign_in(email, PASSWORD).await;
        assert_eq!(signed_in.expect("a response"), SignIn::WrongCredentials);
        let look_up = format!("/{tenant}/users/by-accountinfo");
        assert_eq!(core.take_calls(), [look_up]);
    }
}

/// The second call would be told that the address is taken.
async fn a_lost_response_makes_no_second_user(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    let recipe = app.super_tokens().email_password().in_tenant(&tenant);
    let path = |of: &str| format!("/{tenant}/recipe/{of}");
    core.behave_at(&path("signup"), Behaviour::LosesResponse);
    let lost = recipe.sign_up("ann@example.com", PASSWORD).await;
    let code = lost.map_err(|error| error.code());
    assert_eq!(code, Err("core_unreachable"));
    assert_eq!(core.take_calls().len(), 1);
    // The user may sign in. If a response to that is lost, it is asked for again.
    core.behave_at(&path("signin"), Behaviour::LosesResponse);
    let verified = recipe.verify_credentials("ann@example.com", PASSWORD);
    assert!(verified.await.expect("a response"));
    assert_eq!(core.take_calls().len(), 3);
}

async fn of_many_at_once_one_signs_up(cdi: Cdi) {
    let (_core, app, tenant) = start(cdi).await;
    let attempts = (0..8).map(|n| {
        let (super_tokens, tenant) = (app.super_tokens().clone(), tenant.clone());
        tokio::spawn(async move {
            let recipe = super_tokens.email_password().in_tenant(&tenant);
            recipe
                .sign_up("ann@example.com", &format!("password-{n}"))
                .await
        })
    });
    let attempts: Vec<_> = attempts.collect();
    let mut ids = HashSet::new();
    for attempt in attempts {
        match attempt.await.expect("no panic") {
            Ok(SignUp::Done(new)) => assert!(ids.insert(new.user.id)),
            Ok(SignUp::EmailAlreadyExists) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(ids.len(), 1);
}

async fn a_core_that_is_down_says_nothing_of_credentials(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    sign_up(app.super_tokens(), &tenant, "ann@example.com").await;
    let recipe = app.super_tokens().email_password().in_tenant(&tenant);
    for path in ["/users/by-accountinfo", "/recipe/signin", "/recipe/signup"] {
        core.behave_at(&format!("/{tenant}{path}"), Behaviour::Breaks);
        let failed = if path.ends_with("signup") {
            recipe.sign_up("bob@example.com", PASSWORD).await.err()
        } else {
            recipe.sign_in("ann@example.com", PASSWORD).await.err()
        };
        assert_eq!(
            failed.map(|error| error.code()),
            Some("core_unreachable"),
            "{path}"
        );
        core.behave_at(&format!("/{tenant}{path}"), Behaviour::Works);
    }
    let users = app.super_tokens().users().in_tenant(&tenant);
    assert_eq!(
        users.by_email("bob@example.com").await.expect("a response"),
        []
    );
}
