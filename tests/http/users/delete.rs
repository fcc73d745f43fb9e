//! The end of a user.

use reqwest::Method;
use rocket_supertokens::overrides::NewSession;
use rocket_supertokens::recipes::email_password::SignIn;
use rocket_supertokens_tests::{Cdi, skip};
use serde_json::json;

use super::{PASSWORD, sign_up, start};
use crate::fixture::create_session;
use crate::in_both_generations;

in_both_generations!(
    with_a_user_goes_all_that_is_the_users,
    linked_accounts_go_too_unless_they_are_kept,
);

async fn with_a_user_goes_all_that_is_the_users(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let new = sign_up(super_tokens, &tenant, "ann@example.com").await;
    let id = &new.user.id;
    let roles = super_tokens.user_roles();
    roles
        .create_role_or_add_permissions("editor", &[])
        .await
        .expect("a role");
    roles
        .add_role_to_user(id, "editor")
        .await
        .expect("a response");
    let recipe = super_tokens.email_password().in_tenant(&tenant);
    let token = recipe.create_reset_token(id, "ann@example.com").await;
    let token = token.expect("a response").expect("a token");
    let mut client = app.client();
    create_session(&mut client, &json!({ "user_id": id, "tenant_id": tenant })).await;

    core.take_calls();
    super_tokens.users().delete(id).await.expect("a response");
    let calls = core.take_whole_calls();
    assert_eq!((calls.len(), &*calls[0].path), (1, "/user/remove"));
    assert_eq!(
        calls[0].body,
        json!({ "userId": id, "removeAllLinkedAccounts": true })
    );

    let found = super_tokens.users().by_id(id).await;
    assert_eq!(found.expect("a response"), None);
    let handles = super_tokens.session_handles_of_user(id).await;
    assert_eq!(handles.expect("a response"), [""; 0]);
    client.refresh().await.assert_refused("unauthorised", true);
    assert_eq!(roles.roles_of_user(id).await.expect("a response"), [""; 0]);
    assert_eq!(
        recipe
            .consume_reset_token(&token)
            .await
            .expect("a response"),
        None
    );
    let signed_in = recipe.sign_in("ann@example.com", PASSWORD).await;
    assert_eq!(signed_in.expect("a response"), SignIn::WrongCredentials);

    // Whoever is gone already, goes again; and the address is free.
    for unknown in [id, "nobody", ""] {
        super_tokens
            .users()
            .delete(unknown)
            .await
            .expect("a response");
    }
    let again = sign_up(super_tokens, &tenant, "ann@example.com").await;
    assert_ne!(&again.user.id, id);
}

async fn linked_accounts_go_too_unless_they_are_kept(cdi: Cdi) {
    if std::env::var("SUPERTOKENS_CONNECTION_URI").is_ok() {
        return skip("account linking needs a licence");
    }
    let (core, app, tenant) = start(cdi).await;
    let super_tokens = app.super_tokens();
    for keeps in [true, false] {
        let first = sign_up(super_tokens, &tenant, &format!("{keeps}-1@example.com")).await;
        let second = sign_up(super_tokens, &tenant, &format!("{keeps}-2@example.com")).await;
        let (first, second) = (first.recipe_user_id, second.recipe_user_id);
        let primary = json!({ "recipeUserId": first });
        let path = "/recipe/accountlinking/user/primary";
        core.call(Method::POST, path, "5.3", &primary).await;
        let link = json!({ "recipeUserId": second, "primaryUserId": first });
        let path = "/recipe/accountlinking/user/link";
        core.call(Method::POST, path, "5.3", &link).await;

        let user = super_tokens
            .users()
            .by_id(&second)
            .await
            .expect("a response");
        let user = user.expect("a user");
        assert_eq!((&user.id, user.login_methods.len()), (&first, 2));
        let mine = NewSession::new(&second);
        super_tokens.create_session(mine).await.expect("a session");

        let delete = super_tokens.users().delete(&second);
        if keeps {
            delete.keep_linked_accounts().await.expect("a response");
            let user = super_tokens
                .users()
                .by_id(&first)
                .await
                .expect("a response");
            assert_eq!(user.expect("a user").login_methods.len(), 1);
        } else {
            delete.await.expect("a response");
            let user = super_tokens.users().by_id(&first).await;
            assert_eq!(user.expect("a response"), None);
        }
        let gone = super_tokens.users().by_id(&second).await;
        assert_eq!(gone.expect("a response"), None);
    }
}
