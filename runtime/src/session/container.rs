use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::functions::Regenerated;
use super::information::SessionInformation;
use super::payload::{merged, object};
use super::{SuperTokens, claims};
use crate::cdi::{JsonObject, Token};
use crate::claims::{Claim, ClaimContext, ClaimValidator, FetchClaim};
use crate::config::TransferMethod;
use crate::error::Error;
use crate::token::AccessToken;
use crate::transfer::{Outbox, front_token};

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
    payload: Arc<JsonObject>,
    refresh_token: Option<Token>,
    anti_csrf_token: Option<String>,
    /// Whether the client has an older access token.
    updated: bool,
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
        Arc::clone(&self.tokens().payload)
    }

    /// The claims of the access token as a type of yours.
    ///
    /// # Errors
    /// [`Error::Payload`] when the claims do not fit the type.
    pub fn access_token_payload_as<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let payload = Value::Object(self.access_token_payload().as_ref().clone());
        serde_json::from_value(payload).map_err(|source| Error::Payload(Arc::new(source)))
    }

    /// Sets claims of the access token: those in `update` are added or replaced, those that are `null` in it
    /// are removed. The client receives the new token with the answer.
    ///
    /// Calls `POST /recipe/session/regenerate` of the core.
    ///
    /// # Errors
    /// [`Error::ProtectedClaim`] for a claim that belongs to the core, [`Error::NotAnObject`] for anything but
    /// a JSON object, [`Error::Unauthorised`] when the session has been revoked meanwhile, [`Error::Core`].
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
        claims::assert(self, validators, &self.0.super_tokens).await
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
    /// [`Error::NotAnObject`] for anything but a JSON object, [`Error::Unauthorised`] when the session has
    /// been revoked meanwhile, [`Error::Core`].
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
        if let Some(Attachment { outbox, method }) = self.0.attached.get() {
            outbox.open().clear(*method);
        }
        Ok(())
    }
}

/// What the crate itself does with a session.
impl Session {
    /// A session from a token whose signature was checked or that just came from the core.
    pub(crate) fn new(super_tokens: &SuperTokens, access_token: AccessToken) -> Self {
        let claims = access_token.claims.clone();
        Self(Arc::new(Inner {
            super_tokens: super_tokens.clone(),
            handle: claims.session_handle,
            user_id: claims.user_id,
            recipe_user_id: claims.recipe_user_id,
            tenant_id: claims.tenant_id,
            tokens: Mutex::new(Tokens {
                payload: Arc::clone(&access_token.payload),
                access_token,
                refresh_token: None,
                anti_csrf_token: None,
                updated: false,
            }),
            changing_payload: tokio::sync::Mutex::default(),
            attached: OnceLock::new(),
        }))
    }

    /// A session whose tokens the client does not have yet.
    pub(crate) fn with_new_tokens(
        super_tokens: &SuperTokens,
        access_token: AccessToken,
        refresh_token: Token,
        anti_csrf_token: Option<String>,
    ) -> Self {
        let session = Self::new(super_tokens, access_token);
        let mut tokens = session.tokens();
        tokens.refresh_token = Some(refresh_token);
        tokens.anti_csrf_token = anti_csrf_token;
        tokens.updated = true;
        drop(tokens);
        session
    }

    /// How the client carries the session's tokens, once it is known.
    pub(crate) fn transfer_method(&self) -> Option<TransferMethod> {
        self.0.attached.get().map(|attachment| attachment.method)
    }

    pub(crate) fn access_token(&self) -> AccessToken {
        self.tokens().access_token.clone()
    }

    /// Remembers the anti-csrf token of the request, which goes out again with a new access token.
    pub(crate) fn keep_anti_csrf_token(&self, token: Option<&str>) {
        self.tokens().anti_csrf_token = token.map(str::to_owned);
    }

    /// Puts another access token in the place of the current one, here and in the client.
    pub(crate) fn replace_access_token(&self, access_token: AccessToken) {
        let mut tokens = self.tokens();
        tokens.payload = Arc::clone(&access_token.payload);
        tokens.access_token = access_token;
        tokens.updated = true;
        if let Some(Attachment { outbox, method }) = self.0.attached.get() {
            outbox.open().set_access_token(
                *method,
                tokens.access_token.as_str(),
                self.front_token(&tokens),
            );
        }
    }

    /// From now on new tokens go to this answer; those that the client lacks already go at once.
    pub(crate) fn attach(&self, outbox: &Outbox, method: TransferMethod) {
        if self
            .0
            .attached
            .set(Attachment {
                outbox: outbox.clone(),
                method,
            })
            .is_err()
        {
            return;
        }
        let tokens = self.tokens();
        if !tokens.updated {
            return;
        }
        let mut outgoing = outbox.open();
        outgoing.set_access_token(
            method,
            tokens.access_token.as_str(),
            self.front_token(&tokens),
        );
        if let Some(refresh) = &tokens.refresh_token {
            outgoing.set_refresh_token(method, &refresh.token, refresh.expiry);
        }
        if let Some(anti_csrf) = &tokens.anti_csrf_token {
            outgoing.set_anti_csrf(anti_csrf);
        }
    }

    /// Has the core make a new access token: with this payload of the user's, or with the one it has stored.
    pub(crate) async fn regenerate(&self, user_payload: Option<JsonObject>) -> Result<(), Error> {
        let super_tokens = &self.0.super_tokens;
        let current = self.access_token();
        let made = super_tokens
            .functions()
            .regenerate_access_token(&current, user_payload, super_tokens)
            .await?;
        match made.ok_or_else(Error::gone)? {
            Regenerated {
                access_token: Some(token),
                ..
            } => self.replace_access_token(token),
            // The token has expired meanwhile. The change is stored and reaches the client with its refresh.
            Regenerated {
                access_token: None,
                payload: stored,
            } => {
                let mut tokens = self.tokens();
                let mut payload = tokens.payload.as_ref().clone();
                payload.extend(stored);
                tokens.payload = Arc::new(payload);
            }
        }
        Ok(())
    }

    pub(super) async fn merge(&self, update: JsonObject) -> Result<(), Error> {
        let _turn = self.0.changing_payload.lock().await;
        let user_payload = merged(&self.access_token_payload(), update)?;
        self.regenerate(Some(user_payload)).await
    }

    pub(super) fn claim_context(&self, super_tokens: &SuperTokens) -> ClaimContext {
        ClaimContext {
            user_id: self.user_id().to_owned(),
            recipe_user_id: self.recipe_user_id().to_owned(),
            tenant_id: self.tenant_id().to_owned(),
            payload: self.access_token_payload(),
            core: super_tokens.core.clone(),
        }
    }

    async fn information(&self) -> Result<SessionInformation, Error> {
        let super_tokens = &self.0.super_tokens;
        super_tokens
            .functions()
            .session_information(self.handle(), super_tokens)
            .await?
            .ok_or_else(Error::gone)
    }

    fn front_token(&self, tokens: &Tokens) -> String {
        front_token(
            self.user_id(),
            tokens.access_token.claims.expiry_ms,
            &tokens.payload,
        )
    }

    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.0.tokens.lock().unwrap_or_else(PoisonError::into_inner)
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
