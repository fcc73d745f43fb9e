//! A request: the session that it brings, and the one that it creates.

mod refresh;
mod sessions;

pub use self::sessions::{CreateSession, Sessions};

use crate::config::{AntiCsrf, REFRESH_PATH, RequestInfo, SameSite, TransferMethod};
use crate::error::{Chain, Error, RefreshReason, TokenDefect, UnauthorisedReason};
use crate::session::claims;
use crate::session::container::Session;
use crate::session::options::VerifyOptions;
use crate::session::original::create;
use crate::session::original::verify::{Checks, check_anti_csrf, confirm};
use crate::session::overrides::{AntiCsrfToken, NewSession, Verification};
use crate::session::super_tokens::SuperTokens;
use crate::token::AccessToken;
use crate::transfer::{Incoming, Outbox, TokenKind};

/// A request together with the place where the changes to its client's tokens gather.
pub struct SessionRequest<'r> {
    super_tokens: SuperTokens,
    incoming: Incoming<'r>,
    outbox: Outbox,
}

impl<'r> SessionRequest<'r> {
    pub(crate) fn new(
        super_tokens: &SuperTokens,
        request: &'r dyn RequestInfo,
        outbox: &Outbox,
    ) -> Self {
        let incoming = Incoming::new(request, &super_tokens.config().transfer);
        Self {
            super_tokens: super_tokens.clone(),
            incoming,
            outbox: outbox.clone(),
        }
    }

    /// Method, path and headers.
    pub fn info(&self) -> &'r dyn RequestInfo {
        self.incoming.request
    }

    /// SuperTokens, remembering what it reads from the core for the length of this request.
    pub fn super_tokens(&self) -> &SuperTokens {
        &self.super_tokens
    }

    /// Whether this is the front end's call for new tokens.
    pub(in crate::session) fn is_refresh(&self) -> bool {
        let app = &self.super_tokens.config().app;
        let path = self.info().path().strip_prefix(app.api_base_path.as_str());
        self.info().method() == "POST"
            && path.is_some_and(|rest| rest.trim_end_matches('/') == REFRESH_PATH)
    }

    /// Creates a session whose tokens go out with the answer. Tokens of the other method that the client still
    /// has are cleared.
    pub(crate) async fn create_session(&self, new: NewSession) -> Result<Session, Error> {
        let rules = &self.super_tokens.config().transfer;
        let method = self.incoming.method_for_new_session(rules);
        let config = &self.incoming.config;
        if method == TransferMethod::Cookie
            && config.same_site == SameSite::None
            && !config.secure
            && !rules.is_local(self.info())
        {
            return Err(Error::InsecureCookies);
        }
        let new = create::prepare(new, &self.super_tokens).await?;
        let new = NewSession {
            disable_anti_csrf: method == TransferMethod::Header,
            ..new
        };
        let session = self
            .super_tokens
            .functions()
            .create_session(new, &self.super_tokens)
            .await?;
        self.clear_other(method, TokenKind::Access);
        session.attach(&self.outbox, method);
        Ok(session)
    }

    /// Finds and verifies the request's session. `None` only where none is required and no token came.
    pub(in crate::session) async fn session(
        &self,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        if self.incoming.has_legacy_cookie() {
            return Err(RefreshReason::LegacySession.into());
        }
        let (access_token, method) = match self.find_token()? {
            Found::Token(access_token, method) => (Some(*access_token), Some(method)),
            // The tokens stay: a refresh may be under way that brings new ones.
            Found::Unusable(defect) if options.required => {
                return Err(Error::unauthorised(
                    UnauthorisedReason::Unusable(defect),
                    false,
                ));
            }
            Found::Unusable(_) | Found::Nothing => (None, None),
        };
        let anti_csrf = self.wants_anti_csrf(&options, method)?;
        let rules = options.claims.clone();
        let input = Verification {
            access_token,
            anti_csrf_token: self.incoming.anti_csrf().map(AntiCsrfToken::from),
            options: options.anti_csrf_check(anti_csrf),
        };
        let session = self
            .super_tokens
            .functions()
            .verify_session(input, &self.super_tokens)
            .await?;
        if let Some(session) = &session {
            // Attached before the claims are checked, so that a token which that brings goes out in any case.
            // Without a token the session comes from an override, which knows the method no better.
            session.attach(
                &self.outbox,
                method
                    .or(self.incoming.allowed())
                    .unwrap_or(TransferMethod::Header),
            );
            claims::check(session, &rules, &self.super_tokens).await?;
        }
        Ok(session)
    }

    /// Checks what `options` demand of an already verified session; the database only if it was not checked.
    pub(crate) async fn check_difference(
        &self,
        session: &Session,
        database_checked: bool,
        options: &VerifyOptions,
    ) -> Result<(), Error> {
        let anti_csrf_token = self.incoming.anti_csrf();
        let anti_csrf = self.wants_anti_csrf(options, session.transfer_method())?;
        let database = options.check_database && !database_checked;
        let checks = Checks {
            database,
            anti_csrf,
            anti_csrf_token,
        };
        check_anti_csrf(&self.super_tokens, &session.access_token(), checks)?;
        if database {
            confirm(session, checks, &self.super_tokens).await?;
        }
        claims::check(session, &options.claims, &self.super_tokens).await
    }

    /// Clears the other method where the client still has a token of it.
    fn clear_other(&self, method: TransferMethod, kind: TokenKind) {
        for other in TransferMethod::ALL {
            if other != method && self.incoming.token(kind, other).is_some() {
                self.outbox.open().clear(other);
            }
        }
    }

    /// Whether the anti-csrf token is to be checked. The custom header is looked at right here.
    fn wants_anti_csrf(
        &self,
        options: &VerifyOptions,
        method: Option<TransferMethod>,
    ) -> Result<bool, Error> {
        // A foreign site cannot set the Authorization header.
        let wanted = method == Some(TransferMethod::Cookie)
            && options.anti_csrf_check.unwrap_or(!self.incoming.is_get());
        if !wanted || self.incoming.config.anti_csrf != AntiCsrf::ViaCustomHeader {
            return Ok(wanted);
        }
        if self.incoming.has_custom_header() {
            Ok(false)
        } else {
            Err(RefreshReason::CustomHeaderMissing.into())
        }
    }

    /// Header before cookie. What is no token of ours is passed over, so that a foreign bearer token does not
    /// hide a cookie session.
    fn find_token(&self) -> Result<Found, Error> {
        let mut defect = None;
        for method in [TransferMethod::Header, TransferMethod::Cookie] {
            if !self.incoming.allows(method) {
                continue;
            }
            let Some(text) = self.incoming.token(TokenKind::Access, method) else {
                continue;
            };
            match AccessToken::parse(&text) {
                Ok(_)
                    if method == TransferMethod::Cookie
                        && self.incoming.has_duplicates(TokenKind::Access) =>
                {
                    return Err(RefreshReason::DuplicateCookies.into());
                }
                Ok(token) => return Ok(Found::Token(Box::new(token), method)),
                Err(found) => {
                    tracing::debug!(?method, reason = %Chain(&found), "passing over a token that is not ours");
                    defect.get_or_insert(found);
                }
            }
        }
        Ok(defect.map_or(Found::Nothing, Found::Unusable))
    }
}

enum Found {
    Token(Box<AccessToken>, TransferMethod),
    /// A text where a token could be, for instance one of another service.
    Unusable(TokenDefect),
    Nothing,
}
