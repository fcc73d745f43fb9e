//! The functions on which all sessions depend, as an application may override them.

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

/// The functions on which all sessions depend. Implement the trait to override one of them; the other functions call
/// the original.
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
/// `super_tokens` is the handle of the caller. During a request it remembers what it reads from the core.
#[async_trait]
pub trait SessionFunctions: Send + Sync {
    /// The original. Functions that you do not override call it.
    fn original(&self) -> &dyn SessionFunctions;

    /// Creates a session. Calls `POST /<tenant>/recipe/session`.
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

    /// Verifies an access token. Returns `None` only if no session is required and there is no token. Calls
    /// `POST /recipe/session/verify` if the core must decide.
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

    /// Reads what the core's database keeps of a session. Returns `None` if there is no such session. Calls
    /// `GET /recipe/session`.
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

    /// Lists the session handles of a user's sessions that have not expired. Calls
    /// `GET [/<tenant>]/recipe/session/user`.
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

    /// Revokes the sessions with these handles and returns the handles of those that existed. Calls
    /// `POST /recipe/session/remove`.
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

    /// Revokes the sessions of a user and returns their handles. Calls `POST [/<tenant>]/recipe/session/remove`.
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

    /// Replaces all session data of a session. Returns false if there is no such session. Calls
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

    /// Changes claims of a session's stored payload, which its next access token will have. Returns false if there is
    /// no such session. Calls `GET /recipe/session` and `PUT /recipe/jwt/data`.
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

    /// Makes an access token with the same expiry and another payload, or with the stored payload. Returns `None` if
    /// there is no such session. Calls `POST /recipe/session/regenerate`.
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

    /// Returns the validators for all routes that do not choose others. The original returns the configured ones. The
    /// core is not called.
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

    /// Fetches claims that are missing or too old, in order, and then checks all claims. Calls what the claims call to
    /// fetch their values.
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
