use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::cdi::{JsonObject, Token};
use crate::claims::{Claim, ClaimValidator, FetchClaim};
use crate::config::TransferMethod;
use crate::error::{Error, JsonDefect};
use crate::session::claims;
use crate::session::payload::object;
use crate::session::super_tokens::SuperTokens;
use crate::token::AccessToken;
use crate::transfer::Outbox;

mod internal;

/// A verified session, and the functions that read and change it.
///
/// On a route it arrives as a request guard; see [`verify_session`](macro@crate::verify_session). Clones are
/// cheap and are the same session: what one changes, the others see, and the client's tokens follow with the
/// answer.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    super_tokens: SuperTokens,
    handle: String,
    user_id: String,
    recipe_user_id: String,
    tenant_id: String,
    tokens: Mutex<Tokens>,
    /// Held while the payload is read, changed at the core and written back, so that two tasks that merge at
    /// the same time both find their claims in the result.
    changing_payload: tokio::sync::Mutex<()>,
    attached: OnceLock<Attachment>,
}

/// The session's tokens as they are by now.
struct Tokens {
    access_token: AccessToken,
    /// Where it is not that of the access token, which has expired meanwhile.
    payload: Option<Arc<JsonObject>>,
    refresh_token: Option<Token>,
    anti_csrf_token: Option<String>,
    /// Whether the client has an older access token.
    updated: bool,
    /// Whether the session was ended through this value.
    revoked: bool,
}

impl Tokens {
    fn payload(&self) -> Arc<JsonObject> {
        let changed = self.payload.as_ref().map(Arc::clone);
        changed.unwrap_or_else(|| self.access_token.shared_payload())
    }
}

/// The answer that carries the session's new tokens.
struct Attachment {
    outbox: Outbox,
    method: TransferMethod,
}

impl Session {
    /// Id of the user; the primary one where accounts are linked.
    #[doc(alias = "getUserId")]
    pub fn user_id(&self) -> &str {
        &self.0.user_id
    }

    /// Id of the login method that the user came by. Equals [`user_id`](Self::user_id) unless accounts are linked.
    #[doc(alias = "getRecipeUserId")]
    pub fn recipe_user_id(&self) -> &str {
        &self.0.recipe_user_id
    }

    /// Id of the tenant; `public` by default.
    #[doc(alias = "getTenantId")]
    pub fn tenant_id(&self) -> &str {
        &self.0.tenant_id
    }

    /// The session's name in the core. It stays the same over all refreshes.
    #[doc(alias = "getHandle")]
    pub fn handle(&self) -> &str {
        &self.0.handle
    }

    /// All claims of the access token, the core's (`sub`, `exp`, ..) and your own, in the token's order.
    ///
    /// A snapshot: it does not change when the payload does.
    #[doc(alias = "getJWTPayload")]
    #[doc(alias = "getAccessTokenPayload")]
    pub fn access_token_payload(&self) -> Arc<JsonObject> {
        self.tokens().payload()
    }

    /// The claims of the access token as a type of yours.
    ///
    /// # Errors
    /// [`Error::Payload`] when the claims do not fit the type.
    pub fn access_token_payload_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let payload = Value::Object(self.access_token_payload().as_ref().clone());
        serde_json::from_value(payload).map_err(|error| Error::Payload(JsonDefect::of(&error)))
    }

    /// Sets claims of the access token: those in `update` are added or replaced, those that are `null` in it
    /// are removed. The client receives the new token with the answer.
    ///
    /// Calls `GET /recipe/session` and `POST /recipe/session/regenerate` of the core: the update goes on top of what is
    /// stored, which may have been changed by handle since the token was made.
    ///
    /// # Errors
    /// [`Error::ProtectedClaim`] for a claim that belongs to the core, [`Error::NotAnObject`] for anything but
    /// a JSON object, [`Error::PayloadTooLarge`], [`Error::NestedTooDeeply`] and [`Error::NotBefore`] for what no token
    /// can carry, [`Error::Unauthorised`] when the session has been revoked meanwhile, [`Error::Core`].
    #[doc(alias = "updateJWTPayload")]
    #[doc(alias = "updateAccessTokenPayload")]
    #[doc(alias = "mergeIntoAccessTokenPayload")]
    pub async fn merge_into_access_token_payload(
        &self,
        update: impl Serialize,
    ) -> Result<(), Error> {
        self.merge(object("the access token payload", update)?)
            .await
    }

    /// Checks claims, with what is missing or too old fetched before.
    ///
    /// # Errors
    /// [`Error::InvalidClaims`] when a check fails, [`Error::FetchClaim`], [`Error::Unauthorised`] when the session
    /// has been revoked meanwhile, [`Error::Core`].
    #[doc(alias = "assertClaims")]
    pub async fn assert_claims(&self, validators: &[Arc<dyn ClaimValidator>]) -> Result<(), Error> {
        let super_tokens = &self.0.super_tokens;
        claims::assert(
            self,
            validators,
            self.claim_context(super_tokens),
            super_tokens,
        )
        .await
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
        self.merge(claims::setting(claim, value)?).await
    }

    /// Fetches the value of a claim and sets it. The client receives the new token with the answer.
    ///
    /// # Errors
    /// [`Error::FetchClaim`], and as of
    /// [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "fetchAndSetClaim")]
    pub async fn fetch_and_set_claim<C: FetchClaim>(&self, claim: &C) -> Result<(), Error> {
        let context = self.claim_context(&self.0.super_tokens);
        self.merge(claims::fetching(claim, context).await?).await
    }

    /// Removes a claim. The client receives the new token with the answer.
    ///
    /// # Errors
    /// As of [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "removeClaim")]
    pub async fn remove_claim<C: Claim>(&self, claim: &C) -> Result<(), Error> {
        self.merge(claims::removing(claim.key())).await
    }

    /// The data kept with the session in the core's database.
    ///
    /// Calls `GET /recipe/session` of the core.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] when the session has been revoked meanwhile, [`Error::Core`].
    #[doc(alias = "getSessionData")]
    #[doc(alias = "getSessionDataFromDatabase")]
    pub async fn session_data(&self) -> Result<JsonObject, Error> {
        Ok(self.information().await?.data)
    }

    /// Replaces the data kept with the session in the core's database, as a whole.
    ///
    /// Calls `PUT /recipe/session/data` of the core.
    ///
    /// # Errors
    /// [`Error::NotAnObject`] for anything but a JSON object, [`Error::NestedTooDeeply`], [`Error::Unauthorised`] when
    /// the session has been revoked meanwhile, [`Error::Core`].
    #[doc(alias = "updateSessionData")]
    #[doc(alias = "updateSessionDataInDatabase")]
    pub async fn update_session_data(&self, data: impl Serialize) -> Result<(), Error> {
        let data = object("the session data", data)?;
        let super_tokens = &self.0.super_tokens;
        let found = super_tokens
            .functions()
            .update_session_data(self.handle(), data, super_tokens)
            .await?;
        if found { Ok(()) } else { Err(Error::gone()) }
    }

    /// When the session began, in epoch milliseconds.
    ///
    /// Calls `GET /recipe/session` of the core.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] when the session has been revoked meanwhile, [`Error::Core`].
    #[doc(alias = "getTimeCreated")]
    pub async fn time_created(&self) -> Result<u64, Error> {
        Ok(self.information().await?.time_created)
    }

    /// When the session ends unless it is refreshed before, in epoch milliseconds.
    ///
    /// Calls `GET /recipe/session` of the core.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] when the session has been revoked meanwhile, [`Error::Core`].
    #[doc(alias = "getExpiry")]
    pub async fn expiry(&self) -> Result<u64, Error> {
        Ok(self.information().await?.expiry)
    }

    /// The session's tokens as they are by now. Whoever has them has the session: never log them.
    #[doc(alias = "getAllSessionTokensDangerously")]
    #[doc(alias = "getAccessToken")]
    pub fn all_tokens_dangerously(&self) -> SessionTokens {
        let tokens = self.tokens();
        SessionTokens {
            access_token: tokens.access_token.as_str().to_owned(),
            refresh_token: tokens
                .refresh_token
                .as_ref()
                .map(|refresh| refresh.token.clone()),
            refresh_token_expiry: tokens.refresh_token.as_ref().map(|refresh| refresh.expiry),
            front_token: self.front_token(&tokens),
            anti_csrf_token: tokens.anti_csrf_token.clone(),
            access_and_front_token_updated: tokens.updated,
        }
    }

    /// Ends the session, in the core and in the client, which loses its tokens with the answer.
    ///
    /// Access tokens that were copied elsewhere live on until they expire, except on routes with
    /// `check_database`. Calls `POST /recipe/session/remove` of the core.
    ///
    /// # Errors
    /// [`Error::Core`] when the core could not be asked; the client keeps its tokens then.
    #[doc(alias = "revokeSession")]
    pub async fn revoke(&self) -> Result<(), Error> {
        let super_tokens = &self.0.super_tokens;
        super_tokens
            .functions()
            .revoke_sessions(&[self.handle()], super_tokens)
            .await?;
        self.tokens().revoked = true;
        if let Some(Attachment { outbox, method }) = self.0.attached.get() {
            outbox.open().clear(*method);
        }
        Ok(())
    }
}

/// All tokens of a session. Its `Debug` shows none of them.
#[derive(Clone)]
#[non_exhaustive]
pub struct SessionTokens {
    /// The access token.
    pub access_token: String,
    /// The refresh token, where the session was created or refreshed just now.
    pub refresh_token: Option<String>,
    /// When the refresh token expires, in epoch milliseconds.
    pub refresh_token_expiry: Option<u64>,
    /// What the front end is told of the access token.
    pub front_token: String,
    /// The anti-csrf token, where one is used.
    pub anti_csrf_token: Option<String>,
    /// Whether the client has an older access token.
    pub access_and_front_token_updated: bool,
}

impl SessionTokens {
    /// The tokens of a session of which only the access token is known.
    pub fn new(access_token: impl Into<String>) -> Self {
        Self {
            access_token: access_token.into(),
            refresh_token: None,
            refresh_token_expiry: None,
            front_token: String::new(),
            anti_csrf_token: None,
            access_and_front_token_updated: false,
        }
    }
}

impl fmt::Debug for SessionTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionTokens")
            .field(
                "access_and_front_token_updated",
                &self.access_and_front_token_updated,
            )
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("handle", &self.handle())
            .field("user_id", &self.user_id())
            .field("tenant_id", &self.tenant_id())
            .finish_non_exhaustive()
    }
}
