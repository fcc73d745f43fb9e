//! The functions that everything about sessions goes through, as an application may change them.

use std::sync::Arc;

use async_trait::async_trait;

use super::arguments::{NewSession, Refresh, SessionsOfUser, Verification};
use super::results::{ClaimValidation, Regenerated, SessionInformation};
use crate::cdi::JsonObject;
use crate::claims::{ClaimContext, ClaimValidator, ClaimValidators};
use crate::error::Error;
use crate::session::container::Session;
use crate::session::super_tokens::SuperTokens;
use crate::token::AccessToken;

/// The functions that everything about sessions goes through. Implement it to change one of them; the others
/// call the original.
///
/// ```
/// use std::sync::Arc;
/// use rocket_supertokens::overrides::{NewSession, SessionFunctions};
/// use rocket_supertokens::{Error, Session, SuperTokens, async_trait};
///
/// struct WithTheme {
///     original: Arc<dyn SessionFunctions>,
/// }
///
/// #[async_trait]
/// impl SessionFunctions for WithTheme {
///     fn original(&self) -> &dyn SessionFunctions {
///         &*self.original
///     }
///
///     async fn create_session(&self, mut new: NewSession, super_tokens: &SuperTokens) -> Result<Session, Error> {
///         new.payload.insert("theme".to_owned(), "dark".into());
///         self.original().create_session(new, super_tokens).await
///     }
/// }
///
/// SuperTokens::builder().override_functions(|original| WithTheme { original });
/// ```
///
/// `super_tokens` is the caller's: during a request, reads of the core through it are remembered for the request.
#[async_trait]
pub trait SessionFunctions: Send + Sync {
    /// What the functions that are not implemented call.
    fn original(&self) -> &dyn SessionFunctions;

    /// Begins a session. Calls `POST /<tenant>/recipe/session`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::ProtectedClaim`], [`Error::PayloadTooLarge`], [`Error::NestedTooDeeply`],
    /// [`Error::NotBefore`], [`Error::Core`].
    #[doc(alias = "createNewSession")]
    async fn create_session(
        &self,
        new: NewSession,
        super_tokens: &SuperTokens,
    ) -> Result<Session, Error> {
        self.original().create_session(new, super_tokens).await
    }

    /// Verifies an access token. `None` only where no session is required and there is no token. Calls
    /// `POST /recipe/session/verify` where the core must decide.
    ///
    /// # Errors
    /// [`Error::Unauthorised`], [`Error::TryRefreshToken`], [`Error::CustomHeaderUncheckable`], [`Error::Core`].
    #[doc(alias = "getSession")]
    async fn verify_session(
        &self,
        input: Verification,
        super_tokens: &SuperTokens,
    ) -> Result<Option<Session>, Error> {
        self.original().verify_session(input, super_tokens).await
    }

    /// Trades a refresh token for new tokens. Calls `POST /recipe/session/refresh`.
    ///
    /// # Errors
    /// [`Error::Unauthorised`], [`Error::TokenTheftDetected`], [`Error::CustomHeaderUncheckable`], [`Error::Core`].
    #[doc(alias = "refreshSession")]
    async fn refresh_session(
        &self,
        input: Refresh,
        super_tokens: &SuperTokens,
    ) -> Result<Session, Error> {
        self.original().refresh_session(input, super_tokens).await
    }

    /// What the core's database has of a session; `None` if it has none. Calls `GET /recipe/session`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "getSessionInformation")]
    async fn session_information(
        &self,
        session_handle: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Option<SessionInformation>, Error> {
        self.original()
            .session_information(session_handle, super_tokens)
            .await
    }

    /// Handles of a user's sessions that have not expired. Calls `GET [/<tenant>]/recipe/session/user`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::Core`].
    #[doc(alias = "getAllSessionHandlesForUser")]
    async fn session_handles_of_user(
        &self,
        user: SessionsOfUser,
        super_tokens: &SuperTokens,
    ) -> Result<Vec<String>, Error> {
        self.original()
            .session_handles_of_user(user, super_tokens)
            .await
    }

    /// Ends the sessions of these handles; returns those that existed. Calls `POST /recipe/session/remove`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "revokeSession")]
    #[doc(alias = "revokeMultipleSessions")]
    async fn revoke_sessions(
        &self,
        session_handles: &[&str],
        super_tokens: &SuperTokens,
    ) -> Result<Vec<String>, Error> {
        self.original()
            .revoke_sessions(session_handles, super_tokens)
            .await
    }

    /// Ends a user's sessions; returns their handles. Calls `POST [/<tenant>]/recipe/session/remove`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::Core`].
    #[doc(alias = "revokeAllSessionsForUser")]
    async fn revoke_sessions_of_user(
        &self,
        user: SessionsOfUser,
        super_tokens: &SuperTokens,
    ) -> Result<Vec<String>, Error> {
        self.original()
            .revoke_sessions_of_user(user, super_tokens)
            .await
    }

    /// Replaces the data in the core's database; false if there is no such session. Calls
    /// `PUT /recipe/session/data`.
    ///
    /// # Errors
    /// [`Error::NestedTooDeeply`], [`Error::Core`].
    #[doc(alias = "updateSessionDataInDatabase")]
    async fn update_session_data(
        &self,
        session_handle: &str,
        data: JsonObject,
        super_tokens: &SuperTokens,
    ) -> Result<bool, Error> {
        self.original()
            .update_session_data(session_handle, data, super_tokens)
            .await
    }

    /// Merges claims into the payload that the session's next access token will have; false if there is no such
    /// session. Calls `GET /recipe/session` and `PUT /recipe/jwt/data`.
    ///
    /// # Errors
    /// [`Error::ProtectedClaim`], [`Error::PayloadTooLarge`], [`Error::NestedTooDeeply`], [`Error::NotBefore`],
    /// [`Error::Core`].
    #[doc(alias = "mergeIntoAccessTokenPayload")]
    async fn merge_into_access_token_payload(
        &self,
        session_handle: &str,
        update: JsonObject,
        super_tokens: &SuperTokens,
    ) -> Result<bool, Error> {
        self.original()
            .merge_into_access_token_payload(session_handle, update, super_tokens)
            .await
    }

    /// Makes an access token with another payload, or with the stored one, and the same expiry; `None` if there
    /// is no such session. Calls `POST /recipe/session/regenerate`.
    ///
    /// # Errors
    /// [`Error::ProtectedClaim`], [`Error::PayloadTooLarge`], [`Error::NestedTooDeeply`], [`Error::NotBefore`],
    /// [`Error::Core`].
    #[doc(alias = "regenerateAccessToken")]
    async fn regenerate_access_token(
        &self,
        access_token: &AccessToken,
        payload: Option<JsonObject>,
        super_tokens: &SuperTokens,
    ) -> Result<Option<Regenerated>, Error> {
        self.original()
            .regenerate_access_token(access_token, payload, super_tokens)
            .await
    }

    /// The validators for every route that does not say otherwise: those configured, or what an override makes of
    /// them.
    #[doc(alias = "getGlobalClaimValidators")]
    async fn global_claim_validators(
        &self,
        configured: ClaimValidators,
        context: &ClaimContext,
    ) -> ClaimValidators {
        self.original()
            .global_claim_validators(configured, context)
            .await
    }

    /// Fetches what is missing or too old, in order, and then checks everything. Calls what the claims call.
    ///
    /// # Errors
    /// [`Error::FetchClaim`], [`Error::Core`].
    #[doc(alias = "validateClaims")]
    async fn validate_claims(
        &self,
        validators: &[Arc<dyn ClaimValidator>],
        context: ClaimContext,
        super_tokens: &SuperTokens,
    ) -> Result<ClaimValidation, Error> {
        self.original()
            .validate_claims(validators, context, super_tokens)
            .await
    }
}
