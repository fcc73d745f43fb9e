//! The runtime crate under the name that the manifest gives it, and a macro for crates that do not depend on it.

use rocket::{Build, Rocket, get, routes};
use sessions::claims::{BooleanClaim, ClaimValue};
use sessions::{ClaimSet, Session, policy, verify_session};

pub use sessions as rocket_supertokens;

/// A payload with a claim.
#[derive(Debug, serde::Deserialize, ClaimSet)]
pub struct Account {
    /// Whether the user pays.
    pub pays: ClaimValue<bool>,
}

/// Another claim.
pub static TERMS: BooleanClaim = BooleanClaim::new("terms");

policy! {
    /// Those who pay.
    pub Payer = claims(Account::pays().has_value(true))
}

#[verify_session(claims(Account::pays().has_value(true), TERMS.is_true()))]
#[get("/renamed")]
fn renamed(_session: Session) {}

#[verify_session(policy = Payer)]
#[get("/renamed/policy")]
fn with_policy(_session: Session) {}

/// Protects the routes of a crate that has neither dependency nor import.
#[macro_export]
macro_rules! for_payers {
    ($($item:item)*) => {
        $(
            #[$crate::rocket_supertokens::verify_session(
                crate = $crate::rocket_supertokens,
                claims($crate::TERMS.is_true())
            )]
            $item
        )*
    };
}

/// An application with the route, whose core cannot be reached.
pub fn app() -> Rocket<Build> {
    let super_tokens = sessions::SuperTokens::builder()
        .connection_uri("http://127.0.0.1:9")
        .app_name("Likes")
        .api_domain("http://localhost:8000")
        .website_domain("http://localhost:8000");
    let quiet = rocket::Config::figment().merge(("log_level", "off"));
    rocket::custom(quiet)
        .attach(super_tokens.fairing())
        .mount("/", routes![renamed, with_policy])
}
