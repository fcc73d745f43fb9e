//! The configuration in code: a method for every setting, and the functions that only code can give.

use std::sync::Arc;
use std::time::Duration;
use std::{fmt, mem};

use figment::Figment;

use super::response::Refusals;
use crate::claims::{
    ClaimContext, ClaimValidator, EmailLookup, EmailLookups, FetchClaim, FetchError,
};
use crate::config::{
    AntiCsrf, Config, EmailVerificationMode, ErrorResponses, RefusalResponse, RequestFunctions,
    RequestInfo, SameSite, Secret, Settings, TokenNames, TransferMethod, TransferPurpose,
    default_text, for_each_setting, toml_values,
};
use crate::error::{ConfigError, Error};
use crate::querier::CoreRequest;
use crate::session::{Parts, SessionApis, SessionFunctions, SuperTokens};

/// Configures SuperTokens in code.
///
/// What is not set here is read from `[default.supertokens]` in `Rocket.toml` and from the environment, where each
/// setting has the same name: the module [`config`](crate::config) has a table of them. Functions can only be set here.
/// Mistakes stop the launch; what is merely dangerous is a warning in the log.
///
/// ```
/// use rocket_supertokens::SuperTokens;
///
/// let rocket = rocket::build().attach(
///     SuperTokens::builder()
///         .connection_uri("http://127.0.0.1:3567")
///         .app_name("Comments")
///         .api_domain("http://localhost:8000")
///         .website_domain("http://localhost:3000")
///         .fairing(),
/// );
/// # drop(rocket);
/// ```
#[derive(Default)]
#[must_use = "a builder does nothing until its fairing is attached, or `build` is called"]
pub struct Builder {
    settings: Settings,
    functions: RequestFunctions,
    parts: Parts,
    refusals: Refusals,
}

/// One method for each setting, as it is declared.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ident = $default:tt $(($unset:literal))?;)+) => {
        impl Builder { $(
            $(#[$doc])*
            #[doc = ""]
            #[doc = concat!("Default: ", default_text!($default $(($unset))?), ".")]
            #[doc = concat!("In [`Rocket.toml`](crate::config): ", toml_values!($type), ".")]
            pub fn $name(mut self, $name: argument!(type $type)) -> Self {
                self.settings.$name = Some(argument!(value $type $name));
                self
            }
        )+ }
    };
}

/// Type of the argument of a setter, and the value that it becomes.
macro_rules! argument {
    (type String) => { impl Into<String> };
    (type Secret) => { impl Into<String> };
    (type $type:ident) => { $type };
    (value String $value:ident) => { $value.into() };
    (value Secret $value:ident) => { Secret::from($value.into()) };
    (value $type:ident $value:ident) => { $value };
}

for_each_setting!(setters);

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
    /// [`ClaimContext::get`](crate::claims::ClaimContext::get) and [`SuperTokens::context`].
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
    /// Tokens are removed, sessions revoked and reasons logged, whatever the closure does.
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

    /// SuperTokens with this configuration, for programs without Rocket: a queue worker, a command-line tool, a test.
    /// Only what the builder has counts; [`build_from`](Self::build_from) reads the rest from `Rocket.toml` and the
    /// environment. Nothing is asked of the core yet.
    ///
    /// ```
    /// use rocket_supertokens::policy::VerifyOptions;
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// /// Does a job in the name of the user who ordered it.
    /// async fn work_for(super_tokens: &SuperTokens, access_token: &str) -> Result<(), Error> {
    ///     // The job came in no request that a foreign page could have sent.
    ///     let options = VerifyOptions::default().anti_csrf_check(false);
    ///     let session = super_tokens.verify_token(access_token).options(options).await?;
    ///     println!("working for {}", session.user_id());
    ///     Ok(())
    /// }
    ///
    /// let super_tokens = SuperTokens::builder()
    ///     .connection_uri("http://127.0.0.1:3567")
    ///     .app_name("Comments")
    ///     .api_domain("http://localhost:8000")
    ///     .website_domain("http://localhost:3000")
    ///     .build()?;
    /// # drop(work_for(&super_tokens, ""));
    /// # Ok::<(), rocket_supertokens::error::ConfigError>(())
    /// ```
    ///
    /// # Errors
    /// [`ConfigError`] says which setting is missing or wrong, and what to write instead.
    pub fn build(self) -> Result<SuperTokens, ConfigError> {
        SuperTokens::new(Config::new(self.settings, self.functions)?, self.parts)
    }

    /// The same, with the settings that the builder does not have read from the section `supertokens` of `figment`, as
    /// the fairing does: `build_from(&rocket::Config::figment())` reads `Rocket.toml` and the environment.
    ///
    /// # Errors
    /// As [`build`](Self::build), and where a setting in `figment` cannot be read.
    pub fn build_from(self, figment: &Figment) -> Result<SuperTokens, ConfigError> {
        let settings = self.settings.or(Settings::from_figment(figment)?);
        Self { settings, ..self }.build()
    }

    /// What the fairing puts under Rocket's management.
    pub(super) fn build_managed(
        mut self,
        figment: &Figment,
    ) -> Result<(SuperTokens, Refusals), ConfigError> {
        let refusals = mem::take(&mut self.refusals);
        Ok((self.build_from(figment)?, refusals))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
