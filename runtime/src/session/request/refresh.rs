//! Refreshes the session of a request.

use super::SessionRequest;
use crate::config::{AntiCsrf, TransferMethod};
use crate::error::{Error, UnauthorisedReason};
use crate::measure::follow_refresh;
use crate::session::container::Session;
use crate::session::overrides::{AntiCsrfToken, Refresh};
use crate::transfer::TokenKind;

impl SessionRequest<'_> {
    /// Refreshes the session through the API in use.
    pub(crate) async fn refresh(&self) -> Result<Session, Error> {
        let super_tokens = self.super_tokens();
        let refresh = super_tokens.apis().refresh(self);
        let session = follow_refresh(super_tokens.figures(), refresh).await?;
        // An override may have ended the session after its tokens were put into the response.
        session.withdraw_if_ended();
        Ok(session)
    }

    /// The original of [`SessionApis::refresh`](crate::overrides::SessionApis::refresh): trades the request's refresh
    /// token for new tokens, which are sent with the response.
    pub(in crate::session) async fn refresh_original(&self) -> Result<Session, Error> {
        self.clear_duplicates()?;
        let result = self.try_refresh().await;
        let clears = match &result {
            Ok(_) | Err(Error::TokenTheftDetected { .. }) => true,
            Err(Error::Unauthorised { clear_tokens, .. }) => *clear_tokens,
            Err(_) => false,
        };
        if clears && self.incoming.has_legacy_cookie() {
            self.outbox.open().clear_legacy_cookie();
        }
        result
    }

    async fn try_refresh(&self) -> Result<Session, Error> {
        let (method, refresh_token) = self.refresh_token()?;
        let by_header = self.incoming.config.anti_csrf == AntiCsrf::ViaCustomHeader;
        if by_header && method == TransferMethod::Cookie && !self.incoming.has_custom_header() {
            return Err(Error::unauthorised(
                UnauthorisedReason::CustomHeaderMissing,
                true,
            ));
        }
        let input = Refresh {
            refresh_token: refresh_token.into(),
            anti_csrf_token: self.incoming.anti_csrf().map(AntiCsrfToken::from),
            disable_anti_csrf: by_header || method == TransferMethod::Header,
        };
        let super_tokens = self.super_tokens();
        let session = super_tokens
            .functions()
            .refresh_session(input, super_tokens)
            .await?;
        // Cleared first: what is attached afterwards must win.
        self.clear_other(method, TokenKind::Refresh);
        session.attach(self.super_tokens, method);
        Ok(session)
    }

    /// The header comes before the cookie: a client that sends both means the header.
    fn refresh_token(&self) -> Result<(TransferMethod, String), Error> {
        let token = |kind, method| {
            self.incoming
                .token(kind, method)
                .filter(|_| self.incoming.allows(method))
        };
        if let Some(token) = token(TokenKind::Refresh, TransferMethod::Header) {
            return Ok((TransferMethod::Header, token.into_owned()));
        }
        let cookie = token(TokenKind::Refresh, TransferMethod::Cookie);
        if let Some(token) = cookie.filter(|token| !token.is_empty()) {
            return Ok((TransferMethod::Cookie, token.into_owned()));
        }
        let reason = match token(TokenKind::Access, TransferMethod::Cookie) {
            Some(_) => UnauthorisedReason::OnlyAccessToken,
            None => UnauthorisedReason::NoRefreshToken,
        };
        // If no token was seen, nothing is cleared: cookies that were lost on the way must stay.
        Err(Error::unauthorised(reason, !self.incoming.is_silent()))
    }

    /// After a change of the cookie domain a client has two cookies of one name, and the older one may be the
    /// one that arrives first. It is removed, and the client tries again.
    fn clear_duplicates(&self) -> Result<(), Error> {
        if !self.incoming.allows(TransferMethod::Cookie) {
            return Ok(());
        }
        let mut cleared = false;
        for kind in TokenKind::ALL {
            if self.incoming.has_duplicates(kind) {
                let older = self.incoming.config.older_cookie_domain.as_deref();
                let older = older.ok_or(Error::DuplicateSessionCookies)?;
                self.outbox.open().clear_from_domain(kind, older);
                cleared = true;
            }
        }
        if cleared {
            Err(Error::ClearDuplicateSessionCookies)
        } else {
            Ok(())
        }
    }
}
