//! Claims: values in the access token that say what a user may do, fetched by the application or from the core,
//! and checked per route.
//!
//! ```
//! use rocket_supertokens::claims::{BooleanClaim, ClaimContext, PrimitiveClaim, UserRole};
//! use rocket_supertokens::{Session, verify_session};
//! use std::time::Duration;
//!
//! static BETA: BooleanClaim = BooleanClaim::new("beta");
//!
//! #[verify_session(claims(UserRole::includes("admin"), BETA.is_true()))]
//! #[rocket::get("/beta")]
//! fn beta(session: Session) -> String {
//!     session.user_id().to_owned()
//! }
//!
//! /// A claim whose value is fetched when it is missing or too old.
//! fn plan() -> PrimitiveClaim<String, rocket_supertokens::claims::Fetches<String>> {
//!     PrimitiveClaim::new("plan").fetched_by(|context: ClaimContext| async move {
//!         Ok(Some(format!("the plan of {}", context.user_id)))
//!     })
//! }
//!
//! #[verify_session(claims(plan().has_value("pro").max_age(Duration::from_secs(300))))]
//! #[rocket::get("/pro")]
//! fn pro() {}
//! # rocket::routes![beta, pro];
//! ```
//!
//! # Claims as fields
//! [`ClaimSet`](macro@crate::ClaimSet) turns the fields of a struct into claims. The struct is also the type of the
//! payload: a route demands and a handler reads the same field, and a misspelt field does not compile.
//!
//! ```
//! use rocket_supertokens::claims::ClaimValue;
//! use rocket_supertokens::{ClaimSet, Error, Session, verify_session};
//! use serde::Deserialize;
//!
//! #[derive(Deserialize, ClaimSet)]
//! struct Account {
//!     plan: ClaimValue<String>,
//!     seats: Option<ClaimValue<u32>>,
//! }
//!
//! #[verify_session(claims(Account::plan().has_value("pro")))]
//! #[rocket::get("/seats")]
//! fn seats(session: Session) -> Result<String, Error> {
//!     let account: Account = session.access_token_payload_as()?;
//!     Ok(format!("{} of {}", account.seats.map_or(1, |seats| seats.v), account.plan.v))
//! }
//! # rocket::routes![seats];
//! ```

mod built_in;
mod claim;
mod combine;
mod context;
mod primitive;
mod rules;
mod test;
mod validator;

pub use self::built_in::{
    CompletedFactors, EmailLookup, EmailVerification, EmailVerified, Factor, MultiFactorAuth,
    MultiFactorAuthValidator, Permission, UserRole,
};
pub(crate) use self::built_in::{EmailLookups, email_address};
pub use self::claim::{Claim, ClaimField, ClaimFuture, ClaimValue, FetchClaim, FetchError};
pub use self::combine::{And, Not, Or};
pub use self::context::ClaimContext;
pub use self::primitive::{BooleanClaim, Fetches, NoFetch, PrimitiveArrayClaim, PrimitiveClaim};
pub use self::rules::ClaimRules;
pub use self::validator::{ClaimFailure, ClaimValidator, ClaimValidators, Validator};
