//! Several tenants and several apps in one core.

use reqwest::Method;
use rocket_supertokens::Error;
use rocket_supertokens::recipes::EmailOfUser;
use rocket_supertokens::session::SessionsOfUser;
use rocket_supertokens_tests::{App, Cdi, Core, claims};
use serde_json::{Value, json};

use crate::fixture::{self, create_session, log_in};
use crate::in_both_generations;

in_both_generations!(
    a_session_belongs_to_its_tenant,
    a_tenants_sessions_are_listed_and_revoked_alone,
    an_unknown_tenant_is_no_session,
    roles_and_tokens_are_those_of_one_tenant,
    a_name_that_no_tenant_can_have_reaches_no_core,
    an_app_has_a_path_of_its_own,
);

async fn start(cdi: Cdi) -> (Core, App) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let body = json!({ "tenantId": "shop-1" });
    let path = "/recipe/multitenancy/tenant/v2";
    core.call(Method::PUT, path, "5.3", &body).await;
    (core, app)
}

fn in_shop(user_id: &str) -> Value {
    json!({ "user_id": user_id, "tenant_id": "shop-1" })
}

async fn a_session_belongs_to_its_tenant(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        core.take_calls();
        create_session(&mut client, &in_shop("alice")).await;
        assert!(
            core.take_calls()
                .contains(&"/shop-1/recipe/session".to_owned())
        );
        let payload = claims(client.access_token.as_deref().expect("a token"));
        assert_eq!(payload["tId"], "shop-1");
        let handle = payload["sessionHandle"].as_str().expect("a handle");
        assert!(handle.ends_with("_shop-1"), "{handle}");
        let info = app.super_tokens().session_information(handle).await;
        assert_eq!(
            info.expect("a response").expect("a session").tenant_id,
            "shop-1"
        );

        // What follows is the application's, so no path names the tenant again.
        core.take_calls();
        assert_eq!(client.get("/checked").await.status, 200);
        assert_eq!(client.refresh().await.status, 200);
        let payload = claims(client.access_token.as_deref().expect("a token"));
        assert_eq!(payload["tId"], "shop-1");
        let merged = client
            .json(Method::POST, "/merge", &json!({ "n": 1 }))
            .await;
        assert_eq!(merged.status, 200);
        assert_eq!(
            client.post("/auth/signout").await.text,
            r#"{"status":"OK"}"#
        );
        let calls = core.take_calls();
        assert!(
            calls.iter().all(|path| !path.contains("shop-1")),
            "{calls:?}"
        );
        assert!(calls.contains(&"/recipe/session/remove".to_owned()));
    }
}

async fn a_tenants_sessions_are_listed_and_revoked_alone(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let user = fixture::somebody();
    let mut client = app.client();
    log_in(&mut client, &user).await;
    create_session(&mut app.client(), &in_shop(&user)).await;
    let super_tokens = app.super_tokens();
    let all = SessionsOfUser::all(&user);
    let count = |handles: Result<Vec<String>, _>| handles.map(|handles: Vec<String>| handles.len());
    assert_eq!(
        count(super_tokens.session_handles_of_user(all.clone()).await).expect("a response"),
        2
    );
    core.take_calls();
    let of_shop = all.clone().in_tenant("shop-1");
    let handles = super_tokens
        .session_handles_of_user(of_shop.clone())
        .await
        .expect("a response");
    assert_eq!(handles.len(), 1);
    assert!(handles[0].ends_with("_shop-1"));
    let call = &core.take_whole_calls()[0];
    assert_eq!(
        (call.method.as_str(), call.path.as_str()),
        ("GET", "/shop-1/recipe/session/user")
    );
    assert!(
        call.query
            .ends_with("&fetchSessionsForAllLinkedAccounts=true&fetchAcrossAllTenants=false")
    );

    let revoked = super_tokens
        .revoke_sessions_of_user(of_shop)
        .await
        .expect("a response");
    assert_eq!(revoked, handles);
    let call = &core.take_whole_calls()[0];
    assert_eq!(
        (call.method.as_str(), call.path.as_str()),
        ("POST", "/shop-1/recipe/session/remove")
    );
    assert_eq!(
        call.body,
        json!({ "userId": user, "revokeSessionsForLinkedAccounts": true, "revokeAcrossAllTenants": false })
    );
    assert_eq!(
        client.get("/checked").await.status,
        200,
        "the other one lives on"
    );
    assert_eq!(
        count(super_tokens.revoke_sessions_of_user(all).await).expect("a response"),
        1
    );
    let reply = client.get("/checked").await;
    reply.assert_refused("unauthorised", true);
}

async fn an_unknown_tenant_is_no_session(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let wish = json!({ "user_id": "alice", "tenant_id": "no-such" });
    let reply = app.client().json(Method::POST, "/create", &wish).await;
    assert_eq!(reply.status, 400, "{reply:?}");
    assert_eq!(
        reply.text,
        r#"{"message":"there is no tenant \"no-such\""}"#
    );
    reply.assert_no_tokens();
}

/// The name becomes a part of the call's path: some would reach another app of the core, or no tenant at all.
async fn a_name_that_no_tenant_can_have_reaches_no_core(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let super_tokens = app.super_tokens();
    core.take_calls();
    for tenant in [
        "",
        ".",
        "..",
        "appid-victim",
        "appid-",
        "AppId-Victim",
        "recipe",
        "Config",
        "users",
        "hello",
        "../x",
        "a b",
        " shop-1",
        "ü",
        "x?y",
        "x/y",
        "x%2fy",
        "a_b",
        "a.b",
        "\u{130}",
    ] {
        let wish = json!({ "user_id": "alice", "tenant_id": tenant });
        let reply = app.client().json(Method::POST, "/create", &wish).await;
        assert_eq!(reply.status, 400, "{tenant}: {reply:?}");
        assert!(reply.text.contains("tenant"), "{tenant}: {reply:?}");
        reply.assert_no_tokens();

        let all = SessionsOfUser::all("alice").in_tenant(tenant);
        let roles = super_tokens.user_roles().in_tenant(tenant);
        let email = super_tokens.email_verification().in_tenant(tenant);
        let address = EmailOfUser {
            recipe_user_id: "alice",
            email: "a@b.c",
        };
        for refused in [
            super_tokens
                .session_handles_of_user(all.clone())
                .await
                .map(drop),
            super_tokens.revoke_sessions_of_user(all).await.map(drop),
            roles.add_role_to_user("alice", "admin").await.map(drop),
            roles.remove_user_role("alice", "admin").await.map(drop),
            roles.roles_of_user("alice").await.map(drop),
            roles.users_with_role("admin").await.map(drop),
            email.create_token(address).await.map(drop),
            email.verify("token").await.map(drop),
            email.revoke_tokens(address).await.map(drop),
        ] {
            assert!(
                matches!(refused, Err(Error::TenantId { .. })),
                "{tenant}: {refused:?}"
            );
        }
    }
    assert_eq!(core.take_calls(), [""; 0]);
    // The core does not tell capitals apart.
    let wish = json!({ "user_id": "alice", "tenant_id": "Shop-1" });
    create_session(&mut app.client(), &wish).await;
}

async fn roles_and_tokens_are_those_of_one_tenant(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let roles = app.super_tokens().user_roles();
    let role = roles.create_role_or_add_permissions("clerk", &[]);
    role.await.expect("a role");
    core.take_calls();
    let in_shop = roles.in_tenant("shop-1");
    let added = in_shop.add_role_to_user("alice", "clerk").await;
    assert!(added.expect("a role"));
    let of_shop = in_shop.roles_of_user("alice").await;
    assert_eq!(of_shop.expect("roles"), ["clerk"]);
    let of_public = roles.roles_of_user("alice").await;
    assert_eq!(of_public.expect("roles"), [""; 0]);
    let users = in_shop.users_with_role("clerk").await;
    assert_eq!(users.expect("users"), ["alice"]);
    let removed = in_shop.remove_user_role("alice", "clerk").await;
    assert!(removed.expect("a role"));
    assert_eq!(
        core.take_calls(),
        [
            "/shop-1/recipe/user/role",
            "/shop-1/recipe/user/roles",
            "/public/recipe/user/roles",
            "/shop-1/recipe/role/users",
            "/shop-1/recipe/user/role/remove",
        ]
    );

    // Addresses that are verified stay so, and a real core is used by both generations.
    let user = fixture::somebody();
    let address = EmailOfUser {
        recipe_user_id: &user,
        email: &format!("{user}@example.com"),
    };
    let email = app.super_tokens().email_verification().in_tenant("shop-1");
    let token = email.create_token(address).await.expect("a response");
    let verified = email.verify(&token.expect("not yet")).await;
    assert!(verified.expect("a response").is_some());
    email.revoke_tokens(address).await.expect("revoked");
    let path = "/shop-1/recipe/user/email/verify";
    assert_eq!(
        core.take_calls(),
        [
            format!("{path}/token"),
            path.to_owned(),
            format!("{path}/token/remove"),
        ]
    );
}

/// The path of the connection uri goes before every call, the keys' included.
async fn an_app_has_a_path_of_its_own(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let body = json!({ "appId": "other", "coreConfig": {} });
    core.call(Method::PUT, "/recipe/multitenancy/app/v2", "5.3", &body)
        .await;
    let uri = format!("{}/appid-other/", core.connection_uri());
    let app = App::serve(core.settings().connection_uri(uri), fixture::routes()).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    assert_eq!(client.get("/checked").await.status, 200);
    assert_eq!(client.refresh().await.status, 200);
    let calls = core.take_calls();
    assert!(
        calls.iter().all(|path| path.starts_with("/appid-other/")),
        "{calls:?}"
    );
    for path in [
        "/apiversion",
        "/.well-known/jwks.json",
        "/public/recipe/session",
    ] {
        assert!(calls.contains(&format!("/appid-other{path}")), "{calls:?}");
    }
    // The other app's sessions mean nothing to this one: it has other keys.
    let public = App::serve(core.settings(), fixture::routes()).await;
    let mut client = client.at(&public);
    let reply = client.get("/session").await;
    reply.assert_refused("try refresh token", false);
    client.refresh().await.assert_refused("unauthorised", true);
}
