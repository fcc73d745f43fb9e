//! Unofficial [SuperTokens](https://supertokens.com) session SDK for [Rocket](https://rocket.rs).
//!
//! One line protects a route. An unmodified SuperTokens front end and an unmodified core work with it.
//!
//! ```
//! use rocket::serde::json::{Json, Value, json};
//! use rocket_supertokens::{Session, Sessions, SuperTokens, session, verify_session};
//!
//! #[rocket::post("/login", data = "<user_id>")]
//! async fn login(user_id: String, sessions: Sessions<'_>) -> Result<(), session::Error> {
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
mod error;

mod cdi;

mod config;

mod querier;

mod token;

mod transfer;

pub mod claims;

pub mod session;

mod web;

pub use async_trait::async_trait;

/// Makes a claim of every field of a struct.
///
/// The struct is the type of the access-token payload, or of a part of it. Each field becomes a function of the
/// same name, which gives the claim: what a route demands and what its handler reads are one name and one type.
///
/// ```
/// use rocket_supertokens::claims::{ClaimContext, ClaimValue, FetchError};
/// use rocket_supertokens::{ClaimSet, Session, session, verify_session};
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
/// async fn seats(session: Session) -> Result<String, session::Error> {
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
/// # `#[claim(..)]` on a field
/// | option | |
/// |---|---|
/// | `fetch = path` | the function that fetches the value, an `async fn(ClaimContext) -> Result<Option<T>, FetchError>` with the `T` of the field. The claim is then a `PrimitiveClaim<T, Fetches<T>>`, for `max_age` and [`Session::fetch_and_set_claim`] |
/// | `skip` | the field is no claim, and of any type |
pub use rocket_supertokens_codegen::ClaimSet;

/// Has the session of a request verified before a route sees anything of it.
///
/// ```
/// use rocket::serde::json::json;
/// use rocket_supertokens::claims::{EmailVerified, UserRole};
/// use rocket_supertokens::{Session, session, verify_session};
///
/// /// Who has no session is answered 401, and this does not run.
/// #[verify_session]
/// #[rocket::post("/like-comment")]
/// fn like(session: Session) -> String {
///     session.user_id().to_owned()
/// }
///
/// /// Who has no session is welcome too.
/// #[verify_session(required = false)]
/// #[rocket::get("/comments")]
/// fn comments(session: Option<Session>) -> &'static str {
///     if session.is_some() { "yours and theirs" } else { "theirs" }
/// }
///
/// /// The session must not have been revoked, and its user must be an administrator.
/// #[verify_session(check_database, claims(UserRole::includes("admin"), EmailVerified::is_true().max_age(300)))]
/// #[rocket::delete("/comments/<id>")]
/// async fn delete(id: u64, session: Session) -> Result<(), session::Error> {
///     session.merge_into_access_token_payload(json!({ "deleted": id })).await
/// }
/// # rocket::routes![like, comments, delete];
/// ```
///
/// # Options
/// | option | default | |
/// |---|---|---|
/// | `required = bool` | `true` | whether a request without a session is refused. With `false` the route takes an `Option<Session>`; a token that has expired is refused all the same, so that the front end renews it |
/// | `check_database = bool` | `false` | whether the core is asked if the session still exists. Otherwise a revoked session passes until its access token expires |
/// | `anti_csrf_check = bool` | all methods but GET | whether the request is checked for forgery |
/// | `claims(validator, ..)` | none | [validators](claims::ClaimValidator) that must hold for this route, besides the global ones |
/// | `global_claims = bool` | `true` | whether the global validators are checked: [`Builder::global_claim_validator`] |
/// | `override_claims = path` | | a function from the global validators to those that are checked in their place, `fn(ClaimValidators) -> ClaimValidators` |
/// | `policy = Type` | | a type that implements [`Policy`](session::Policy) and says all of the above; no other option goes with it |
///
/// An option of type `bool` without a value means `true`.
///
/// The expressions in `claims` stand in the module of the route, and see what a `static` there would see: no
/// parameter of the handler. They are evaluated once, at the first request, and the validators are kept. What depends
/// on the request is checked in the handler, with [`Session::assert_claims`].
///
/// ```
/// use rocket_supertokens::claims::{BooleanClaim, ClaimValidators};
/// use rocket_supertokens::verify_session;
///
/// static TERMS: BooleanClaim = BooleanClaim::new("terms");
/// static BETA: BooleanClaim = BooleanClaim::new("beta");
///
/// /// Here the e-mail address need not be verified.
/// fn without_email(mut global: ClaimValidators) -> ClaimValidators {
///     global.retain(|validator| validator.id() != "st-ev");
///     global
/// }
///
/// #[verify_session(override_claims = without_email, claims(TERMS.is_true().or(BETA.is_true())))]
/// #[rocket::get("/welcome")]
/// fn welcome() {}
/// # rocket::routes![welcome];
/// ```
///
/// # A policy for many routes
/// ```
/// use std::sync::LazyLock;
///
/// use rocket_supertokens::claims::{ClaimRules, UserRole};
/// use rocket_supertokens::session::{Policy, Required};
/// use rocket_supertokens::{Session, verify_session};
///
/// enum AdminOnly {}
///
/// impl Policy for AdminOnly {
///     type Presence = Required;
///     const CHECK_DATABASE: bool = true;
///
///     // Asked at every request, and so kept.
///     fn claims() -> ClaimRules {
///         static RULES: LazyLock<ClaimRules> =
///             LazyLock::new(|| ClaimRules::global().with(UserRole::includes("admin")));
///         RULES.clone()
///     }
/// }
///
/// #[verify_session(policy = AdminOnly)]
/// #[rocket::get("/users")]
/// fn users(session: Session) {
///     let _ = session;
/// }
/// # rocket::routes![users];
/// ```
/// The type stands in the signature of the route, so it must be as visible as the route is.
///
/// # Where it stands
/// Above the route attribute: `#[get]`, `#[post]`, `#[route]` and so on. It is written once, and other attributes
/// may stand anywhere.
///
/// # What happens
/// The attribute puts a guard before the parameters of the route. Rocket runs guards in their order, and before it
/// looks at path, query and body. So in this order:
/// 1. The access token is verified, and with `check_database` the core is asked. A request that fails is answered
///    401, and 503 where the core is needed and cannot be reached.
/// 2. The values that a claim lacks, or that are older than their validator allows, are fetched. The front end
///    receives them with the answer.
/// 3. The claims are checked, the global validators first. All that fail are named in the answer, 403.
/// 4. The handler's own parameters follow. A [`Session`] among them is the one found before, at no cost.
///
/// What `required = false` lets pass without a session has no claims, and none are checked.
///
/// # What does not compile
/// A `Session` on a route with `required = false`, an `Option<Session>` on one that requires a session, under any
/// alias; a route attribute that is missing or stands above; a validator that is none, or compares a claim with a
/// value of another type; `max_age` on a claim that nothing fetches; an option that is unknown, repeated or
/// contradicted by another; routes for OPTIONS and TRACE, and catchers, which never have a session.
pub use rocket_supertokens_codegen::verify_session;

pub use self::config::{
    AntiCsrf, EmailVerificationMode, RequestInfo, SameSite, TokenNames, TransferMethod,
    TransferPurpose,
};
pub use self::error::{ConfigError, CoreError, HostFailure, HostFailureKind};
pub use self::querier::CoreRequest;
pub use self::session::{Session, SuperTokens};
pub use self::web::{Answer, Builder, CreateSession, ErrorResponses, Sessions, Verify};

/// What the attribute's expansion names. Not for other use.
#[doc(hidden)]
pub mod __private {
    pub use crate::claims::{ClaimField, ClaimRules, ClaimValidators, Fetches, PrimitiveClaim};
    pub use crate::session::{Optional, Policy, Presence, Required};
    pub use crate::web::{
        AllowsAnonymous, GuaranteesSession, Guard, Guarded, Probe, ProbeFallback,
    };
}
