use std::time::Duration;

use serde::Serialize;

use super::claims;
use super::original::create;
use super::overrides::{
    AntiCsrfToken, NewSession, Refresh, RefreshToken, Regenerated, SessionInformation,
    SessionsOfUser, Verification,
};
use super::payload::object;
use super::{Session, SessionTokens, SuperTokens, VerifyOptions};
use crate::cdi::{CreateJwt, CreateJwtResponse};
use crate::error::{CoreError, Error, UnauthorisedReason};
use crate::token::AccessToken;

/// A JWT lives this long unless told otherwise: a hundred years.
const JWT_VALIDITY: Duration = Duration::from_secs(3_153_600_000);
/// Keys past their age are cacheable this long, while the core brings no newer ones.
const OLD_JWKS_MAX_AGE: Duration = Duration::from_secs(60);

/// What needs no request. Tokens that these functions bring go to nobody by themselves.
///
/// All fail with [`Error::Core`] when the core gives no usable answer.
impl SuperTokens {
    /// Begins a session; its tokens are in [`Session::all_tokens_dangerously`].
    #[doc(alias = "createNewSessionWithoutRequestResponse")]
    pub async fn create_session(&self, new: NewSession) -> Result<Session, Error> {
        let new = create::prepare(new, self).await?;
        self.functions().create_session(new, self).await
    }

    /// Verifies an access token that came some other way than with a request: by a WebSocket, a queue, gRPC.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] when it is no access token or the session is gone, [`Error::TryRefreshToken`] when
    /// it has expired or its signature is wrong, [`Error::InvalidClaims`] when its claims are not enough.
    #[doc(alias = "getSessionWithoutRequestResponse")]
    pub async fn verify_token(
        &self,
        access_token: &str,
        anti_csrf_token: Option<&str>,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        let access_token = match AccessToken::parse(access_token) {
            Ok(token) => token,
            Err(_) if !options.required => return Ok(None),
            Err(defect) => {
                return Err(Error::unauthorised(
                    UnauthorisedReason::Unusable(defect),
                    false,
                ));
            }
        };
        let anti_csrf_token = anti_csrf_token.map(AntiCsrfToken::from);
        let rules = options.claims.clone();
        let input = Verification {
            access_token: Some(access_token),
            anti_csrf_token,
            options,
        };
        let session = self.functions().verify_session(input, self).await?;
        if let Some(session) = &session {
            claims::check(session, &rules, self).await?;
        }
        Ok(session)
    }

    /// A session from tokens that were verified before, for instance in another process. Nothing is checked here
    /// and the core is not called: never pass tokens that come from a client, [verify](Self::verify_token) those.
    /// The front token is made anew.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] when the access token is none.
    pub fn session_from_tokens_dangerously(&self, tokens: SessionTokens) -> Result<Session, Error> {
        let access_token = AccessToken::parse(&tokens.access_token)
            .map_err(|defect| Error::unauthorised(UnauthorisedReason::Unusable(defect), false))?;
        Ok(Session::from_tokens(self, access_token, tokens))
    }

    /// Trades a refresh token for new tokens.
    ///
    /// # Errors
    /// [`Error::Unauthorised`], [`Error::TokenTheftDetected`]; [`Error::CustomHeaderUncheckable`] where `anti_csrf` is
    /// the custom header and not disabled here, since there is no request to look at.
    #[doc(alias = "refreshSessionWithoutRequestResponse")]
    pub async fn refresh_session(
        &self,
        refresh_token: impl Into<RefreshToken>,
        disable_anti_csrf: bool,
        anti_csrf_token: Option<&str>,
    ) -> Result<Session, Error> {
        let anti_csrf_token = anti_csrf_token.map(AntiCsrfToken::from);
        let input = Refresh {
            refresh_token: refresh_token.into(),
            anti_csrf_token,
            disable_anti_csrf,
        };
        self.functions().refresh_session(input, self).await
    }

    /// What the core's database has of a session; `None` if it has none.
    #[doc(alias = "getSessionInformation")]
    pub async fn session_information(
        &self,
        session_handle: &str,
    ) -> Result<Option<SessionInformation>, Error> {
        self.functions()
            .session_information(session_handle, self)
            .await
    }

    /// Handles of a user's sessions that have not expired.
    #[doc(alias = "getAllSessionHandlesForUser")]
    pub async fn session_handles_of_user(
        &self,
        user: SessionsOfUser,
    ) -> Result<Vec<String>, Error> {
        self.functions().session_handles_of_user(user, self).await
    }

    /// Ends a session; false if there was none. Its access token works until it expires, except where the
    /// database is checked.
    #[doc(alias = "revokeSession")]
    pub async fn revoke_session(&self, session_handle: &str) -> Result<bool, Error> {
        Ok(self.revoke_sessions(&[session_handle]).await?.len() == 1)
    }

    /// Ends several sessions; returns the handles of those that existed.
    #[doc(alias = "revokeMultipleSessions")]
    pub async fn revoke_sessions(&self, session_handles: &[&str]) -> Result<Vec<String>, Error> {
        self.functions()
            .revoke_sessions(session_handles, self)
            .await
    }

    /// Ends a user's sessions; returns their handles.
    #[doc(alias = "revokeAllSessionsForUser")]
    pub async fn revoke_sessions_of_user(
        &self,
        user: SessionsOfUser,
    ) -> Result<Vec<String>, Error> {
        self.functions().revoke_sessions_of_user(user, self).await
    }

    /// Replaces a session's data in the core's database; false if there is no such session.
    #[doc(alias = "updateSessionDataInDatabase")]
    pub async fn update_session_data(
        &self,
        session_handle: &str,
        data: impl Serialize,
    ) -> Result<bool, Error> {
        let data = object("the session data", data)?;
        self.functions()
            .update_session_data(session_handle, data, self)
            .await
    }

    /// Merges claims into what the session's next access token will have; false if there is no such session.
    /// `null` removes a claim.
    ///
    /// # Errors
    /// [`Error::ProtectedClaim`], and [`Error::PayloadTooLarge`], [`Error::NestedTooDeeply`], [`Error::NotBefore`] for
    /// what no token can carry.
    #[doc(alias = "mergeIntoAccessTokenPayload")]
    pub async fn merge_into_access_token_payload(
        &self,
        session_handle: &str,
        update: impl Serialize,
    ) -> Result<bool, Error> {
        let update = object("the access token payload", update)?;
        self.functions()
            .merge_into_access_token_payload(session_handle, update, self)
            .await
    }

    /// Makes an access token with another payload and the same expiry; `None` if there is no such session. The
    /// core does not check the token's signature: verify it first.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] when it is no access token; as of
    /// [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "regenerateAccessToken")]
    pub async fn regenerate_access_token(
        &self,
        access_token: &str,
        payload: impl Serialize,
    ) -> Result<Option<Regenerated>, Error> {
        let payload = object("the access token payload", payload)?;
        let access_token = AccessToken::parse(access_token)
            .map_err(|defect| Error::unauthorised(UnauthorisedReason::Unusable(defect), false))?;
        self.functions()
            .regenerate_access_token(&access_token, Some(payload), self)
            .await
    }

    /// Signs any claims as a JWT that the core's keys verify. It is no access token, whatever its claims. Default
    /// validity: a hundred years; default key: the one that never rotates. Calls `POST /recipe/jwt`.
    #[doc(alias = "createJWT")]
    pub async fn create_jwt(
        &self,
        payload: impl Serialize,
        validity: Option<Duration>,
        use_static_signing_key: bool,
    ) -> Result<String, Error> {
        let mut payload = object("the payload", payload)?;
        let app = &self.config().app;
        payload.entry("iss").or_insert_with(|| app.issuer().into());
        let call = CreateJwt {
            payload: &payload,
            validity: validity.unwrap_or(JWT_VALIDITY).as_secs(),
            use_static_signing_key,
            algorithm: "RS256",
            jwks_domain: app.api_domain.as_str(),
        };
        match self.call(&call).await? {
            CreateJwtResponse::Ok { jwt } => Ok(jwt),
            CreateJwtResponse::UnsupportedAlgorithmError => {
                Err(CoreError::UnsupportedAlgorithm.into())
            }
        }
    }

    /// The keys that verify access tokens and JWTs: those at hand, which the core's
    /// `GET /.well-known/jwks.json` has brought. It is called only where there are none yet, or where they are older
    /// than the core lets them be cached; while it is away, the old ones are returned.
    #[doc(alias = "getJWKS")]
    pub async fn jwks(&self) -> Result<KeySetText, Error> {
        let keys = self.keys().key_set().await?;
        let fresh_for = keys.fresh_for();
        Ok(KeySetText {
            json: keys.json.clone(),
            max_age: if fresh_for.is_zero() {
                OLD_JWKS_MAX_AGE
            } else {
                fresh_for
            },
        })
    }

    /// What an OpenID client needs to verify our tokens: the issuer and where its keys are.
    #[doc(alias = "getOpenIdDiscoveryConfiguration")]
    pub fn openid_configuration(&self) -> OpenIdConfiguration {
        let issuer = self.config().app.issuer();
        OpenIdConfiguration {
            jwks_uri: format!("{issuer}/jwt/jwks.json"),
            issuer,
        }
    }
}

/// The core's key set.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeySetText {
    /// The set, as JSON: `{"keys":[..]}`.
    pub json: String,
    /// How long it may be cached.
    pub max_age: Duration,
}

/// The OpenID discovery document. It names only what is served here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OpenIdConfiguration {
    /// The `iss` of the tokens.
    pub issuer: String,
    /// Where the keys are.
    pub jwks_uri: String,
}
