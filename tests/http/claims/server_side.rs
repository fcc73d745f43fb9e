//! Claims, roles and permissions without a request.

use rocket_supertokens::Error;
use rocket_supertokens::claims::{ClaimRules, PrimitiveClaim, UserRole};
use rocket_supertokens::overrides::NewSession;
use rocket_supertokens::policy::VerifyOptions;
use rocket_supertokens::session::StoredClaim;
use rocket_supertokens_tests::Cdi;

use super::{start, unique};
use crate::in_both_generations;

in_both_generations!(
    claims_of_a_session_known_by_its_handle,
    all_functions_of_user_roles,
    a_token_is_checked_with_its_claims
);

const LEVEL: PrimitiveClaim<u32> = PrimitiveClaim::new("level");

async fn claims_of_a_session_known_by_its_handle(cdi: Cdi) {
    let (_core, app) = start(cdi, Vec::new(), |settings| settings).await;
    let st = app.super_tokens();
    let user = unique("alice");
    let session = st
        .create_session(NewSession::new(&user))
        .await
        .expect("a session");
    let handle = session.handle();

    assert_eq!(
        st.claim_value(handle, &LEVEL).await.expect("a response"),
        StoredClaim::NotSet
    );
    assert!(
        st.set_claim_value(handle, &LEVEL, &7)
            .await
            .expect("a response")
    );
    assert_eq!(
        st.claim_value(handle, &LEVEL).await.expect("a response"),
        StoredClaim::Value(7)
    );
    let rules = ClaimRules::global()
        .with(LEVEL.has_value(7u32))
        .with(UserRole::includes("admin"));
    let failures = st
        .validate_claims_for_handle(handle, &rules)
        .await
        .expect("a response")
        .expect("a session");
    assert_eq!(
        failures
            .iter()
            .map(|failure| failure.id.as_str())
            .collect::<Vec<_>>(),
        ["st-role"]
    );
    assert_eq!(
        st.claim_value(handle, &UserRole).await.expect("a response"),
        StoredClaim::Value(vec![]),
        "what was fetched is kept"
    );

    st.user_roles()
        .create_role_or_add_permissions("admin", &[])
        .await
        .expect("a role");
    st.user_roles()
        .add_role_to_user(&user, "admin")
        .await
        .expect("a user");
    assert!(
        st.fetch_and_set_claim(handle, &UserRole)
            .await
            .expect("a response")
    );
    assert_eq!(
        st.validate_claims_for_handle(handle, &rules)
            .await
            .expect("a response"),
        Some(vec![])
    );
    assert!(st.remove_claim(handle, &LEVEL).await.expect("a response"));
    assert_eq!(
        st.claim_value(handle, &LEVEL).await.expect("a response"),
        StoredClaim::NotSet
    );

    assert_eq!(
        st.claim_value("unknown", &LEVEL).await.expect("a response"),
        StoredClaim::NoSession
    );
    assert!(
        !st.set_claim_value("unknown", &LEVEL, &7)
            .await
            .expect("a response")
    );
    assert!(
        !st.fetch_and_set_claim("unknown", &UserRole)
            .await
            .expect("a response")
    );
    assert!(
        !st.remove_claim("unknown", &LEVEL)
            .await
            .expect("a response")
    );
    assert_eq!(
        st.validate_claims_for_handle("unknown", &rules)
            .await
            .expect("a response"),
        None
    );
}

async fn all_functions_of_user_roles(cdi: Cdi) {
    let (_core, app) = start(cdi, Vec::new(), |settings| settings).await;
    let roles = app.super_tokens().user_roles();
    let (user, role, read, write) = (
        unique("alice"),
        unique("role"),
        unique("read"),
        unique("write"),
    );

    assert!(
        roles
            .create_role_or_add_permissions(&role, &[&read])
            .await
            .expect("a response")
    );
    assert!(
        !roles
            .create_role_or_add_permissions(&role, &[&write])
            .await
            .expect("a response")
    );
    let mut permissions = roles.permissions_of_role(&role).await.expect("a response");
    permissions.sort();
    assert_eq!(permissions, [read.clone(), write.clone()]);
    assert_eq!(
        roles
            .roles_with_permission(&read)
            .await
            .expect("a response"),
        std::slice::from_ref(&role)
    );
    roles
        .remove_permissions_from_role(&role, &[&read])
        .await
        .expect("a response");
    assert_eq!(
        roles.permissions_of_role(&role).await.expect("a response"),
        [write]
    );
    assert!(roles.all_roles().await.expect("a response").contains(&role));

    assert!(
        roles
            .add_role_to_user(&user, &role)
            .await
            .expect("a response")
    );
    assert!(
        !roles
            .add_role_to_user(&user, &role)
            .await
            .expect("a response")
    );
    assert_eq!(
        roles.roles_of_user(&user).await.expect("a response"),
        std::slice::from_ref(&role)
    );
    assert_eq!(
        roles.users_with_role(&role).await.expect("a response"),
        std::slice::from_ref(&user)
    );
    assert!(
        roles
            .remove_user_role(&user, &role)
            .await
            .expect("a response")
    );
    assert!(
        !roles
            .remove_user_role(&user, &role)
            .await
            .expect("a response")
    );
    assert!(roles.delete_role(&role).await.expect("a response"));
    assert!(!roles.delete_role(&role).await.expect("a response"));

    let unknown = [
        roles.add_role_to_user(&user, &role).await.err(),
        roles.remove_user_role(&user, &role).await.err(),
        roles.users_with_role(&role).await.err(),
        roles.permissions_of_role(&role).await.err(),
        roles.remove_permissions_from_role(&role, &[]).await.err(),
    ];
    for error in unknown {
        assert!(
            matches!(&error, Some(Error::UnknownRole { role: named }) if *named == role),
            "{error:?}"
        );
    }
}

async fn a_token_is_checked_with_its_claims(cdi: Cdi) {
    let (_core, app) = start(cdi, Vec::new(), |settings| settings).await;
    let st = app.super_tokens();
    let session = st
        .create_session(NewSession::new(unique("alice")))
        .await
        .expect("a session");
    session.set_claim_value(&LEVEL, &1).await.expect("set");
    let token = session.all_tokens_dangerously().access_token;
    for (level, passes) in [(1, true), (2, false)] {
        let rules = ClaimRules::global().with(LEVEL.has_value(level as u32));
        let result = st
            .verify_token(&token)
            .options(VerifyOptions::default().claims(rules))
            .await;
        assert_eq!(result.is_ok(), passes, "{result:?}");
        assert!(passes || matches!(result, Err(Error::InvalidClaims(_))));
    }
}
