//! The session that a request begins.

use super::SessionRequest;
use crate::config::{SameSite, TransferMethod};
use crate::error::Error;
use crate::session::claims;
use crate::session::container::Session;
use crate::session::overrides::NewSession;
use crate::transfer::TokenKind;

impl SessionRequest<'_> {
    /// Creates a session and sends its tokens with the response. Tokens of the other transfer method are removed from
    /// the client.
    pub(crate) async fn create_session(&self, new: NewSession) -> Result<Session, Error> {
        let super_tokens = self.super_tokens();
        let rules = &super_tokens.config().transfer;
        let method = self.incoming.method_for_new_session(rules);
        let config = self.incoming.config;
        if method == TransferMethod::Cookie
            && config.same_site == SameSite::None
            && !config.secure
            && !rules.is_local(self.info())
        {
            return Err(Error::InsecureCookies);
        }
        let new = claims::complete(new, super_tokens).await?;
        let new = NewSession {
            disable_anti_csrf: method == TransferMethod::Header,
            ..new
        };
        let session = super_tokens
            .functions()
            .create_session(new, super_tokens)
            .await?;
        self.clear_other(method, TokenKind::Access);
        session.attach(self.super_tokens, method);
        Ok(session)
    }
}
