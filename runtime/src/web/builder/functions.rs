//! Settings that only code can give: functions of the request, overrides, claims, changed responses.

use std::sync::Arc;

use super::Builder;
use crate::claims::{
    ClaimContext, ClaimValidator, EmailLookup, EmailLookups, FetchClaim, FetchError,
};
use crate::config::{
    ErrorResponses, RefusalResponse, RequestInfo, TokenNames, TransferMethod, TransferPurpose,
};
use crate::error::Error;
use crate::mail::{Postbox, SendEmail};
use crate::querier::CoreRequest;
use crate::recipes::DefaultLink;
use crate::recipes::attempts::Limiter;
use crate::recipes::email_password::{self, EmailPassword, InUse};
use crate::recipes::email_verification::{self, EmailVerificationApis, EmailVerificationFunctions};
use crate::session::{SessionApis, SessionFunctions};

/// Functions that only code can set.
impl Builder {
    /// Sets a function that returns the front end's address for a request, if one API has several front ends. It wins
    /// over [`origin`](Self::origin) and [`website_domain`](Self::website_domain). These count where there is no request.
    ///
    /// The links in e-mails lead to this address, with tokens that reset a password. Return only addresses of your own, and
    /// never what a header says without looking it up.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    ///
    /// SuperTokens::builder().origin_fn(|request| {
    ///     let admin = request.header("origin") == Some("https://admin.example.com");
    ///     let host = if admin { "https://admin.example.com" } else { "https://example.com" };
    ///     host.to_owned()
    /// });
    /// ```
    pub fn origin_fn(
        mut self,
        origin: impl Fn(&dyn RequestInfo) -> String + Send + Sync + 'static,
    ) -> Self {
        self.functions.origin = Some(Arc::new(origin));
        self
    }

    /// Sets a function that chooses the transfer method for a request. With `None` the client chooses.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    /// use rocket_supertokens::config::TransferMethod;
    ///
    /// SuperTokens::builder().token_transfer_method(|_, _| Some(TransferMethod::Cookie));
    /// ```
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

    /// Sets a function that returns the names of the tokens for a request. They must be valid names of cookies and
    /// headers.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    /// use rocket_supertokens::config::TokenNames;
    ///
    /// SuperTokens::builder().token_names(|request| {
    ///     let mut names = TokenNames::default();
    ///     if request.header("host") == Some("admin.example.com") {
    ///         names.access_cookie = "adminAccessToken".to_owned();
    ///         names.refresh_cookie = "adminRefreshToken".to_owned();
    ///     }
    ///     names
    /// });
    /// ```
    #[doc(alias = "getCookieNameForTokenType")]
    #[doc(alias = "getResponseHeaderNameForTokenType")]
    pub fn token_names(
        mut self,
        names: impl Fn(&dyn RequestInfo) -> TokenNames + Send + Sync + 'static,
    ) -> Self {
        self.functions.token_names = Some(Arc::new(names));
        self
    }

    /// Sets a function that sees every request to the core, once per attempt, and may change it. It does not see the
    /// request that fetches the public keys.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    /// use rocket_supertokens::http::HeaderValue;
    ///
    /// SuperTokens::builder().core_interceptor(|request| {
    ///     request.headers.insert("x-service", HeaderValue::from_static("comments"));
    /// });
    /// ```
    #[doc(alias = "networkInterceptor")]
    pub fn core_interceptor(
        mut self,
        intercept: impl Fn(&mut CoreRequest) + Send + Sync + 'static,
    ) -> Self {
        self.parts.interceptor = Some(Arc::new(intercept));
        self
    }

    /// Overrides functions of sessions. [`SessionFunctions`] has an example.
    pub fn override_functions<F: SessionFunctions + 'static>(
        mut self,
        make: impl FnOnce(Arc<dyn SessionFunctions>) -> F + Send + Sync + 'static,
    ) -> Self {
        self.parts
            .functions
            .push(Box::new(|original| Arc::new(make(original))));
        self
    }

    /// Overrides APIs, that is what routes and guards do. [`SessionApis`] has an example.
    pub fn override_apis<A: SessionApis + 'static>(
        mut self,
        make: impl FnOnce(Arc<dyn SessionApis>) -> A + Send + Sync + 'static,
    ) -> Self {
        self.parts
            .apis
            .push(Box::new(|original| Arc::new(make(original))));
        self
    }

    /// Fetches a claim for every new session and adds it to the payload.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    /// use rocket_supertokens::claims::UserRole;
    ///
    /// SuperTokens::builder().claim_for_new_sessions(UserRole);
    /// ```
    pub fn claim_for_new_sessions(mut self, claim: impl FetchClaim) -> Self {
        self.parts.claims.at_creation.push(Arc::new(claim));
        self
    }

    /// Adds a global validator: it checks claims on every protected route that does not switch it off.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    /// use rocket_supertokens::claims::BooleanClaim;
    ///
    /// static TERMS: BooleanClaim = BooleanClaim::new("terms");
    ///
    /// SuperTokens::builder().global_claim_validator(TERMS.is_true());
    /// ```
    #[doc(alias = "getGlobalClaimValidators")]
    pub fn global_claim_validator(mut self, validator: impl ClaimValidator) -> Self {
        self.parts.claims.global.push(Arc::new(validator));
        self
    }

    /// Sets a function that looks up the e-mail addresses of users whom the core does not know. When
    /// [`EmailVerified`](crate::claims::EmailVerified) needs an address, the function is called before the core. If
    /// `email_verification` is on, sessions of such users cannot begin without it.
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

    /// Lets users log in with an e-mail address and a password: serves the front end's forms. [`EmailPassword`] has an
    /// example. The last call counts.
    pub fn email_password(mut self, mut email_password: EmailPassword) -> Self {
        self.settings.email_password = Some(email_password.take_settings());
        self.parts.context = match email_password.take_limiter() {
            Some(limiter) => self.parts.context.with(limiter),
            // Not the one of an earlier call.
            None => self.parts.context.without::<Limiter>(),
        };
        let apis = email_password::ApisInUse::new(&mut email_password);
        let context = self.parts.context.with(apis);
        self.parts.context = context.with(InUse::new(email_password));
        self
    }

    /// Sets who sends e-mails: a [`SendEmail`] of your own, a closure, or one of those in [`mail`](crate::mail). It wins
    /// over the section `smtp` and over [`log_emails`](Self::log_emails).
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    /// use rocket_supertokens::mail::Email;
    ///
    /// SuperTokens::builder().send_email(|email: Email| async move {
    ///     // Hand it to your own service here.
    ///     println!("an e-mail to {}", email.recipient());
    ///     Ok(())
    /// });
    /// ```
    #[doc(alias = "emailDelivery")]
    pub fn send_email(mut self, transport: impl SendEmail) -> Self {
        let postbox = Postbox::new(transport);
        self.parts.context = self.parts.context.with(postbox);
        self
    }

    /// Overrides the functions that verify e-mail addresses. [`EmailVerificationFunctions`] has an example.
    pub fn override_email_verification_functions<F: EmailVerificationFunctions + 'static>(
        self,
        make: impl FnOnce(Arc<dyn EmailVerificationFunctions>) -> F,
    ) -> Self {
        self.verify_emails(|in_use| in_use.override_functions(make))
    }

    /// Overrides what the routes for verifying an e-mail address do. [`EmailVerificationApis`] has an example.
    pub fn override_email_verification_apis<A: EmailVerificationApis + 'static>(
        mut self,
        make: impl FnOnce(Arc<dyn EmailVerificationApis>) -> A,
    ) -> Self {
        let context = &self.parts.context;
        let apis = email_verification::ApisInUse::overridden(context, make);
        self.parts.context = context.with(apis);
        self
    }

    /// Sets a function that writes the link in the e-mail with which an address is verified, for a front end that has a
    /// page of its own for it.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    ///
    /// SuperTokens::builder()
    ///     .email_verification_link(|link| link.as_str().replace("/auth/verify-email", "/account/confirm"));
    /// ```
    pub fn email_verification_link(
        self,
        link: impl Fn(&DefaultLink) -> String + Send + Sync + 'static,
    ) -> Self {
        self.verify_emails(|in_use| in_use.replace_link(link))
    }

    fn verify_emails(
        mut self,
        change: impl FnOnce(email_verification::InUse) -> email_verification::InUse,
    ) -> Self {
        let context = &self.parts.context;
        self.parts.context = context.with(change(email_verification::InUse::in_context(context)));
        self
    }

    /// Keeps a value for your own functions, such as a database pool. There is one value of each type. Read it with
    /// [`ClaimContext::get`](crate::claims::ClaimContext::get) or
    /// [`SuperTokens::context`](crate::SuperTokens::context).
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    /// use rocket_supertokens::claims::{ClaimContext, PrimitiveClaim};
    ///
    /// struct Plans(Vec<(String, String)>);
    ///
    /// let plan = PrimitiveClaim::<String>::new("plan").fetched_by(|context: ClaimContext| async move {
    ///     let plans = context.get::<Plans>().ok_or("no plans")?;
    ///     let found = plans.0.iter().find(|(user, _)| *user == context.user_id);
    ///     Ok(found.map(|(_, plan)| plan.clone()))
    /// });
    /// SuperTokens::builder().context_value(Plans(Vec::new())).claim_for_new_sessions(plan);
    /// ```
    pub fn context_value<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        self.parts.context = self.parts.context.with(value);
        self
    }

    /// Sets who writes the body of the response to a refused request. Default: this crate, in the form that the
    /// front-end SDK reads.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    /// use rocket_supertokens::config::ErrorResponses;
    ///
    /// SuperTokens::builder().error_responses(ErrorResponses::Catchers);
    /// ```
    pub fn error_responses(mut self, responses: ErrorResponses) -> Self {
        self.refusals.responses = responses;
        self
    }

    /// Changes the responses to refused requests: status, body and headers.
    ///
    /// The closure is called for every [`Error`] that ends a request. The error may come from a guard, from a route of
    /// the fairing, or from a handler that returns `Err`. It may be a missing or expired session, a failed check of a
    /// claim, or an error whose status is 400, 500 or 503 by default. The closure receives the default response and may
    /// change it. Several closures are called in the order in which they were added; each receives the response of the
    /// one before.
    ///
    /// The closure cannot prevent that tokens are removed, sessions revoked and reasons logged. If the closure
    /// panics, its changes are dropped and the panic is logged.
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
    /// With [`ErrorResponses::Catchers`], a body that the closure changes is sent instead of the catcher's body. If the
    /// closure does not change the body, the catcher writes it. The closure's status and headers are used in both
    /// cases.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipes::attempts::AttemptLimits;

    #[test]
    fn the_last_email_password_counts_with_all_that_it_has() {
        let limited = EmailPassword::new().attempt_limits(AttemptLimits::new());
        let builder = Builder::default().email_password(limited);
        assert!(builder.parts.context.get::<Limiter>().is_some());
        let builder = builder.email_password(EmailPassword::new());
        assert!(builder.parts.context.get::<Limiter>().is_none());
    }
}
