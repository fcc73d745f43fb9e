//! Unofficial [SuperTokens](https://supertokens.com) session SDK for [Rocket](https://rocket.rs).
//!
#![doc = include_str!("../docs/front_page.md")]
//!
#![cfg_attr(feature = "testing", doc = "[`testing`]: crate::testing")]
#![cfg_attr(
    not(feature = "testing"),
    doc = "[`testing`]: https://docs.rs/rocket_supertokens/latest/rocket_supertokens/testing/"
)]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

// From the ground up: a module uses only those above it. The empty lines keep the order.
pub mod error;

mod clock;

pub mod doctor;

mod cdi;

pub mod config;

mod measure;

mod querier;

mod token;

mod transfer;

pub mod claims;

pub mod mail;

pub mod session;

pub mod policy;

pub mod recipes;

mod names;

mod web;

#[cfg(feature = "testing")]
pub mod testing;

pub mod overrides {
    //! The functions and APIs that an application may replace, with their arguments and results.

    pub use crate::querier::CoreRequest;
    pub use crate::session::overrides::{
        ClaimValidation, NewSession, Refresh, Regenerated, SessionApis, SessionFunctions, SignOut,
        Verification,
    };
    pub use crate::session::request::SessionRequest;
}

pub mod observability {
    #![doc = include_str!("../docs/observability.md")]
}

#[cfg(any(test, fuzzing))]
#[doc(hidden)]
#[allow(missing_docs, reason = "for runtime/fuzz only")]
pub mod fuzzing;

pub use async_trait::async_trait;

/// Turns the fields of a struct into claims.
///
/// The struct is the type of the access-token payload, or of a part of it. The derive adds a function for each field,
/// with the name of the field, that returns the claim. So a route and its handler use one name and one type.
///
/// ```
/// use rocket_supertokens::claims::{ClaimContext, ClaimValue, FetchError};
/// use rocket_supertokens::{ClaimSet, Error, Session, verify_session};
/// use serde::Deserialize;
/// use std::time::Duration;
///
/// #[derive(Deserialize, ClaimSet)]
/// #[serde(rename_all = "camelCase")]
/// struct Account {
///     /// What the user pays for, under the key `plan`.
///     #[claim(fetch = find_plan)]
///     plan: ClaimValue<String>,
///     /// Not every session has it. Its key is `freeSeats`.
///     free_seats: Option<ClaimValue<u32>>,
///     /// This is not a claim, but a plain value of the payload.
///     #[claim(skip)]
///     sub: String,
/// }
///
/// async fn find_plan(context: ClaimContext) -> Result<Option<String>, FetchError> {
///     Ok(Some(format!("the plan of {}", context.user_id)))
/// }
///
/// #[verify_session(claims(Account::plan().has_value("pro").max_age(Duration::from_secs(300))))]
/// #[rocket::get("/seats")]
/// async fn seats(session: Session) -> Result<String, Error> {
///     session.set_claim_value(&Account::free_seats(), &7).await?;
///     let account: Account = session.access_token_payload_as()?;
///     Ok(format!("{} has {}", account.sub, account.plan.v))
/// }
/// # rocket::routes![seats];
/// ```
///
/// # The functions
/// - A field is of type [`ClaimValue<T>`](claims::ClaimValue) or `Option<ClaimValue<T>>`. Its function returns a
///   [`PrimitiveClaim<T>`](claims::PrimitiveClaim), and is a `const fn` unless the claim is fetched.
/// - The key is the one that serde reads: the name of the field, or the name that `#[serde(rename = "..")]` or
///   `#[serde(rename_all = "..")]` gives to it.
/// - The function has the visibility and the documentation of the field.
///
/// On the struct itself, `#[claim(crate = path)]` says where this crate is, as `crate = path` does in
/// [`verify_session`](macro@verify_session).
///
/// # `#[claim(..)]` on a field
/// | option | |
/// |---|---|
/// | `fetch = path` | the function that fetches the value, an `async fn(ClaimContext) -> Result<Option<T>, FetchError>` with the `T` of the field. The claim is then a `PrimitiveClaim<T, Fetches<T>>`, for `max_age` and [`Session::fetch_and_set_claim`] |
/// | `skip` | the field is not a claim and may have any type |
pub use rocket_supertokens_codegen::ClaimSet;

#[doc = include_str!("../docs/policy.md")]
pub use rocket_supertokens_codegen::policy;

#[doc = include_str!("../docs/verify_session.md")]
pub use rocket_supertokens_codegen::verify_session;

pub use http;

pub use self::cdi::JsonObject;
pub use self::error::Error;
pub use self::session::container::Session;
pub use self::session::request::Sessions;
pub use self::session::super_tokens::SuperTokens;
pub use self::web::{Builder, protect};

/// What the attribute's expansion names. Not for other use.
#[doc(hidden)]
pub mod __private {
    pub use crate::claims::{ClaimField, ClaimRules, ClaimValidators, Fetches, PrimitiveClaim};
    pub use crate::policy::{Always, ByMethod, Optional, Options, Policy, Presence, Required};
    pub use crate::web::{
        AllowsAnonymous, AtLaunch, AtLaunchFallback, GuaranteesSession, Guard, OfRoute, Probe,
        ProbeFallback,
    };
    pub use rocket::{Ignite, Rocket, Sentinel};
}
