//! New addresses and passwords, by the application and by token.

use rocket_supertokens::overrides::NewSession;
use rocket_supertokens::recipes::email_password::{ResetPassword, Update};
use rocket_supertokens::{Error, SuperTokens};
use rocket_supertokens_tests::{Behaviour, Cdi};
use serde_json::json;

use super::{PASSWORD, new_tenant, sign_up, start};
use crate::in_both_generations;

in_both_generations!(
    address_and_password_change,
    what_cannot_change_changes_nothing,
    a_token_is_good_once_and_ends_the_others,
    a_new_password_is_set_by_token,
    a_lost_response_uses_no_token_twice,
    an_unknown_tenant_has_no_passwords,
);

const NEW: &str = "battery-staple-2";

async fn can_sign_in(
    super_tokens: &SuperTokens,
    tenant: &str,
    email: &str,
    password: &str,
) -> bool {
    let recipe = super_tokens.email_password().in_tenant(tenant);
    recipe
        .verify_credentials(email, password)
        .await
        .expect("a response")
}

async fn address_and_password_change(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let ann = sign_up(super_tokens, &tenant, "ann@example.com").await;
    let recipe = super_tokens.email_password().in_tenant(&tenant);
    let session = super_tokens.create_session(NewSession::new(&ann.user.id));
    let session = session.await.expect("a session");

    core.take_calls();
    let update = recipe.update(&ann.recipe_user_id).password(NEW).await;
    assert_eq!(update.expect("a response"), Update::Done);
    let calls = core.take_whole_calls();
    assert_eq!(
        (calls.len(), &*calls[0].method, &*calls[0].path),
        (1, "PUT", "/recipe/user")
    );
    assert_eq!(
        calls[0].body,
        json!({ "recipeUserId": ann.recipe_user_id, "password": NEW })
    );
    assert!(can_sign_in(super_tokens, &tenant, "ann@example.com", NEW).await);
    assert!(!can_sign_in(super_tokens, &tenant, "ann@example.com", PASSWORD).await);

    let update = recipe
        .update(&ann.recipe_user_id)
        .email(" Ann2@Example.com");
    assert_eq!(update.await.expect("a response"), Update::Done);
    assert!(can_sign_in(super_tokens, &tenant, "ann2@example.com", NEW).await);
    let update = recipe.update(&ann.recipe_user_id);
    let update = update
        .email("ann3@example.com")
        .password("x")
        .without_password_policy();
    assert_eq!(update.await.expect("a response"), Update::Done);
    assert!(can_sign_in(super_tokens, &tenant, "ann3@example.com", "x").await);
    assert!(!can_sign_in(super_tokens, &tenant, "ann2@example.com", "x").await);
    let session = super_tokens.session_information(session.handle()).await;
    assert!(session.expect("a response").is_some(), "sessions go on");
}

async fn what_cannot_change_changes_nothing(cdi: Cdi) {
    let (_core, app, tenant) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let recipe = super_tokens.email_password().in_tenant(&tenant);
    let ann = sign_up(super_tokens, &tenant, "ann@example.com").await;
    sign_up(super_tokens, &tenant, "bob@example.com").await;
    let update = recipe
        .update(&ann.recipe_user_id)
        .email("BOB@example.com")
        .password(NEW);
    assert_eq!(
        update.await.expect("a response"),
        Update::EmailAlreadyExists
    );
    for unknown in ["nobody", "", "\0"] {
        let update = recipe.update(unknown).email("x@example.com").password(NEW);
        assert_eq!(
            update.await.expect("a response"),
            Update::UnknownUser,
            "{unknown:?}"
        );
    }
    let update = recipe.update(&ann.recipe_user_id).email("");
    assert!(matches!(
        update.await,
        Ok(Update::EmailChangeNotAllowed { .. })
    ));
    let update = recipe
        .update(&ann.recipe_user_id)
        .password("")
        .without_password_policy();
    assert!(matches!(
        update.await,
        Ok(Update::PasswordPolicyViolated { .. })
    ));
    let nothing = recipe.update(&ann.recipe_user_id).await;
    assert!(matches!(nothing, Err(Error::Core(_))), "{nothing:?}");
    assert!(can_sign_in(super_tokens, &tenant, "ann@example.com", PASSWORD).await);
}

async fn a_token_is_good_once_and_ends_the_others(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let recipe = super_tokens.email_password().in_tenant(&tenant);
    let ann = sign_up(super_tokens, &tenant, "ann@example.com").await;
    core.take_calls();
    let mut tokens = Vec::new();
    for _ in 0..3 {
        let token = recipe
            .create_reset_token(&ann.recipe_user_id, "Ann@example.com")
            .await;
        tokens.push(token.expect("a response").expect("a token"));
    }
    let calls = core.take_whole_calls();
    assert_eq!(
        calls[0].path,
        format!("/{tenant}/recipe/user/password/reset/token")
    );
    assert_eq!(
        calls[0].body,
        json!({ "userId": ann.recipe_user_id, "email": "Ann@example.com" })
    );
    // The core looks for it in all tenants.
    let there = new_tenant(&core).await;
    let there = super_tokens.email_password().in_tenant(&there);
    let consumed = there
        .consume_reset_token(&tokens[1])
        .await
        .expect("a response");
    let consumed = consumed.expect("a good token");
    assert_eq!(
        (consumed.user_id, &*consumed.email),
        (ann.recipe_user_id, "Ann@example.com")
    );
    for token in tokens
        .iter()
        .map(String::as_str)
        .chain(["", "nonsense", "\0"])
    {
        let consumed = recipe.consume_reset_token(token).await;
        assert_eq!(consumed.expect("a response"), None, "{token}");
    }
    for nobody in ["nobody", ""] {
        let token = recipe.create_reset_token(nobody, "ann@example.com").await;
        assert_eq!(token.expect("a response"), None);
    }
    assert!(can_sign_in(super_tokens, &tenant, "ann@example.com", PASSWORD).await);
}

async fn a_new_password_is_set_by_token(cdi: Cdi) {
    let (_core, app, tenant) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let recipe = super_tokens.email_password().in_tenant(&tenant);
    let ann = sign_up(super_tokens, &tenant, "ann@example.com").await;
    let token = recipe
        .create_reset_token(&ann.recipe_user_id, "ann@example.com")
        .await;
    let token = token.expect("a response").expect("a token");
    // Ann has another address by the time she opens the link. It stays hers.
    let update = recipe.update(&ann.recipe_user_id).email("ann2@example.com");
    assert_eq!(update.await.expect("a response"), Update::Done);
    for (token, expected) in [
        ("nonsense", ResetPassword::InvalidToken),
        (&*token, ResetPassword::Done),
        (&*token, ResetPassword::InvalidToken),
    ] {
        let reset = recipe.reset_password_using_token(token, NEW).await;
        assert_eq!(reset.expect("a response"), expected);
    }
    assert!(can_sign_in(super_tokens, &tenant, "ann2@example.com", NEW).await);
    assert!(!can_sign_in(super_tokens, &tenant, "ann@example.com", NEW).await);
}

async fn a_lost_response_uses_no_token_twice(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let recipe = super_tokens.email_password().in_tenant(&tenant);
    let ann = sign_up(super_tokens, &tenant, "ann@example.com").await;
    let token = recipe
        .create_reset_token(&ann.recipe_user_id, "ann@example.com")
        .await;
    let token = token.expect("a response").expect("a token");
    core.take_calls();
    let consume = format!("/{tenant}/recipe/user/password/reset/token/consume");
    core.behave_at(&consume, Behaviour::LosesResponse);
    let lost = recipe.consume_reset_token(&token).await;
    assert_eq!(lost.map_err(|error| error.code()), Err("core_unreachable"));
    assert_eq!(core.take_calls().len(), 1);
    core.behave_at("/recipe/user", Behaviour::LosesResponse);
    let update = recipe.update(&ann.recipe_user_id).password(NEW).await;
    assert_eq!(update.expect("a response"), Update::Done);
    assert_eq!(core.take_calls().len(), 2);
}

async fn an_unknown_tenant_has_no_passwords(cdi: Cdi) {
    let (_core, app, _) = start(cdi).await;
    let recipe = app.super_tokens().email_password().in_tenant("no-such");
    let failed = [
        recipe.sign_up("ann@example.com", PASSWORD).await.err(),
        recipe.sign_in("ann@example.com", PASSWORD).await.err(),
        recipe
            .verify_credentials("ann@example.com", PASSWORD)
            .await
            .err(),
        recipe
            .create_reset_token("ann", "ann@example.com")
            .await
            .err(),
        recipe.consume_reset_token("token").await.err(),
        recipe.reset_password_using_token("token", NEW).await.err(),
    ];
    for error in failed {
        let code = error.map(|error| error.code());
        assert_eq!(code, Some("unknown_tenant"));
    }
}
