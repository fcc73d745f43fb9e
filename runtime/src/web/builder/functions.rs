//! What only code can give: functions of the request, overrides, claims, changed responses.

use std::sync::Arc;

use super::Builder;
use crate::claims::{
    ClaimContext, ClaimValidator, EmailLookup, EmailLookups, FetchClaim, FetchError,
};
use crate::config::{
    ErrorResponses, RefusalResponse, RequestInfo, TokenNames, TransferMethod, TransferPurpose,
};
use crate::error::Error;
use crate::querier::CoreRequest;
use crate::session::{SessionApis, SessionFunctions};

/// Functions, which only code can set.
impl Builder {
    /// The front end's address as a function of the request, for one API behind several front ends.
    pub fn origin_fn(
        mut self,
        origin: impl Fn(&dyn RequestInfo) -> String + Send + Sync + 'static,
    ) -> Self {
        self.functions.origin = Some(Arc::new(origin));
        self
    }

    /// The transfer method as a function of the request; `None` leaves it to the client.
    #[doc(alias = "getTokenTransferMethod")]
    pub fn token_transfer_method(
        mut self,
        choose: impl Fn(&dyn RequestInfo, TransferPurpose) -> Option<TransferMethod>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.functions.transfer_method = Some(Arc::new(choose));
        self
    }

    /// The tokens' names as a function of the request. They must be valid names of cookies and headers.
    #[doc(alias = "getCookieNameForTokenType")]
    #[doc(alias = "getResponseHeaderNameForTokenType")]
    pub fn token_names(
        mut self,
        names: impl Fn(&dyn RequestInfo) -> TokenNames + Send + Sync + 'static,
    ) -> Self {
        self.functions.token_names = Some(Arc::new(names));
        self
    }

    /// Sees every request to the core, once per attempt, and may change it. The public keys are fetched without.
    #[doc(alias = "networkInterceptor")]
    pub fn core_interceptor(
        mut self,
        intercept: impl Fn(&mut CoreRequest) + Send + Sync + 'static,
    ) -> Self {
        self.parts.interceptor = Some(Arc::new(intercept));
        self
    }

    /// Puts functions of yours in the place of the original ones; see [`SessionFunctions`].
    pub fn override_functions<F: SessionFunctions + 'static>(
        mut self,
        make: impl FnOnce(Arc<dyn SessionFunctions>) -> F + Send + Sync + 'static,
    ) -> Self {
        self.parts
            .functions
            .push(Box::new(|original| Arc::new(make(original))));
        self
    }

    /// Puts APIs of yours in the place of the original ones; see [`SessionApis`].
    pub fn override_apis<A: SessionApis + 'static>(
        mut self,
        make: impl FnOnce(Arc<dyn SessionApis>) -> A + Send + Sync + 'static,
    ) -> Self {
        self.parts
            .apis
            .push(Box::new(|original| Arc::new(make(original))));
        self
    }

    /// Adds a claim to every new session.
    pub fn claim_for_new_sessions(mut self, claim: impl FetchClaim) -> Self {
        self.parts.claims.at_creation.push(Arc::new(claim));
        self
    }

    /// Checks a claim on every protected route that does not say otherwise.
    #[doc(alias = "getGlobalClaimValidators")]
    pub fn global_claim_validator(mut self, validator: impl ClaimValidator) -> Self {
        self.parts.claims.global.push(Arc::new(validator));
        self
    }

    /// Who knows the e-mail addresses of users of your own, whom the core does not know. It is asked before the core
    /// wherever [`EmailVerified`](crate::claims::EmailVerified) needs an address; without it a session of such a user
    /// cannot begin while `email_verification` is on.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    /// use rocket_supertokens::claims::EmailLookup;
    ///
    /// SuperTokens::builder().email_for_recipe_user_id(|context| async move {
    ///     Ok(match context.recipe_user_id.strip_prefix("staff-") {
    ///         Some(name) => EmailLookup::Address(format!("{name}@example.com")),
    ///         None => EmailLookup::Unknown,
    ///     })
    /// });
    /// ```
    #[doc(alias = "getEmailForRecipeUserId")]
    pub fn email_for_recipe_user_id<F>(
        mut self,
        look_up: impl Fn(ClaimContext) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<EmailLookup, FetchError>> + Send + 'static,
    {
        self.parts.context = self.parts.context.with(EmailLookups::new(look_up));
        self
    }

    /// A value for functions of yours, such as a database pool; one of each type. See
    /// [`ClaimContext::get`](crate::claims::ClaimContext::get) and
    /// [`SuperTokens::context`](crate::SuperTokens::context).
    pub fn context_value<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        self.parts.context = self.parts.context.with(value);
        self
    }

    /// Who writes the body of the response to a refused request. Default: this crate, for the front-end SDK.
    pub fn error_responses(mut self, responses: ErrorResponses) -> Self {
        self.refusals.responses = responses;
        self
    }

    /// Changes the responses to refused requests: status, body and headers.
    ///
    /// The closure is called for every [`Error`] that ends a request, whether a guard, a route of the fairing or
    /// the `Err` of a handler brings it: missing and expired sessions, claims that are not enough, and also the
    /// errors that are 400, 500 or 503 by default. It finds the default response and changes what it likes. Several
    /// closures are called in the order in which they were added, each with what the one before it left.
    ///
    /// Tokens are removed, sessions revoked and reasons logged, whatever the closure does. What a closure that panics has
    /// changed is left out.
    ///
    /// ```
    /// use rocket::serde::json::json;
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// SuperTokens::builder().on_refusal(|error, response| match error {
    ///     // The server renders the pages, and sends a visitor without a session to the login page.
    ///     Error::Unauthorised { .. } => {
    ///         response.status = 303;
    ///         response.set_header("Location", "/login");
    ///     }
    ///     // The front end reads `claimValidationErrors`, so the body is extended and not replaced.
    ///     Error::InvalidClaims(_) => response.body["help"] = json!("/help/permissions"),
    ///     // This API reports all its errors in one form. The text of the error belongs in the log only: it may
    ///     // name what clients should not know.
    ///     _ if response.status >= 500 => {
    ///         response.body = json!({ "error": { "code": response.status, "retry": response.status == 503 } });
    ///     }
    ///     _ => {}
    /// });
    /// ```
    ///
    /// With [`ErrorResponses::Catchers`] a body that the closure changed is sent, and the one of the catcher is not;
    /// a body that it leaves alone is left to the catcher. Status and headers count in both cases.
    #[doc(alias = "on_unauthorised")]
    #[doc(alias = "on_try_refresh_token")]
    #[doc(alias = "on_token_theft_detected")]
    #[doc(alias = "on_invalid_claims")]
    #[doc(alias = "on_clear_duplicate_session_cookies")]
    #[doc(alias = "onUnauthorised")]
    #[doc(alias = "onTryRefreshToken")]
    #[doc(alias = "onTokenTheftDetected")]
    #[doc(alias = "onInvalidClaim")]
    #[doc(alias = "onClearDuplicateSessionCookies")]
    pub fn on_refusal(
        mut self,
        change: impl Fn(&Error, &mut RefusalResponse) + Send + Sync + 'static,
    ) -> Self {
        self.refusals.change_by(change);
        self
    }
}
