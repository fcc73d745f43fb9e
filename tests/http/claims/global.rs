//! Which claims are checked where, and how a failure is refused.

use std::sync::Arc;

use rocket::{get, routes};
use rocket_supertokens::claims::{BooleanClaim, ClaimContext, ClaimValidators, UserRole};
use rocket_supertokens::config::ErrorResponses;
use rocket_supertokens::overrides::SessionFunctions;
use rocket_supertokens::{Builder, ClaimSet, Error, Session, async_trait, policy, verify_session};
use rocket_supertokens_tests::Cdi;
use serde_json::json;

use super::{assert_invalid, log_in, start, unique};
use crate::in_both_generations;

in_both_generations!(
    global_validators_hold_where_nothing_else_is_said,
    an_override_decides_on_the_global_validators,
    a_policy_of_ones_own_is_reusable,
    the_response_can_be_changed,
    claims_added_twice_stop_the_launch,
);

static TERMS: BooleanClaim = BooleanClaim::new("terms");
static AGE: BooleanClaim = BooleanClaim::new("of-age");

#[verify_session]
#[get("/default")]
fn default_rules() {}

#[get("/bare")]
fn bare(session: Session) -> String {
    session.user_id().to_owned()
}

#[verify_session(required = false)]
#[get("/optional")]
fn optional(session: Option<Session>) -> &'static str {
    if session.is_some() {
        "somebody"
    } else {
        "nobody"
    }
}

#[verify_session(global_claims = false, claims(AGE.is_true()))]
#[get("/own-only")]
fn own_only() {}

#[verify_session(claims(AGE.is_true()))]
#[get("/both")]
fn both() {}

#[verify_session(override_claims = without_terms)]
#[get("/changed")]
fn changed() {}

fn without_terms(mut validators: ClaimValidators) -> ClaimValidators {
    validators.retain(|validator| validator.id() != "terms");
    validators.push(Arc::new(AGE.is_true()));
    validators
}

fn all() -> Vec<rocket::Route> {
    routes![
        default_rules,
        bare,
        optional,
        own_only,
        both,
        changed,
        staff
    ]
}

fn with_terms(settings: Builder) -> Builder {
    settings.global_claim_validator(TERMS.is_true())
}

const TERMS_MISSING: &str =
    r#"{"id":"terms","reason":{"message":"value does not exist","expectedValue":true}}"#;
const AGE_MISSING: &str =
    r#"{"id":"of-age","reason":{"message":"value does not exist","expectedValue":true}}"#;

async fn global_validators_hold_where_nothing_else_is_said(cdi: Cdi) {
    let (_core, app) = start(cdi, all(), with_terms).await;
    let mut client = log_in(&app, &unique("alice")).await;
    for path in ["/default", "/bare", "/optional"] {
        assert_invalid(&client.get(path).await, &format!("[{TERMS_MISSING}]"));
    }
    assert_eq!(
        app.client().get("/optional").await.text,
        "nobody",
        "nobody has no claims"
    );
    assert_invalid(&client.get("/own-only").await, &format!("[{AGE_MISSING}]"));
    assert_invalid(
        &client.get("/both").await,
        &format!("[{TERMS_MISSING},{AGE_MISSING}]"),
    );
    assert_invalid(&client.get("/changed").await, &format!("[{AGE_MISSING}]"));
}

/// Asks new users for the terms only.
struct NewUsersOnly {
    original: Arc<dyn SessionFunctions>,
}

#[async_trait]
impl SessionFunctions for NewUsersOnly {
    fn original(&self) -> &dyn SessionFunctions {
        &*self.original
    }

    async fn global_claim_validators(
        &self,
        configured: ClaimValidators,
        context: &ClaimContext,
    ) -> ClaimValidators {
        if context.user_id.starts_with("old") {
            Vec::new()
        } else {
            configured
        }
    }
}

async fn an_override_decides_on_the_global_validators(cdi: Cdi) {
    let configure =
        |settings| with_terms(settings).override_functions(|original| NewUsersOnly { original });
    let (_core, app) = start(cdi, all(), configure).await;
    assert_eq!(
        log_in(&app, &unique("old"))
            .await
            .get("/default")
            .await
            .status,
        200
    );
    assert_eq!(
        log_in(&app, &unique("new"))
            .await
            .get("/default")
            .await
            .status,
        403
    );
}

policy!(
    StaffOnly = check_database,
    global_claims = false,
    claims(UserRole::includes("staff"))
);

#[verify_session(policy = StaffOnly)]
#[get("/staff")]
fn staff(session: Session) -> String {
    session.user_id().to_owned()
}

async fn a_policy_of_ones_own_is_reusable(cdi: Cdi) {
    let (core, app) = start(cdi, all(), with_terms).await;
    let user = unique("alice");
    let mut client = log_in(&app, &user).await;
    assert_eq!(client.get("/staff").await.status, 403);
    let roles = app.super_tokens().user_roles();
    roles
        .create_role_or_add_permissions("staff", &[])
        .await
        .expect("a role");
    roles
        .add_role_to_user(&user, "staff")
        .await
        .expect("a user");
    let mut client = log_in(&app, &user).await;
    core.take_calls();
    assert_eq!(client.get("/staff").await.text, user);
    assert!(
        core.take_calls()
            .contains(&"/recipe/session/verify".to_owned()),
        "the database is checked"
    );
}

async fn the_response_can_be_changed(cdi: Cdi) {
    let configure = |settings: Builder| {
        with_terms(settings)
            .invalid_claim_status_code(418)
            .on_refusal(|error, response| {
                if let Error::InvalidClaims(failures) = error {
                    response.body = json!({ "failed": failures.len(), "status": response.status });
                }
            })
    };
    let (_core, app) = start(cdi, all(), configure).await;
    let reply = log_in(&app, &unique("alice")).await.get("/default").await;
    assert_eq!(
        (reply.status, reply.json()),
        (418, json!({ "failed": 1, "status": 418 }))
    );

    let (_core, app) = start(cdi, all(), |settings| {
        with_terms(settings).error_responses(ErrorResponses::Catchers)
    })
    .await;
    let reply = log_in(&app, &unique("alice")).await.get("/default").await;
    assert_eq!(reply.status, 403);
    assert!(
        reply
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/html")),
        "Rocket's own catcher"
    );
}

#[derive(ClaimSet)]
#[expect(dead_code, reason = "only its claims are used")]
struct Twice {
    #[claim(fetch = nothing)]
    same: rocket_supertokens::claims::ClaimValue<u8>,
}

async fn nothing(_: ClaimContext) -> Result<Option<u8>, rocket_supertokens::claims::FetchError> {
    Ok(None)
}

async fn claims_added_twice_stop_the_launch(cdi: Cdi) {
    let core = rocket_supertokens_tests::Core::start(cdi).await;
    let once = || core.settings().claim_for_new_sessions(Twice::same());
    let rocket =
        |settings: Builder| rocket_supertokens_tests::App::rocket().attach(settings.fairing());
    assert!(rocket(once()).ignite().await.is_ok());
    let twice = once().claim_for_new_sessions(Twice::same());
    let error = rocket(twice).ignite().await.expect_err("twice");
    assert!(
        matches!(error.kind(), rocket::error::ErrorKind::FailedFairings(_)),
        "{error:?}"
    );
}
