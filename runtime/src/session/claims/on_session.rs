//! The claims of a `Session`.

use std::sync::Arc;

use super::check::assert;
use super::context;
use super::update::{fetching, removing, setting};
use crate::claims::{Claim, ClaimValidator, FetchClaim};
use crate::error::Error;
use crate::session::container::Session;

impl Session {
    /// Checks claims. Values that are missing or too old are fetched before.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use rocket_supertokens::claims::UserRole;
    /// use rocket_supertokens::{Error, Session, verify_session};
    ///
    /// #[verify_session]
    /// #[rocket::get("/reports/<team>")]
    /// async fn report(team: &str, session: Session) -> Result<(), Error> {
    ///     session.assert_claims(&[Arc::new(UserRole::includes(format!("{team}-lead")))]).await
    /// }
    /// # rocket::routes![report];
    /// ```
    ///
    /// If a value is fetched, `GET /recipe/session` and `POST /recipe/session/regenerate` are called, and the client
    /// receives the new token with the response.
    ///
    /// # Errors
    /// [`Error::InvalidClaims`] if a check fails. [`Error::FetchClaim`] if a value cannot be fetched.
    /// [`Error::Unauthorised`] if the session has been revoked. [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "assertClaims")]
    pub async fn assert_claims(&self, validators: &[Arc<dyn ClaimValidator>]) -> Result<(), Error> {
        let super_tokens = self.super_tokens();
        let context = context::of_session(self, super_tokens);
        assert(self, validators, context, super_tokens).await
    }

    /// Reads the value of a claim from the access token, without a call to the core. Returns `None` if the token has no
    /// value, or if the value has another type.
    ///
    /// ```
    /// use rocket_supertokens::claims::UserRole;
    /// use rocket_supertokens::{Session, verify_session};
    ///
    /// #[verify_session]
    /// #[rocket::get("/roles")]
    /// fn roles(session: Session) -> String {
    ///     session.claim_value(&UserRole).unwrap_or_default().join(", ")
    /// }
    /// # rocket::routes![roles];
    /// ```
    #[doc(alias = "getClaimValue")]
    pub fn claim_value<C: Claim>(&self, claim: &C) -> Option<C::Value> {
        claim.value_in(&self.access_token_payload())
    }

    /// Sets a claim. The client receives the new token with the response.
    ///
    /// Calls `GET /recipe/session` and `POST /recipe/session/regenerate`.
    ///
    /// ```
    /// use rocket_supertokens::claims::BooleanClaim;
    /// use rocket_supertokens::{Error, Session, verify_session};
    ///
    /// static BETA: BooleanClaim = BooleanClaim::new("beta");
    ///
    /// #[verify_session]
    /// #[rocket::post("/beta")]
    /// async fn join(session: Session) -> Result<(), Error> {
    ///     session.set_claim_value(&BETA, &true).await
    /// }
    /// # rocket::routes![join];
    /// ```
    ///
    /// # Errors
    /// Those of [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "setClaimValue")]
    pub async fn set_claim_value<C: Claim>(
        &self,
        claim: &C,
        value: &C::Value,
    ) -> Result<(), Error> {
        let clock = self.super_tokens().clock();
        self.merge(setting(claim, value, clock)?).await
    }

    /// Fetches the value of a claim and sets it. The client receives the new token with the response.
    ///
    /// Calls what the claim calls, then `GET /recipe/session` and `POST /recipe/session/regenerate`.
    ///
    /// ```
    /// use rocket_supertokens::claims::UserRole;
    /// use rocket_supertokens::{Error, Session, verify_session};
    ///
    /// #[verify_session]
    /// #[rocket::post("/roles/renew")]
    /// async fn renew(session: Session) -> Result<(), Error> {
    ///     session.fetch_and_set_claim(&UserRole).await
    /// }
    /// # rocket::routes![renew];
    /// ```
    ///
    /// # Errors
    /// [`Error::FetchClaim`] if the value cannot be fetched, and those of
    /// [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "fetchAndSetClaim")]
    pub async fn fetch_and_set_claim<C: FetchClaim>(&self, claim: &C) -> Result<(), Error> {
        let context = context::of_session(self, self.super_tokens());
        let clock = self.super_tokens().clock();
        self.merge(fetching(claim, context, clock).await?).await
    }

    /// Removes a claim. The client receives the new token with the response.
    ///
    /// Calls `GET /recipe/session` and `POST /recipe/session/regenerate`.
    ///
    /// # Errors
    /// Those of [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "removeClaim")]
    pub async fn remove_claim<C: Claim>(&self, claim: &C) -> Result<(), Error> {
        self.merge(removing(claim.key())).await
    }
}
