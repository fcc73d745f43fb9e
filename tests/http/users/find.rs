//! Users by id and by address.

use rocket_supertokens::recipes::users::Users;
use rocket_supertokens_tests::{Behaviour, Cdi};

use super::{new_tenant, sign_up, start};
use crate::in_both_generations;

in_both_generations!(
    a_user_is_found_by_id_and_by_address,
    a_tenant_knows_its_own_users_only,
    a_core_that_is_down_is_no_user_who_is_unknown,
);

async fn a_user_is_found_by_id_and_by_address(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    let users = app.super_tokens().users().in_tenant(&tenant);
    let new = sign_up(app.super_tokens(), &tenant, " Ann@Example.com ").await;
    assert_eq!(new.user.emails, ["ann@example.com"]);
    assert_eq!(new.user.login_methods.len(), 1);
    assert_eq!(new.user.login_methods[0].recipe_id, "emailpassword");
    assert_eq!(new.user.webauthn.is_some(), core.offers("5.3"));

    let found = users.by_id(&new.user.id).await.expect("a response");
    assert_eq!(found.as_ref(), Some(&new.user));
    for unknown in ["nobody", "", " ", "\0", "💥"] {
        assert_eq!(users.by_id(unknown).await.expect("a response"), None);
    }
    for email in ["ann@example.com", "ANN@example.com", "\tann@example.com "] {
        let found = users.by_email(email).await.expect("a response");
        assert_eq!(found, std::slice::from_ref(&new.user), "{email}");
    }
    for email in ["an@example.com", "ann+x@example.com", "", "%", "\0"] {
        let found = users.by_email(email).await.expect("a response");
        assert_eq!(found, [], "{email}");
    }
}

async fn a_tenant_knows_its_own_users_only(cdi: Cdi) {
    let (core, app, here) = start(cdi).await;
    let there = new_tenant(&core).await;
    let super_tokens = app.super_tokens();
    let [ann, other] = [
        sign_up(super_tokens, &here, "ann@example.com").await,
        sign_up(super_tokens, &there, "ann@example.com").await,
    ];
    assert_ne!(ann.user.id, other.user.id);
    let ids = async |users: Users<'_>| {
        let users = users.by_email("ann@example.com").await;
        let users = users.expect("a response").into_iter();
        users.map(|user| user.id).collect::<Vec<_>>()
    };
    let users = super_tokens.users();
    assert_eq!(ids(users.in_tenant(&here)).await, [&*ann.user.id]);
    assert_eq!(ids(users.in_tenant(&there)).await, [&*other.user.id]);
    assert_eq!(users.in_tenant(&there).count().await.expect("a number"), 1);
    // Ids are those of the whole application.
    let found = users.in_tenant(&there).by_id(&ann.user.id).await;
    assert_eq!(found.expect("a response"), Some(ann.user));
}

async fn a_core_that_is_down_is_no_user_who_is_unknown(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    let users = app.super_tokens().users().in_tenant(&tenant);
    users.count().await.expect("a number");
    core.behave(Behaviour::Breaks);
    let failed = [
        users.by_id("nobody").await.err(),
        users.by_email("nobody@example.com").await.err(),
        users.newest_first().await.err(),
        users.count().await.err(),
        users.delete("nobody").await.err(),
    ];
    for error in failed {
        let code = error.map(|error| error.code());
        assert_eq!(code, Some("core_unreachable"));
    }
}
