//! `st-role` and `st-perm`.

use std::time::Duration;

use rocket::serde::json::{Json, json};
use rocket::{State, get, post, routes};
use rocket_supertokens::claims::{Permission, UserRole};
use rocket_supertokens::{Error, Session, SuperTokens, verify_session};
use rocket_supertokens_tests::{Behaviour, Cdi};

use super::{assert_invalid, claim, log_in, start, unique};
use crate::in_both_generations;

in_both_generations!(
    a_role_is_fetched_once_and_then_in_the_token,
    a_missing_role_is_named,
    a_new_role_counts_once_it_is_fetched,
    an_old_role_is_fetched_anew,
    permissions_are_those_of_all_roles,
    new_sessions_carry_roles_where_switched_on,
    an_unreachable_core_lets_nobody_in,
);

#[verify_session(claims(UserRole::includes("admin")))]
#[get("/admin")]
fn admin(session: Session) -> String {
    session.user_id().to_owned()
}

#[verify_session(claims(UserRole::includes_any(["admin", "editor"]).max_age(Duration::from_secs(2)), UserRole::excludes("banned")))]
#[get("/fresh")]
fn fresh() {}

#[verify_session(claims(Permission::includes_all(["read", "write"])))]
#[get("/write")]
fn write() {}

#[verify_session]
#[post("/promote/<role>")]
async fn promote(
    role: &str,
    session: Session,
    super_tokens: &State<SuperTokens>,
) -> Result<(), Error> {
    let roles = super_tokens.user_roles();
    roles
        .create_role_or_add_permissions(role, &["read", "write"])
        .await?;
    roles
        .in_tenant(session.tenant_id())
        .add_role_to_user(session.user_id(), role)
        .await?;
    session.fetch_and_set_claim(&UserRole).await
}

#[verify_session]
#[get("/roles")]
fn roles(session: Session) -> Json<Option<Vec<String>>> {
    Json(session.claim_value(&UserRole))
}

fn all() -> Vec<rocket::Route> {
    routes![admin, fresh, write, promote, roles]
}

async fn a_role_is_fetched_once_and_then_in_the_token(cdi: Cdi) {
    let (core, app) = start(cdi, all(), |settings| settings).await;
    let user = unique("alice");
    let mut client = log_in(&app, &user).await;
    assert_eq!(client.get("/roles").await.json(), json!(null));
    client.post("/promote/admin").await;
    client.post("/promote/editor").await;
    assert_eq!(claim(&client, "st-role"), json!(["admin", "editor"]));

    let mut other = log_in(&app, &user).await;
    core.take_calls();
    let reply = other.get("/admin").await;
    assert_eq!((reply.status, reply.text.as_str()), (200, user.as_str()));
    assert_eq!(
        core.take_calls(),
        [
            "/public/recipe/user/roles",
            // The claim goes on top of what is stored, not of what the token has.
            "/recipe/session",
            "/recipe/session/regenerate"
        ]
    );
    assert!(
        reply.front_token().is_some(),
        "the front end learns of the new claim"
    );
    assert_eq!(claim(&other, "st-role"), json!(["admin", "editor"]));
    for _ in 0..3 {
        other.get("/admin").await.assert_no_tokens();
    }
    assert_eq!(core.take_calls(), [""; 0], "nothing needs to be fetched");
}

async fn a_missing_role_is_named(cdi: Cdi) {
    let (core, app) = start(cdi, all(), |settings| settings).await;
    let mut client = log_in(&app, &unique("alice")).await;
    let reply = client.get("/admin").await;
    let failures = r#"[{"id":"st-role","reason":{"message":"wrong value","expectedToInclude":"admin","actualValue":[]}}]"#;
    assert_invalid(&reply, failures);
    assert!(
        reply.front_token().is_some(),
        "what was fetched goes out with the refusal"
    );
    assert_eq!(claim(&client, "st-role"), json!([]));

    core.take_calls();
    let reply = client.get("/admin").await;
    assert_invalid(&reply, failures);
    reply.assert_no_tokens();
    assert_eq!(core.take_calls(), [""; 0], "so it is not fetched again");
    app.client()
        .get("/admin")
        .await
        .assert_refused("unauthorised", false);
}

async fn a_new_role_counts_once_it_is_fetched(cdi: Cdi) {
    let (_core, app) = start(cdi, all(), |settings| settings).await;
    let mut client = log_in(&app, &unique("alice")).await;
    assert_eq!(client.get("/admin").await.status, 403);
    assert_eq!(client.post("/promote/admin").await.status, 200);
    assert_eq!(client.get("/admin").await.status, 200);
    client.refresh().await;
    assert_eq!(
        client.get("/admin").await.status,
        200,
        "it outlives a refresh"
    );
}

/// For `/fresh`, which has time enough to check in what it has just fetched.
const TOO_OLD: Duration = Duration::from_millis(2100);

async fn an_old_role_is_fetched_anew(cdi: Cdi) {
    let (_core, app) = start(cdi, all(), |settings| settings).await;
    let user = unique("alice");
    let mut client = log_in(&app, &user).await;
    client.post("/promote/editor").await;
    let before = client.access_token.clone();
    tokio::time::sleep(TOO_OLD).await;
    assert_eq!(client.get("/fresh").await.status, 200);
    assert_ne!(client.access_token, before, "older than two seconds");

    let roles = app.super_tokens().user_roles();
    roles
        .remove_user_role(&user, "editor")
        .await
        .expect("a role");
    tokio::time::sleep(TOO_OLD).await;
    let reply = client.get("/fresh").await;
    assert_eq!(reply.status, 403);
    let reason = &reply.json()["claimValidationErrors"][0]["reason"];
    let wrong = json!({ "message": "wrong value", "expectedToIncludeAtLeastOneOf": ["admin", "editor"], "actualValue": [] });
    assert_eq!(*reason, wrong);
}

async fn permissions_are_those_of_all_roles(cdi: Cdi) {
    let (core, app) = start(cdi, all(), |settings| settings).await;
    let (user, reader, writer) = (unique("alice"), unique("reader"), unique("writer"));
    let roles = app.super_tokens().user_roles();
    roles
        .create_role_or_add_permissions(&reader, &["read"])
        .await
        .expect("a role");
    roles
        .create_role_or_add_permissions(&writer, &["read", "write"])
        .await
        .expect("a role");
    roles
        .add_role_to_user(&user, &reader)
        .await
        .expect("a user");

    let mut client = log_in(&app, &user).await;
    assert_invalid(
        &client.get("/write").await,
        r#"[{"id":"st-perm","reason":{"message":"wrong value","expectedToInclude":["read","write"],"actualValue":["read"]}}]"#,
    );
    roles
        .add_role_to_user(&user, &writer)
        .await
        .expect("a user");
    let mut client = log_in(&app, &user).await;
    core.take_calls();
    assert_eq!(client.get("/write").await.status, 200);
    let calls = core.take_calls();
    let of_roles = calls
        .iter()
        .filter(|path| *path == "/recipe/role/permissions")
        .count();
    // The user's roles, the stored payload, the new token.
    assert_eq!((of_roles, calls.len()), (2, 2 + 3), "{calls:?}");
    assert_eq!(
        claim(&client, "st-perm"),
        json!(["read", "write"]),
        "each once"
    );
}

async fn new_sessions_carry_roles_where_switched_on(cdi: Cdi) {
    let on = |settings: rocket_supertokens::Builder| {
        settings
            .roles_in_access_token(true)
            .permissions_in_access_token(true)
    };
    let (core, app) = start(cdi, all(), on).await;
    let (user, role) = (unique("alice"), unique("role"));
    let roles = app.super_tokens().user_roles();
    roles
        .create_role_or_add_permissions(&role, &["read", "write"])
        .await
        .expect("a role");
    roles.add_role_to_user(&user, &role).await.expect("a user");
    core.take_calls();
    let mut client = log_in(&app, &user).await;
    let calls = core.take_calls();
    assert_eq!(
        calls,
        [
            "/user/id",
            "/public/recipe/user/roles",
            "/recipe/role/permissions",
            "/public/recipe/session"
        ],
        "the roles are read once"
    );
    assert_eq!(claim(&client, "st-role"), json!([role]));
    assert_eq!(claim(&client, "st-perm"), json!(["read", "write"]));
    assert_eq!(client.get("/write").await.status, 200);
}

async fn an_unreachable_core_lets_nobody_in(cdi: Cdi) {
    let (core, app) = start(cdi, all(), |settings| settings).await;
    let mut client = log_in(&app, &unique("alice")).await;
    client.get("/roles").await;
    core.behave(Behaviour::Breaks);
    let reply = client.get("/admin").await;
    assert_eq!(
        (reply.status, reply.header("retry-after")),
        (503, Some("5"))
    );
    reply.assert_no_tokens();
}
