//! Unofficial [SuperTokens](https://supertokens.com) session SDK for [Rocket](https://rocket.rs).
//!
//! One line protects a route. An unmodified SuperTokens front end and an unmodified core work with it.
//!
//! ```
//! use rocket::serde::json::{Json, Value, json};
//! use rocket_supertokens::{Error, Session, Sessions, SuperTokens, verify_session};
//!
//! #[rocket::post("/login", data = "<user_id>")]
//! async fn login(user_id: String, sessions: Sessions<'_>) -> Result<(), Error> {
//!     sessions.create(user_id).await?;
//!     Ok(())
//! }
//!
//! #[verify_session]
//! #[rocket::post("/like-comment")]
//! async fn like(session: Session) -> Json<Value> {
//!     Json(json!({ "user_id": session.user_id() }))
//! }
//!
//! #[verify_session(required = false)]
//! #[rocket::get("/comments")]
//! fn comments(session: Option<Session>) -> Json<Value> {
//!     Json(json!({ "user_id": session.map(|session| session.user_id().to_owned()) }))
//! }
//!
//! fn rocket() -> rocket::Rocket<rocket::Build> {
//!     let super_tokens = SuperTokens::builder()
//!         .connection_uri("http://127.0.0.1:3567")
//!         .app_name("Comments")
//!         .api_domain("http://localhost:8000")
//!         .website_domain("http://localhost:8000");
//!     rocket::build().attach(super_tokens.fairing()).mount("/", rocket::routes![login, like, comments])
//! }
//! # drop(rocket());
//! ```
//!
//! # What happens
//! The attribute puts a guard before the route's own parameters. It verifies the access token here, with the
//! core's public keys; the core is called only where it must decide. The fairing writes new tokens and refusals
//! into the answer as the front end expects them, whatever catchers there are.
//!
//! # Without the front-end SDK
//! A client that sends no `st-auth-mode` receives its tokens in the headers `st-access-token` and
//! `st-refresh-token`, and sends them as `Authorization: Bearer`. With `st-auth-mode: cookie` they come in
//! cookies.
//!
//! # Logs
//! Every refusal is one `tracing` event with its reason. Where no subscriber is installed the events go to
//! `log`, and so appear among Rocket's own.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

// From the ground up: a module uses only those above it. The empty lines keep the order.
pub mod error;

mod cdi;

pub mod config;

mod querier;

mod token;

mod transfer;

pub mod claims;

pub mod session;

pub mod policy {
    //! What routes demand of their sessions, as types.

    pub use crate::session::options::VerifyOptions;
    pub use crate::session::policy::{AllOf, DefaultPolicy, Optional, Policy, Presence, Required};
    pub use crate::web::Verify;
}

pub mod recipes {
    //! Functions of other recipes: roles, and the verification of e-mail addresses.

    pub use crate::session::email_verification::{EmailVerificationFunctions, VerifiedEmail};
    pub use crate::session::user_roles::UserRoles;
}

mod web;

pub mod overrides {
    //! The functions and APIs that an application may replace, with their arguments and results.

    pub use crate::querier::CoreRequest;
    pub use crate::session::overrides::{
        ClaimValidation, NewSession, Refresh, Regenerated, SessionApis, SessionFunctions, SignOut,
        Verification,
    };
    pub use crate::session::request::SessionRequest;
}

#[cfg(any(test, fuzzing))]
#[doc(hidden)]
#[allow(missing_docs, reason = "for runtime/fuzz only")]
pub mod fuzzing;

pub use async_trait::async_trait;

/// Makes a claim of every field of a struct.
///
/// The struct is the type of the access-token payload, or of a part of it. Each field becomes a function of the
/// same name, which gives the claim: what a route demands and what its handler reads are one name and one type.
///
/// ```
/// use rocket_supertokens::claims::{ClaimContext, ClaimValue, FetchError};
/// use rocket_supertokens::{ClaimSet, Error, Session, verify_session};
/// use serde::Deserialize;
///
/// #[derive(Deserialize, ClaimSet)]
/// #[serde(rename_all = "camelCase")]
/// struct Account {
///     /// What the user pays for, under the key `plan`.
///     #[claim(fetch = find_plan)]
///     plan: ClaimValue<String>,
///     /// Not every session has it. Its key is `freeSeats`.
///     free_seats: Option<ClaimValue<u32>>,
///     /// No claim: a plain value of the payload.
///     #[claim(skip)]
///     sub: String,
/// }
///
/// async fn find_plan(context: ClaimContext) -> Result<Option<String>, FetchError> {
///     Ok(Some(format!("the plan of {}", context.user_id)))
/// }
///
/// #[verify_session(claims(Account::plan().has_value("pro").max_age(300)))]
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
///   [`PrimitiveClaim<T>`](claims::PrimitiveClaim), in constants too unless the claim is fetched.
/// - The key is the one that serde reads: the name of the field, or what `#[serde(rename = "..")]` and
///   `#[serde(rename_all = "..")]` make of it.
/// - The function can be seen where the field can be seen, and has the field's documentation.
///
/// On the struct itself, `#[claim(crate = path)]` says where this crate is, as `crate = path` does in
/// [`verify_session`](macro@verify_session).
///
/// # `#[claim(..)]` on a field
/// | option | |
/// |---|---|
/// | `fetch = path` | the function that fetches the value, an `async fn(ClaimContext) -> Result<Option<T>, FetchError>` with the `T` of the field. The claim is then a `PrimitiveClaim<T, Fetches<T>>`, for `max_age` and [`Session::fetch_and_set_claim`] |
/// | `skip` | the field is no claim, and of any type |
pub use rocket_supertokens_codegen::ClaimSet;

#[doc = include_str!("../docs/verify_session.md")]
pub use rocket_supertokens_codegen::verify_session;

pub use http;

pub use self::cdi::JsonObject;
pub use self::error::Error;
pub use self::session::container::Session;
pub use self::session::super_tokens::SuperTokens;
pub use self::web::{Builder, Sessions};

/// What the attribute's expansion names. Not for other use.
#[doc(hidden)]
pub mod __private {
    pub use crate::claims::{ClaimField, ClaimRules, ClaimValidators, Fetches, PrimitiveClaim};
    pub use crate::session::policy::{
        Always, ByMethod, Optional, Options, Policy, Presence, Required,
    };
    pub use crate::web::{AllowsAnonymous, GuaranteesSession, Guard, Probe, ProbeFallback};
}
