//! Verifying an access token that did not come with a request.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use crate::error::{Error, UnauthorisedReason};
use crate::session::claims;
use crate::session::container::Session;
use crate::session::options::VerifyOptions;
use crate::session::overrides::{AntiCsrfToken, Verification};
use crate::session::super_tokens::SuperTokens;
use crate::token::AccessToken;

impl SuperTokens {
    /// Verifies an access token that came some other way than with a request: by a WebSocket, a queue, gRPC.
    ///
    /// Awaiting the result gives the [`Session`]; [`optional`](VerifyToken::optional) gives an `Option` of it. The core
    /// is called where it must decide, as for a request.
    ///
    /// ```
    /// use rocket_supertokens::{Error, SuperTokens};
    /// use rocket_supertokens::policy::VerifyOptions;
    ///
    /// async fn user_of(super_tokens: &SuperTokens, message: &str) -> Result<String, Error> {
    ///     // No foreign page knows the token, so this cannot be a forged request.
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
/// Awaiting it fails with [`Error::Unauthorised`] where the text is not an access token or the session is gone, with
/// [`Error::TryRefreshToken`] where the token has expired, its signature is wrong or the anti-csrf token does not fit, with
/// [`Error::InvalidClaims`] where the claims are not enough, and with [`Error::CustomHeaderUncheckable`] where `anti_csrf`
/// is the custom header and the options do not switch the check off, since there is no request to look at. Where the core
/// is called, also with [`Error::Core`].
#[must_use = "the token is verified when this is awaited"]
pub struct VerifyToken<'s> {
    super_tokens: &'s SuperTokens,
    access_token: &'s str,
    anti_csrf_token: Option<AntiCsrfToken>,
    options: VerifyOptions,
}

impl VerifyToken<'_> {
    /// The anti-csrf token that came with the access token.
    #[doc(alias = "antiCsrfToken")]
    pub fn anti_csrf(mut self, token: impl Into<AntiCsrfToken>) -> Self {
        self.anti_csrf_token = Some(token.into());
        self
    }

    /// What is checked. The option [`required`](VerifyOptions::required) makes no difference here.
    pub fn options(mut self, options: VerifyOptions) -> Self {
        self.options = options;
        self
    }

    /// Verifies the token; `None` where the text is not an access token. One that has expired or is wrongly signed is an
    /// error all the same.
    ///
    /// # Errors
    /// As [`VerifyToken`] has them, but for the text that is not an access token.
    #[doc(alias = "sessionRequired")]
    pub async fn optional(self) -> Result<Option<Session>, Error> {
        self.verify(false).await
    }

    async fn verify(self, required: bool) -> Result<Option<Session>, Error> {
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
            // Only a function of the application's can find no session here.
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
