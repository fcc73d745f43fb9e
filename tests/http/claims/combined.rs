//! Claims put together, and rules of the application's own.

use rocket::{get, post, routes};
use rocket_supertokens::claims::{
    ClaimFailure, ClaimValidator, MultiFactorAuth, Permission, PrimitiveArrayClaim, UserRole,
};
use rocket_supertokens::{Error, JsonObject, Session, verify_session};
use rocket_supertokens_tests::Cdi;
use serde_json::json;

use super::{assert_invalid, log_in, start, unique};
use crate::in_both_generations;

in_both_generations!(
    either_part_will_do,
    both_parts_must_hold_and_one_must_not,
    a_rule_is_any_type,
    factors_are_read
);

#[verify_session(claims(UserRole::includes("admin").or(Permission::includes("comments:delete"))))]
#[get("/delete")]
fn delete() {}

async fn either_part_will_do(cdi: Cdi) {
    let (core, app) = start(cdi, routes![delete], |settings| settings).await;
    let (user, role) = (unique("alice"), unique("moderator"));
    let mut client = log_in(&app, &user).await;
    assert_invalid(
        &client.get("/delete").await,
        r#"[{"id":"st-role","reason":{"message":"wrong value","expectedToInclude":"admin","actualValue":[]}},{"id":"st-perm","reason":{"message":"wrong value","expectedToInclude":"comments:delete","actualValue":[]}}]"#,
    );
    let roles = app.super_tokens().user_roles();
    roles
        .create_role_or_add_permissions(&role, &["comments:delete"])
        .await
        .expect("a role");
    roles.add_role_to_user(&user, &role).await.expect("a user");
    let mut client = log_in(&app, &user).await;
    assert_eq!(client.get("/delete").await.status, 200);
    core.take_calls();
    assert_eq!(client.get("/delete").await.status, 200);
    assert_eq!(core.take_calls(), [""; 0]);
}

static TAGS: PrimitiveArrayClaim<String> = PrimitiveArrayClaim::new("tags");

#[verify_session(claims(TAGS.includes("a").and(TAGS.excludes_all(["x", "y"])), TAGS.includes("z").not()))]
#[get("/tags")]
fn tags() {}

#[post("/tags/<list>")]
async fn set_tags(list: &str, session: Session) -> Result<(), Error> {
    session
        .set_claim_value(&TAGS, &list.split('-').map(str::to_owned).collect())
        .await
}

async fn both_parts_must_hold_and_one_must_not(cdi: Cdi) {
    let (_core, app) = start(cdi, routes![tags, set_tags], |settings| settings).await;
    let mut client = log_in(&app, &unique("alice")).await;
    for (list, status) in [
        ("a", 200),
        ("a-b", 200),
        ("b", 403),
        ("a-x", 403),
        ("a-z", 403),
    ] {
        client.post(&format!("/tags/{list}")).await;
        assert_eq!(client.get("/tags").await.status, status, "{list}");
    }
    assert_invalid(
        &client.get("/tags").await,
        r#"[{"id":"tags","reason":{"message":"must not hold"}}]"#,
    );
}

/// A rule over the whole payload.
struct LocalIssuer;

impl ClaimValidator for LocalIssuer {
    fn id(&self) -> &str {
        "issuer"
    }

    fn validate(&self, payload: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
        match payload.get("iss").and_then(|issuer| issuer.as_str()) {
            Some(issuer) if issuer.starts_with("http://localhost:9") => Ok(()),
            _ => Err(vec![ClaimFailure::without_reason("issuer")]),
        }
    }
}

#[verify_session(claims(LocalIssuer))]
#[get("/local")]
fn local() {}

async fn a_rule_is_any_type(cdi: Cdi) {
    let (_core, app) = start(cdi, routes![local], |settings| settings).await;
    let mut client = log_in(&app, &unique("alice")).await;
    assert_invalid(&client.get("/local").await, r#"[{"id":"issuer"}]"#);
    let (_core, app) = start(cdi, routes![local], |settings| {
        settings.api_domain("http://localhost:9000")
    })
    .await;
    assert_eq!(
        log_in(&app, &unique("alice"))
            .await
            .get("/local")
            .await
            .status,
        200
    );
}

#[verify_session(claims(MultiFactorAuth::completed(["totp"])))]
#[get("/totp")]
fn totp() {}

#[post("/totp")]
async fn complete_totp(session: Session) -> Result<(), Error> {
    session
        .merge_into_access_token_payload(json!({ "st-mfa": { "c": { "totp": 1 }, "v": true } }))
        .await
}

async fn factors_are_read(cdi: Cdi) {
    let (_core, app) = start(cdi, routes![totp, complete_totp], |settings| settings).await;
    let mut client = log_in(&app, &unique("alice")).await;
    assert_invalid(
        &client.get("/totp").await,
        r#"[{"id":"st-mfa","reason":{"message":"value does not exist"}}]"#,
    );
    client.post("/totp").await;
    assert_eq!(client.get("/totp").await.status, 200);
}
