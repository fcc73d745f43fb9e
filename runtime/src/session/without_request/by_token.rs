//! Functions for the access token of a session that was verified before.

use serde::Serialize;

use crate::error::{Error, UnauthorisedReason};
use crate::session::container::{Session, SessionTokens};
use crate::session::overrides::Regenerated;
use crate::session::payload::object;
use crate::session::super_tokens::SuperTokens;
use crate::token::AccessToken;

impl SuperTokens {
    /// Makes a session from tokens that were verified before, for example in another process. Nothing is checked and
    /// the core is not called. Never pass tokens that come from a client: [verify](Self::verify_token) them. The front
    /// token is made again from the access token.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] if the text is not an access token.
    pub fn session_from_tokens_dangerously(&self, tokens: SessionTokens) -> Result<Session, Error> {
        let access_token = parse(&tokens.access_token)?;
        Ok(Session::from_tokens(self, access_token, tokens))
    }

    /// Makes an access token with another payload and the same expiry. Returns `None` if there is no such session. The
    /// core does not check the token's signature, so verify the token first. Calls `POST /recipe/session/regenerate`.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] if the text is not an access token, and those of
    /// [`merge_into_access_token_payload`](Self::merge_into_access_token_payload).
    #[doc(alias = "regenerateAccessToken")]
    pub async fn regenerate_access_token(
        &self,
        access_token: &str,
        payload: impl Serialize,
    ) -> Result<Option<Regenerated>, Error> {
        let payload = object("the access token payload", payload)?;
        let access_token = parse(access_token)?;
        self.functions()
            .regenerate_access_token(&access_token, Some(payload), self)
            .await
    }
}

fn parse(access_token: &str) -> Result<AccessToken, Error> {
    AccessToken::parse(access_token)
        .map_err(|defect| Error::unauthorised(UnauthorisedReason::Unusable(defect), false))
}
