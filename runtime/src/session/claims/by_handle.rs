//! Claims of sessions that are known by their handle. The client sees a change with its next refresh.

use super::{context_of, fetching, removing, setting, validate_for_handle};
use crate::claims::{Claim, ClaimFailure, ClaimRules, FetchClaim};
use crate::error::Error;
use crate::session::super_tokens::SuperTokens;

/// What the core's database keeps of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoredClaim<T> {
    /// The session has this value.
    Value(T),
    /// The session has no value, or its value has another type.
    NotSet,
    /// There is no such session.
    NoSession,
}

impl<T> StoredClaim<T> {
    /// Returns the value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::NotSet | Self::NoSession => None,
        }
    }
}

impl SuperTokens {
    /// Reads the value of a claim. Calls `GET /recipe/session`.
    ///
    /// ```
    /// use rocket_supertokens::claims::UserRole;
    /// use rocket_supertokens::session::StoredClaim;
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// async fn describe(super_tokens: &SuperTokens, session_handle: &str) -> Result<String, Error> {
    ///     Ok(match super_tokens.claim_value(session_handle, &UserRole).await? {
    ///         StoredClaim::Value(roles) => roles.join(", "),
    ///         StoredClaim::NotSet => "roles were never fetched".to_owned(),
    ///         _ => "the session has ended".to_owned(),
    ///     })
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "getClaimValue")]
    pub async fn claim_value<C: Claim>(
        &self,
        session_handle: &str,
        claim: &C,
    ) -> Result<StoredClaim<C::Value>, Error> {
        Ok(match self.session_information(session_handle).await? {
            None => StoredClaim::NoSession,
            Some(stored) => match claim.value_in(&stored.payload) {
                None => StoredClaim::NotSet,
                Some(value) => StoredClaim::Value(value),
            },
        })
    }

    /// Sets a claim. Returns false if there is no such session. Calls `GET /recipe/session` and `PUT /recipe/jwt/data`.
    ///
    /// # Errors
    /// Those of [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "setClaimValue")]
    pub async fn set_claim_value<C: Claim>(
        &self,
        session_handle: &str,
        claim: &C,
        value: &C::Value,
    ) -> Result<bool, Error> {
        self.merge_into_access_token_payload(session_handle, setting(claim, value, self.clock())?)
            .await
    }

    /// Fetches the value of a claim and sets it. Returns false if there is no such session. Calls
    /// `GET /recipe/session`, what the claim calls, and `PUT /recipe/jwt/data`.
    ///
    /// # Errors
    /// [`Error::FetchClaim`] if the value cannot be fetched, and those of
    /// [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "fetchAndSetClaim")]
    pub async fn fetch_and_set_claim<C: FetchClaim>(
        &self,
        session_handle: &str,
        claim: &C,
    ) -> Result<bool, Error> {
        let Some(stored) = self.session_information(session_handle).await? else {
            return Ok(false);
        };
        let update = fetching(claim, context_of(stored, self), self.clock()).await?;
        self.merge_into_access_token_payload(session_handle, update)
            .await
    }

    /// Removes a claim. Returns false if there is no such session. Calls `GET /recipe/session` and
    /// `PUT /recipe/jwt/data`.
    ///
    /// # Errors
    /// [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "removeClaim")]
    pub async fn remove_claim<C: Claim>(
        &self,
        session_handle: &str,
        claim: &C,
    ) -> Result<bool, Error> {
        self.merge_into_access_token_payload(session_handle, removing(claim.key()))
            .await
    }

    /// Fetches claims that are missing or too old, and then checks the claims of a session. Returns `None` if there is
    /// no such session. Calls `GET /recipe/session`, and `PUT /recipe/jwt/data` if a value was fetched.
    ///
    /// # Errors
    /// [`Error::FetchClaim`] if a value cannot be fetched. [`Error::Core`] if the core sends no usable response.
    #[doc(alias = "validateClaimsForSessionHandle")]
    pub async fn validate_claims_for_handle(
        &self,
        session_handle: &str,
        rules: &ClaimRules,
    ) -> Result<Option<Vec<ClaimFailure>>, Error> {
        validate_for_handle(session_handle, rules, self).await
    }
}
