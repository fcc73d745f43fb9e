//! The session of a request: its token is found, verified and checked.

use super::SessionRequest;
use crate::config::{REFRESH_PATH, TransferMethod};
use crate::error::{Chain, Error, RefreshReason, UnauthorisedReason};
use crate::session::claims;
use crate::session::container::Session;
use crate::session::options::VerifyOptions;
use crate::session::original::{Checks, verify};
use crate::session::overrides::{AntiCsrfToken, Verification};
use crate::token::AccessToken;
use crate::transfer::TokenKind;

impl SessionRequest<'_> {
    /// Finds the request's session through the API in use. `None` only if no session is required and the request has no
    /// token.
    pub(crate) async fn find_session(
        &self,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        match self.super_tokens.overridden_apis() {
            Some(apis) => apis.verify_session(self, options).await,
            None => self.find_original(options).await,
        }
    }

    /// The original of [`SessionApis::verify_session`](crate::overrides::SessionApis::verify_session).
    pub(in crate::session) async fn find_original(
        &self,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        if self.is_refresh() {
            return Box::pin(self.refresh()).await.map(Some);
        }
        if self.incoming.has_legacy_cookie() {
            return Err(RefreshReason::LegacySession.into());
        }
        let (access_token, method) = self.find_token(options.required)?.unzip();
        self.pass_trace_on_if_called(access_token.as_ref(), &options);
        let checks = Checks {
            required: options.required,
            database: options.check_database,
            anti_csrf: self.wants_anti_csrf(&options, method)?,
            anti_csrf_token: self.incoming.anti_csrf(),
        };
        let session = self.verify(access_token, checks, &options).await?;
        if let Some(session) = &session {
            // Attached before the claims are checked, so that a new token of this check is sent in any case. Without a
            // token the session comes from an override, which does not know the method either.
            let method = method.or(self.incoming.allowed());
            session.attach(self.super_tokens, method.unwrap_or(TransferMethod::Header));
            claims::check(session, &options.claims, self.super_tokens).await?;
        }
        Ok(session)
    }

    /// Whether this is the front end's call for new tokens.
    fn is_refresh(&self) -> bool {
        let app = &self.super_tokens.config().app;
        let path = self.info().path().strip_prefix(app.api_base_path.as_str());
        self.info().method() == "POST"
            && path.is_some_and(|rest| rest.trim_end_matches('/') == REFRESH_PATH)
    }

    /// Looks at the header before the cookie. A token that is not ours is skipped, so that a foreign bearer token does
    /// not hide a cookie session. If no other token is found and a session is `required`, it is an error.
    fn find_token(&self, required: bool) -> Result<Option<(AccessToken, TransferMethod)>, Error> {
        let mut defect = None;
        for method in [TransferMethod::Header, TransferMethod::Cookie] {
            if !self.incoming.allows(method) {
                continue;
            }
            let Some(text) = self.incoming.token(TokenKind::Access, method) else {
                continue;
            };
            match self.super_tokens.keys().token(&text) {
                Ok(_)
                    if method == TransferMethod::Cookie
                        && self.incoming.has_duplicates(TokenKind::Access) =>
                {
                    return Err(RefreshReason::DuplicateCookies.into());
                }
                Ok(token) => return Ok(Some((token, method))),
                Err(found) => {
                    tracing::debug!(?method, reason = %Chain(&found), "passing over a token that is not ours");
                    defect.get_or_insert(found);
                }
            }
        }
        match defect {
            // The client keeps its tokens: a refresh may be under way that replaces them.
            Some(defect) if required => Err(Error::unauthorised(
                UnauthorisedReason::Unusable(defect),
                false,
            )),
            _ => Ok(None),
        }
    }

    /// Verifies the token with the function in use.
    async fn verify(
        &self,
        access_token: Option<AccessToken>,
        checks: Checks<'_>,
        options: &VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        let Some(functions) = self.super_tokens.overridden_functions() else {
            return verify(access_token, checks, self.super_tokens).await;
        };
        let input = Verification {
            access_token,
            anti_csrf_token: checks.anti_csrf_token.map(AntiCsrfToken::from),
            options: options.clone().anti_csrf_check(checks.anti_csrf),
        };
        functions.verify_session(input, self.super_tokens).await
    }
}
