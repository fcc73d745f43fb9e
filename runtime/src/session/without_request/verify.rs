//! Verifying an access token that did not come with a request.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use crate::error::{Error, UnauthorisedReason};
use crate::measure::{VerificationSpan, count_verification};
use crate::session::claims;
use crate::session::container::Session;
use crate::session::options::VerifyOptions;
use crate::session::overrides::{AntiCsrfToken, Verification};
use crate::session::super_tokens::SuperTokens;
use crate::token::AccessToken;

impl SuperTokens {
    /// Verifies an access token that did not come with an HTTP request, but for example by a WebSocket, a queue or
    /// gRPC.
    ///
    /// Awaiting the result returns the [`Session`]; [`optional`](VerifyToken::optional) returns an `Option` of it. As
    /// for a request, `POST /recipe/session/verify` is called only if the core must decide. [`VerifyToken`] lists the
    /// errors.
    ///
    /// ```
    /// use rocket_supertokens::{Error, SuperTokens};
    /// use rocket_supertokens::policy::VerifyOptions;
    ///
    /// async fn user_of(super_tokens: &SuperTokens, message: &str) -> Result<String, Error> {
    ///     // Another web page cannot know the token, so this is not a forged request.
    ///     let options = VerifyOptions::default().anti_csrf_check(false);
    ///     let session = super_tokens.verify_token(message).options(options).await?;
    ///     Ok(session.user_id().to_owned())
    /// }
    /// ```
    #[doc(alias = "getSessionWithoutRequestResponse")]
    pub fn verify_token<'s>(&'s self, access_token: &'s str) -> VerifyToken<'s> {
        VerifyToken {
            super_tokens: self,
            access_token,
            anti_csrf_token: None,
            options: VerifyOptions::default(),
        }
    }
}

/// An access token about to be verified; see [`SuperTokens::verify_token`].
///
/// # Errors
/// Awaiting it fails with:
///
/// - [`Error::Unauthorised`] if the text is not an access token, or if the session has ended.
/// - [`Error::TryRefreshToken`] if the token has expired, its signature is wrong, or the anti-csrf token is wrong.
/// - [`Error::InvalidClaims`] if a check of a claim fails.
/// - [`Error::FetchClaim`] if the value of a claim cannot be fetched.
/// - [`Error::CustomHeaderUncheckable`] if `anti_csrf` is `via-custom-header` and the options do not switch the check
///   off: there is no request that could have the header.
/// - [`Error::Core`] if the core is needed and sends no usable response.
#[must_use = "the token is verified when this is awaited"]
pub struct VerifyToken<'s> {
    super_tokens: &'s SuperTokens,
    access_token: &'s str,
    anti_csrf_token: Option<AntiCsrfToken>,
    options: VerifyOptions,
}

impl VerifyToken<'_> {
    /// Passes the anti-csrf token that came with the access token.
    #[doc(alias = "antiCsrfToken")]
    pub fn anti_csrf(mut self, token: impl Into<AntiCsrfToken>) -> Self {
        self.anti_csrf_token = Some(token.into());
        self
    }

    /// Sets what is checked. The option [`required`](VerifyOptions::required) has no effect here.
    pub fn options(mut self, options: VerifyOptions) -> Self {
        self.options = options;
        self
    }

    /// Verifies the token. Returns `None` if the text is not an access token. A token that has expired or has a wrong
    /// signature is still an error.
    ///
    /// # Errors
    /// Those of [`VerifyToken`], except that a text that is not an access token is `None`.
    #[doc(alias = "sessionRequired")]
    pub async fn optional(self) -> Result<Option<Session>, Error> {
        self.verify(false).await
    }

    async fn verify(self, required: bool) -> Result<Option<Session>, Error> {
        let figures = self.super_tokens.figures();
        let result = match VerificationSpan::begin(None) {
            Some(span) => span.around(self.check(required)).await,
            None => self.check(required).await,
        };
        count_verification(figures, &result);
        result
    }

    async fn check(self, required: bool) -> Result<Option<Session>, Error> {
        let access_token = match AccessToken::parse(self.access_token) {
            Ok(token) => token,
            Err(_) if !required => return Ok(None),
            Err(defect) => {
                let reason = UnauthorisedReason::Unusable(defect);
                return Err(Error::unauthorised(reason, false));
            }
        };
        let rules = self.options.claims.clone();
        let input = Verification {
            access_token: Some(access_token),
            anti_csrf_token: self.anti_csrf_token,
            options: self.options.required(required),
        };
        let functions = self.super_tokens.functions();
        let session = functions.verify_session(input, self.super_tokens).await?;
        if let Some(session) = &session {
            claims::check(session, &rules, self.super_tokens).await?;
        }
        Ok(session)
    }
}

impl<'s> IntoFuture for VerifyToken<'s> {
    type Output = Result<Session, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 's>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            // Here only an override of the application can find no session.
            let found = self.verify(true).await?;
            found.ok_or(Error::unauthorised(UnauthorisedReason::NoToken, false))
        })
    }
}

impl fmt::Debug for VerifyToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyToken")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
