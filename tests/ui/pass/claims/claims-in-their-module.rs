//! The expressions in `claims` see what the module of the route sees, and nothing that the expansion declares.

use std::sync::atomic::{AtomicUsize, Ordering};

use rocket::http::Status;
use rocket::serde::json::json;
use rocket::{Route, get, routes};
use rocket_supertokens::claims::{BooleanClaim, ClaimValidators, PrimitiveClaim, Validator};
use rocket_supertokens::{Session, verify_session};

use crate::pass::{Running, claim};

static RULES: BooleanClaim = BooleanClaim::new("RULES");
static MADE: AtomicUsize = AtomicUsize::new(0);

fn rules() -> BooleanClaim {
    BooleanClaim::new("rules")
}

fn counted() -> Validator<BooleanClaim> {
    MADE.fetch_add(1, Ordering::SeqCst);
    BooleanClaim::new("counted").is_false()
}

/// The parameter's name is no obstacle: the handler is not looked at.
#[verify_session(claims(RULES.is_true().or(rules().is_true()), counted().not()))]
#[get("/names?<rules>")]
fn names(rules: Option<u8>, _session: Session) -> String {
    rules.unwrap_or(3).to_string()
}

/// Names that the expansion must not take from here.
mod shadowing {
    #![allow(dead_code, non_camel_case_types)]
    use super::*;

    struct Option;
    struct Policy;
    struct ClaimRules;
    struct OnceLock;
    struct bool;
    trait Clone {}

    #[verify_session(required, check_database, claims(RULES.is_true()))]
    #[get("/shadowed")]
    pub(super) fn shadowed(_session: Session) {}
}

macro_rules! only {
    ($path:literal, $plan:expr, $change:path) => {
        #[verify_session(claims($plan.has_value("pro")), override_claims = $change)]
        #[get($path)]
        fn from_macro(_session: Session) {}
    };
}

static PLAN: PrimitiveClaim<String> = PrimitiveClaim::new("plan");

fn nothing(_global: ClaimValidators) -> ClaimValidators {
    Vec::new()
}

only!("/macro", PLAN, nothing);

fn inside_a_function() -> Vec<Route> {
    static TERMS: BooleanClaim = BooleanClaim::new("terms");

    #[verify_session(claims(TERMS.is_true(), { let age = PrimitiveClaim::<u8>::new("age"); age.has_value(18) }))]
    #[get("/inside")]
    fn inside(_session: Session) {}

    routes![inside]
}

#[rocket::async_test]
async fn every_expression_means_what_it_says_where_it_stands() {
    let routes = [
        routes![names, shadowing::shadowed, from_macro],
        inside_a_function(),
    ];
    let app = Running::start(routes.concat()).await;
    let inside = json!({ "terms": { "v": true, "t": 1 }, "age": { "v": 18, "t": 1 } });
    for (payload, uri, expected) in [
        (claim("RULES", true), "/shadowed", Status::Ok),
        (claim("rules", true), "/shadowed", Status::Forbidden),
        (claim("plan", "pro"), "/macro", Status::Ok),
        (claim("plan", "free"), "/macro", Status::Forbidden),
        (inside, "/inside", Status::Ok),
        (claim("terms", true), "/inside", Status::Forbidden),
    ] {
        assert_eq!(app.status(payload, uri).await, expected, "{uri}");
    }
}

#[rocket::async_test]
async fn validators_are_made_once() {
    let app = Running::start(routes![names]).await;
    for (key, expected) in [
        ("RULES", Status::Ok),
        ("rules", Status::Ok),
        ("other", Status::Forbidden),
    ] {
        assert_eq!(
            app.status(claim(key, true), "/names").await,
            expected,
            "{key}"
        );
    }
    assert_eq!(MADE.load(Ordering::SeqCst), 1);
}
