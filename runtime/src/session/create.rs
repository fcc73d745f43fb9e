use super::payload::without_protected;
use super::verify::from_core;
use super::{Session, SuperTokens};
use crate::cdi::{CreateSession, CreateSessionAnswer, JsonObject};
use crate::error::Error;
use crate::transfer::{Incoming, Outbox, TokenKind, TransferMethod};

/// A session to be.
pub(crate) struct NewSession {
    pub(crate) recipe_user_id: String,
    pub(crate) tenant_id: String,
    /// The user's claims. Those that belong to the core are left out.
    pub(crate) payload: JsonObject,
    pub(crate) data: JsonObject,
}

impl SuperTokens {
    /// Creates a session whose tokens go out with the answer, by the method that the client prefers. Tokens
    /// of the other method that the client still has are cleared.
    pub(crate) async fn create_in_request(
        &self,
        new: NewSession,
        request: &Incoming<'_>,
        outbox: &Outbox,
    ) -> Result<Session, Error> {
        let method = request.preferred_method();
        let session = self.create(new, method == TransferMethod::Header).await?;
        for other in TransferMethod::ALL {
            if other != method && request.token(TokenKind::Access, other).is_some() {
                outbox.open().clear(other);
            }
        }
        session.attach(outbox, method);
        Ok(session)
    }

    /// `POST /<tenant>/recipe/session`.
    async fn create(&self, new: NewSession, disable_anti_csrf: bool) -> Result<Session, Error> {
        let mut payload = without_protected(&new.payload);
        payload.insert("iss".to_owned(), self.config.app.issuer().into());
        let call = CreateSession {
            tenant_id: &new.tenant_id,
            user_id: &new.recipe_user_id,
            user_data_in_jwt: &payload,
            user_data_in_database: &new.data,
            use_dynamic_signing_key: self.config.session.use_dynamic_signing_key,
            enable_anti_csrf: !disable_anti_csrf
                && self.config.session.anti_csrf.uses_core_tokens(),
        };
        let CreateSessionAnswer::Ok(tokens) = self.querier.call(&call).await?;
        let access_token = from_core(&tokens.access_token)?;
        Ok(Session::with_new_tokens(
            self,
            access_token,
            tokens.refresh_token,
            tokens.anti_csrf_token,
        ))
    }
}
