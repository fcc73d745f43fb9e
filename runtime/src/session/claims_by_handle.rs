use super::{SuperTokens, claims};
use crate::claims::{Claim, ClaimFailure, ClaimRules, FetchClaim};
use crate::error::Error;

/// Claims of sessions that are known by their handle. The client sees the change with its next refresh.
impl SuperTokens {
    /// The value of a claim. The outer `None` means that there is no such session.
    #[doc(alias = "getClaimValue")]
    pub async fn claim_value<C: Claim>(
        &self,
        session_handle: &str,
        claim: &C,
    ) -> Result<Option<Option<C::Value>>, Error> {
        let stored = self.session_information(session_handle).await?;
        Ok(stored.map(|stored| claim.value_in(&stored.payload)))
    }

    /// Sets a claim; false if there is no such session.
    #[doc(alias = "setClaimValue")]
    pub async fn set_claim_value<C: Claim>(
        &self,
        session_handle: &str,
        claim: &C,
        value: &C::Value,
    ) -> Result<bool, Error> {
        self.merge_into_access_token_payload(session_handle, claims::setting(claim, value)?)
            .await
    }

    /// Fetches the value of a claim and sets it; false if there is no such session.
    #[doc(alias = "fetchAndSetClaim")]
    pub async fn fetch_and_set_claim<C: FetchClaim>(
        &self,
        session_handle: &str,
        claim: &C,
    ) -> Result<bool, Error> {
        let Some(stored) = self.session_information(session_handle).await? else {
            return Ok(false);
        };
        let update = claims::fetching(claim, claims::context_of(stored, self)).await?;
        self.merge_into_access_token_payload(session_handle, update)
            .await
    }

    /// Removes a claim; false if there is no such session.
    #[doc(alias = "removeClaim")]
    pub async fn remove_claim<C: Claim>(
        &self,
        session_handle: &str,
        claim: &C,
    ) -> Result<bool, Error> {
        self.merge_into_access_token_payload(session_handle, claims::removing(claim.key()))
            .await
    }

    /// Checks a session's claims, with what is missing or too old fetched before; `None` if there is no such
    /// session.
    #[doc(alias = "validateClaimsForSessionHandle")]
    pub async fn validate_claims_for_handle(
        &self,
        session_handle: &str,
        rules: &ClaimRules,
    ) -> Result<Option<Vec<ClaimFailure>>, Error> {
        claims::validate_for_handle(session_handle, rules, self).await
    }
}
