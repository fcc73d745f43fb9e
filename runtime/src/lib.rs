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
pub use rocket_supertokens_codegen::ClaimSet;
pub use rocket_supertokens_codegen::verify_session;

pub use self::config::{
    AntiCsrf, EmailVerificationMode, RequestInfo, SameSite, TokenNames, TransferMethod,
    TransferPurpose,
};
pub use self::error::{ConfigError, CoreError, HostFailure, HostFailureKind};
pub use self::querier::CoreRequest;
pub use self::session::{Session, SuperTokens};
pub use self::web::{Answer, Builder, CreateSession, ErrorResponses, Sessions};

/// What the attribute's expansion names. Not for other use.
#[doc(hidden)]
pub mod __private {
    pub use crate::claims::{ClaimField, ClaimRules, ClaimValidators, Fetches, PrimitiveClaim};
    pub use crate::session::{Optional, Policy, Presence, Required};
    pub use crate::web::{AllowsAnonymous, GuaranteesSession, Probe, ProbeFallback, Verify};
}
