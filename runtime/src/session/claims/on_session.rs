//! The claims of a session at hand.

use std::sync::Arc;

use super::check::assert;
use super::context;
use super::update::{fetching, removing, setting};
use crate::claims::{Claim, ClaimValidator, FetchClaim};
use crate::error::Error;
use crate::session::container::Session;

impl Session {
    /// Checks claims, with what is missing or too old fetched before.
    ///
    /// # Errors
    /// [`Error::InvalidClaims`] when a check fails, [`Error::FetchClaim`], [`Error::Unauthorised`] when the session
    /// has been revoked meanwhile, [`Error::Core`].
    #[doc(alias = "assertClaims")]
    pub async fn assert_claims(&self, validators: &[Arc<dyn ClaimValidator>]) -> Result<(), Error> {
        let super_tokens = self.super_tokens();
        let context = context::of_session(self, super_tokens);
        assert(self, validators, context, super_tokens).await
    }

    /// The value of a claim; `None` if the token has none or it is of another type.
    #[doc(alias = "getClaimValue")]
    pub fn claim_value<C: Claim>(&self, claim: &C) -> Option<C::Value> {
        claim.value_in(&self.access_token_payload())
    }

    /// Sets a claim. The client receives the new token with the answer.
    ///
    /// # Errors
    /// As of [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "setClaimValue")]
    pub async fn set_claim_value<C: Claim>(
        &self,
        claim: &C,
        value: &C::Value,
    ) -> Result<(), Error> {
        self.merge(setting(claim, value)?).await
    }

    /// Fetches the value of a claim and sets it. The client receives the new token with the answer.
    ///
    /// # Errors
    /// [`Error::FetchClaim`], and as of
    /// [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "fetchAndSetClaim")]
    pub async fn fetch_and_set_claim<C: FetchClaim>(&self, claim: &C) -> Result<(), Error> {
        let context = context::of_session(self, self.super_tokens());
        self.merge(fetching(claim, context).await?).await
    }

    /// Removes a claim. The client receives the new token with the answer.
    ///
    /// # Errors
    /// As of [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "removeClaim")]
    pub async fn remove_claim<C: Claim>(&self, claim: &C) -> Result<(), Error> {
        self.merge(removing(claim.key())).await
    }
}
