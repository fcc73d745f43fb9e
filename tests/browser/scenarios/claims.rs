//! A refusal for a claim, as the front end reads it, and its own validators beside the back end's.

use reqwest::Method;
use rocket::{get, post, routes};
use rocket_supertokens::claims::{EmailVerified, PrimitiveClaim, UserRole};
use rocket_supertokens::config::EmailVerificationMode;
use rocket_supertokens::mail::Email;
use rocket_supertokens::recipes::EmailOfUser;
use rocket_supertokens::{Builder, Error, Session, verify_session};
use serde_json::{Value, json};

use crate::fixture::{Fixture, expect, somebody};
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("claims")
        .both("a_role", a_role)
        .both("a_verified_address", a_verified_address)
        .both(
            "a_claim_of_the_applications_own",
            a_claim_of_the_applications_own,
        )
}

#[verify_session(claims(UserRole::includes("admin")))]
#[get("/admin")]
fn admin() {}

#[verify_session]
#[post("/fetch-roles")]
async fn fetch_roles(session: Session) -> Result<(), Error> {
    session.fetch_and_set_claim(&UserRole).await
}

async fn a_role(mode: Mode) {
    let fixture = Fixture::of(mode)
        .routes(routes![admin, fetch_roles])
        .start()
        .await;
    let page = fixture.page();
    let user = somebody();
    fixture.log_in(&user).await;
    let validator = "supertokensUserRoles.UserRoleClaim.validators.includes('admin')";

    // Until then the token says nothing about roles. What was fetched to refuse the request comes with the refusal.
    let missing = json!([{ "id": "st-role", "reason":
        { "message": "value does not exist", "expectedToInclude": "admin" } }]);
    assert_eq!(invalid_claims(&fixture, validator).await, missing);
    let wrong = json!([{ "id": "st-role", "reason":
        { "message": "wrong value", "expectedToInclude": "admin", "actualValue": [] } }]);
    assert_refused(&fixture, "/admin", &wrong).await;
    assert_eq!(
        page.take_events().await,
        ["ACCESS_TOKEN_PAYLOAD_UPDATED", "API_INVALID_CLAIM"]
    );
    assert_eq!(invalid_claims(&fixture, validator).await, wrong);

    // The role alone changes nothing.
    let roles = fixture.api.app.super_tokens().user_roles();
    let created = roles.create_role_or_add_permissions("admin", &[]).await;
    created.expect("a role");
    let added = roles.add_role_to_user(&user, "admin").await;
    assert!(added.expect("a response"));
    assert_refused(&fixture, "/admin", &wrong).await;
    assert_eq!(invalid_claims(&fixture, validator).await, wrong);
    assert_eq!(page.take_events().await, ["API_INVALID_CLAIM"]);

    expect(&page.call("POST", "/fetch-roles").await, 200);
    assert_eq!(invalid_claims(&fixture, validator).await, json!([]));
    expect(&page.call("GET", "/admin").await, 200);
    assert_eq!(page.take_events().await, ["ACCESS_TOKEN_PAYLOAD_UPDATED"]);
    assert_eq!(fixture.api.refreshes(), 0);
}

#[verify_session(claims(EmailVerified::is_verified()))]
#[get("/verified")]
fn verified() {}

async fn a_verified_address(mode: Mode) {
    let settings = |settings: Builder| {
        settings
            .email_verification(EmailVerificationMode::Optional)
            .email_verification_routes(true)
            .send_email(|_: Email| async { Ok(()) })
    };
    let fixture = Fixture::of(mode)
        .settings(settings)
        .routes(routes![verified])
        .options("{ recipes: [supertokensEmailVerification.init()] }")
        .start()
        .await;
    let page = fixture.page();
    let email = format!("{}@example.com", somebody());
    let account = json!({ "email": email, "password": "a long password 1" });
    let account = fixture
        .core
        .call(Method::POST, "/recipe/signup", "5.3", &account);
    let user = account.await["recipeUserId"]
        .as_str()
        .expect("an id")
        .to_owned();
    fixture.log_in(&user).await;
    let validator = "supertokensEmailVerification.EmailVerificationClaim.validators.isVerified()";

    let wrong = json!([{ "id": "st-ev", "reason":
        { "message": "wrong value", "expectedValue": true, "actualValue": false } }]);
    assert_eq!(invalid_claims(&fixture, validator).await, wrong);
    assert_refused(&fixture, "/verified", &wrong).await;
    assert_eq!(page.take_events().await, ["API_INVALID_CLAIM"]);

    let verification = fixture.api.app.super_tokens().email_verification();
    let address = EmailOfUser {
        recipe_user_id: &user,
        email: &email,
    };
    let token = verification.create_token(address).await;
    let token = token.expect("a response").expect("not yet verified");
    let done = verification.verify(&token).await;
    assert!(done.expect("a response").is_some());
    assert_refused(&fixture, "/verified", &wrong).await;
    assert_eq!(page.take_events().await, ["API_INVALID_CLAIM"]);

    // When the page asks, the new token comes with the response.
    let asked = "return supertokensEmailVerification.isEmailVerified();";
    assert_eq!(fixture.browser.run(asked).await["isVerified"], true);
    assert_eq!(page.take_events().await, ["ACCESS_TOKEN_PAYLOAD_UPDATED"]);
    assert_eq!(invalid_claims(&fixture, validator).await, json!([]));
    expect(&page.call("GET", "/verified").await, 200);
    assert_eq!(page.take_events().await, [""; 0]);
    assert_eq!(fixture.api.refreshes(), 0);
}

static PLAN: PrimitiveClaim<String> = PrimitiveClaim::new("plan");

#[verify_session(claims(PLAN.has_value("pro")))]
#[get("/pro")]
fn pro() {}

#[verify_session]
#[post("/plan/<plan>")]
async fn set_plan(plan: &str, session: Session) -> Result<(), Error> {
    session.set_claim_value(&PLAN, &plan.to_owned()).await
}

async fn a_claim_of_the_applications_own(mode: Mode) {
    let fixture = Fixture::of(mode)
        .routes(routes![pro, set_plan])
        .start()
        .await;
    let page = fixture.page();
    fixture.log_in("alice").await;
    let validator = "new supertokensSession.PrimitiveClaim({
            id: 'plan', refresh: () => call('POST', '/plan/free'),
        }).validators.hasValue('pro')";

    let missing = json!([{ "id": "plan", "reason":
        { "message": "value does not exist", "expectedValue": "pro" } }]);
    assert_refused(&fixture, "/pro", &missing).await;
    assert_eq!(page.take_events().await, ["API_INVALID_CLAIM"]);

    // A validator of the front end fetches what is missing.
    let wrong = json!([{ "id": "plan", "reason":
        { "message": "wrong value", "expectedValue": "pro", "actualValue": "free" } }]);
    fixture.api.take_requests();
    assert_eq!(invalid_claims(&fixture, validator).await, wrong);
    assert_eq!(fixture.api.take_requests(), ["POST /plan/free 200"]);
    assert_refused(&fixture, "/pro", &wrong).await;
    assert_eq!(
        page.take_events().await,
        ["ACCESS_TOKEN_PAYLOAD_UPDATED", "API_INVALID_CLAIM"]
    );

    expect(&page.call("POST", "/plan/pro").await, 200);
    assert_eq!(invalid_claims(&fixture, validator).await, json!([]));
    expect(&page.call("GET", "/pro").await, 200);
    assert_eq!(fixture.api.refreshes(), 0);
}

/// What a validator of the front end finds in the token.
async fn invalid_claims(fixture: &Fixture, validator: &str) -> Value {
    let validate = format!(
        "const failures = await session.validateClaims({{ overrideGlobalClaimValidators: () => [{validator}] }});
        return JSON.stringify(failures);"
    );
    let failures = fixture.browser.run(&validate).await;
    serde_json::from_str(failures.as_str().expect("a text")).expect("JSON")
}

/// The back end refuses with 403. The page, which has another origin, can read why, and the user stays logged in.
async fn assert_refused(fixture: &Fixture, path: &str, failures: &Value) {
    let call = format!(
        "const response = await fetch(api + '{path}');
        const claims = await session.getInvalidClaimsFromResponse({{ response }});
        return {{ ...await read(response), claims }};"
    );
    let reply = fixture.browser.run(&call).await;
    let body = json!({ "message": "invalid claim", "claimValidationErrors": failures });
    assert_eq!(*expect(&reply, 403), body);
    assert_eq!(reply["claims"], *failures);
    let told = fixture
        .browser
        .run("return told.at(-1).claimValidationErrors;")
        .await;
    assert_eq!(told, *failures);
    assert!(fixture.page().session_exists().await);
}
