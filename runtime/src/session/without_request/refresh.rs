//! Refreshes a session whose refresh token did not come with a request.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use crate::error::Error;
use crate::measure::follow_refresh;
use crate::session::container::Session;
use crate::session::overrides::{AntiCsrfToken, Refresh, RefreshToken};
use crate::session::super_tokens::SuperTokens;

impl SuperTokens {
    /// Trades a refresh token for new tokens. They are in [`Session::all_tokens_dangerously`]. Nothing happens until
    /// you await the result, which calls `POST /recipe/session/refresh`; [`RefreshSession`] lists the errors.
    ///
    /// ```
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// async fn renew(super_tokens: &SuperTokens, refresh_token: &str) -> Result<String, Error> {
    ///     let session = super_tokens.refresh(refresh_token).without_anti_csrf().await?;
    ///     Ok(session.all_tokens_dangerously().access_token)
    /// }
    /// ```
    #[doc(alias = "refreshSessionWithoutRequestResponse")]
    #[doc(alias = "refreshSession")]
    pub fn refresh(&self, refresh_token: impl Into<RefreshToken>) -> RefreshSession<'_> {
        RefreshSession {
            super_tokens: self,
            refresh: Refresh {
                refresh_token: refresh_token.into(),
                anti_csrf_token: None,
                disable_anti_csrf: false,
            },
        }
    }
}

/// A refresh token about to be traded; see [`SuperTokens::refresh`].
///
/// Awaiting it calls `POST /recipe/session/refresh` of the core and returns the [`Session`].
///
/// # Errors
/// Awaiting it fails with:
///
/// - [`Error::Unauthorised`] if the core refuses the token.
/// - [`Error::TokenTheftDetected`] if the token was replaced before.
/// - [`Error::CustomHeaderUncheckable`] if `anti_csrf` is `via-custom-header` and
///   [`without_anti_csrf`](Self::without_anti_csrf) was not called: there is no request that could have the header.
/// - [`Error::Core`] if the core sends no usable response.
#[derive(Debug)]
#[must_use = "the token is traded when this is awaited"]
pub struct RefreshSession<'s> {
    super_tokens: &'s SuperTokens,
    refresh: Refresh,
}

impl RefreshSession<'_> {
    /// Passes the anti-csrf token that came with the refresh token.
    #[doc(alias = "antiCsrfToken")]
    pub fn anti_csrf(mut self, token: impl Into<AntiCsrfToken>) -> Self {
        self.refresh.anti_csrf_token = Some(token.into());
        self
    }

    /// Refreshes without an anti-csrf token, for a session that does not use cookies.
    #[doc(alias = "disableAntiCsrf")]
    pub fn without_anti_csrf(mut self) -> Self {
        self.refresh.disable_anti_csrf = true;
        self
    }
}

impl<'s> IntoFuture for RefreshSession<'s> {
    type Output = Result<Session, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 's>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self {
            super_tokens,
            refresh,
        } = self;
        Box::pin(async move {
            let functions = super_tokens.functions();
            let refresh = functions.refresh_session(refresh, super_tokens);
            follow_refresh(super_tokens.figures(), refresh).await
        })
    }
}
