//! Claims of the application's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rocket::serde::json::{Json, json};
use rocket::{get, post, routes};
use rocket_supertokens::claims::{
    BooleanClaim, ClaimContext, ClaimValue, FetchError, Fetches, PrimitiveClaim,
};
use rocket_supertokens::{Builder, ClaimSet, Error, Session, verify_session};
use rocket_supertokens_tests::Cdi;
use serde::Deserialize;

use super::{assert_invalid, claim, log_in, start, unique};
use crate::in_both_generations;

in_both_generations!(
    values_are_set_read_and_removed,
    a_function_fetches_with_what_the_application_gave_it,
    a_function_that_fails_is_an_error_of_ours,
    fields_of_a_struct_are_claims,
    every_failure_is_reported,
);

static BETA: BooleanClaim = BooleanClaim::new("beta");

#[post("/beta/<value>")]
async fn set_beta(value: bool, session: Session) -> Result<Json<Option<bool>>, Error> {
    session.set_claim_value(&BETA, &value).await?;
    Ok(Json(session.claim_value(&BETA)))
}

#[post("/no-beta")]
async fn no_beta(session: Session) -> Result<Json<Option<bool>>, Error> {
    session.remove_claim(&BETA).await?;
    Ok(Json(session.claim_value(&BETA)))
}

#[verify_session(claims(BETA.is_true()))]
#[get("/beta")]
fn beta() {}

async fn values_are_set_read_and_removed(cdi: Cdi) {
    let (_core, app) = start(cdi, routes![set_beta, no_beta, beta], |settings| settings).await;
    let mut client = log_in(&app, &unique("alice")).await;
    let missing =
        r#"[{"id":"beta","reason":{"message":"value does not exist","expectedValue":true}}]"#;
    assert_invalid(&client.get("/beta").await, missing);
    assert_eq!(client.post("/beta/true").await.json(), json!(true));
    assert_eq!(claim(&client, "beta"), json!(true));
    assert_eq!(client.get("/beta").await.status, 200);
    assert_eq!(client.post("/beta/false").await.json(), json!(false));
    let wrong = r#"[{"id":"beta","reason":{"message":"wrong value","expectedValue":true,"actualValue":false}}]"#;
    assert_invalid(&client.get("/beta").await, wrong);
    assert_eq!(client.post("/no-beta").await.json(), json!(null));
    assert_invalid(&client.get("/beta").await, missing);
}

/// A database of the application's.
#[derive(Default)]
struct Plans(AtomicU32);

fn plan() -> PrimitiveClaim<String, Fetches<String>> {
    PrimitiveClaim::new("plan").fetched_by(|context: ClaimContext| async move {
        let plans: Arc<Plans> = context.get().ok_or("no plans")?;
        let asked = plans.0.fetch_add(1, Ordering::Relaxed);
        Ok(Some(if asked == 0 {
            "free".to_owned()
        } else {
            format!("pro of {}", context.user_id)
        }))
    })
}

#[verify_session(claims(plan().has_value("free").id("the-plan")))]
#[get("/plan")]
fn free_plan() {}

#[post("/plan")]
async fn refetch_plan(session: Session) -> Result<Json<Option<String>>, Error> {
    session.fetch_and_set_claim(&plan()).await?;
    Ok(Json(session.claim_value(&plan())))
}

async fn a_function_fetches_with_what_the_application_gave_it(cdi: Cdi) {
    let configure = |settings: Builder| settings.context_value(Plans::default());
    let (_core, app) = start(cdi, routes![free_plan, refetch_plan], configure).await;
    let user = unique("alice");
    let mut client = log_in(&app, &user).await;
    assert_eq!(client.get("/plan").await.status, 200);
    assert_eq!(
        client.post("/plan").await.json(),
        json!(format!("pro of {user}"))
    );
    let failure = format!(
        r#"[{{"id":"the-plan","reason":{{"message":"wrong value","expectedValue":"free","actualValue":"pro of {user}"}}}}]"#
    );
    assert_invalid(&client.get("/plan").await, &failure);
}

async fn a_function_that_fails_is_an_error_of_ours(cdi: Cdi) {
    // The application gave no plans.
    let (_core, app) = start(cdi, routes![free_plan], |settings| settings).await;
    let mut client = log_in(&app, &unique("alice")).await;
    let reply = client.get("/plan").await;
    assert_eq!(
        (reply.status, reply.json()),
        (500, json!({ "message": "internal server error" }))
    );
    reply.assert_no_tokens();
}

#[derive(Deserialize, ClaimSet)]
struct Account {
    #[claim(fetch = tier)]
    tier: ClaimValue<String>,
    seats: Option<ClaimValue<u32>>,
}

async fn tier(_: ClaimContext) -> Result<Option<String>, FetchError> {
    Ok(Some("gold".to_owned()))
}

#[verify_session(claims(Account::tier().has_value("gold").max_age(Duration::from_secs(60))))]
#[get("/account")]
async fn account(session: Session) -> Result<Json<(String, Option<u32>)>, Error> {
    session.set_claim_value(&Account::seats(), &5).await?;
    let account: Account = session.access_token_payload_as()?;
    Ok(Json((account.tier.v, account.seats.map(|seats| seats.v))))
}

async fn fields_of_a_struct_are_claims(cdi: Cdi) {
    let (_core, app) = start(cdi, routes![account], |settings| settings).await;
    let mut client = log_in(&app, &unique("alice")).await;
    assert_eq!(client.get("/account").await.json(), json!(["gold", 5]));
    assert_eq!(
        (claim(&client, "tier"), claim(&client, "seats")),
        (json!("gold"), json!(5))
    );
}

#[verify_session(claims(BETA.is_true(), Account::seats().has_value(1u32), BETA.is_false().id("not-beta")))]
#[get("/many")]
fn many() {}

async fn every_failure_is_reported(cdi: Cdi) {
    let (_core, app) = start(cdi, routes![many], |settings| settings).await;
    let mut client = log_in(&app, &unique("alice")).await;
    assert_invalid(
        &client.get("/many").await,
        r#"[{"id":"beta","reason":{"message":"value does not exist","expectedValue":true}},{"id":"seats","reason":{"message":"value does not exist","expectedValue":1}},{"id":"not-beta","reason":{"message":"value does not exist","expectedValue":false}}]"#,
    );
}
