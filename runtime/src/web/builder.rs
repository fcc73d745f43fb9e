use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::response::Refusals;
use crate::claims::{
    ClaimContext, ClaimValidator, EmailLookup, EmailLookups, FetchClaim, FetchError,
};
use crate::config::{
    AntiCsrf, Config, EmailVerificationMode, ErrorResponses, RefusalResponse, RequestFunctions,
    RequestInfo, SameSite, Settings, TokenNames, TransferMethod, TransferPurpose,
};
use crate::error::{ConfigError, Error};
use crate::querier::CoreRequest;
use crate::session::{Parts, SessionApis, SessionFunctions, SuperTokens};

/// Configures SuperTokens in code.
///
/// What is not set here is read from `[default.supertokens]` in `Rocket.toml` and from the environment, where each
/// setting has the same name; functions can only be set here. In the environment `ROCKET_SUPERTOKENS={..}` is the
/// whole section and `ROCKET_SUPERTOKENS_COOKIE_DOMAIN` a single setting, which wins. Times are seconds or texts such
/// as `"4h"`, choices are spelt in any case, and an API key of digits needs quotes (`'"123"'`). Mistakes stop the
/// launch; what is merely dangerous is a warning in the log.
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
#[must_use = "a builder does nothing until its fairing is attached"]
pub struct Builder {
    settings: Settings,
    functions: RequestFunctions,
    parts: Parts,
    refusals: Refusals,
}

/// Methods that set one field.
macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident: $kind:tt;)+) => {
        impl Builder { $( settings!(@method $(#[$doc])* $name $kind); )+ }
    };
    (@method $(#[$doc:meta])* $name:ident text) => {
        $(#[$doc])*
        pub fn $name(mut self, $name: impl Into<String>) -> Self {
            self.settings.$name = Some($name.into().into());
            self
        }
    };
    (@method $(#[$doc:meta])* $name:ident $kind:tt) => {
        $(#[$doc])*
        pub fn $name(mut self, $name: $kind) -> Self {
            self.settings.$name = Some($name);
            self
        }
    };
}

settings! {
    /// Address of the core, several separated by `;`. A path (`/appid-shop`) is put before every call.
    #[doc(alias = "connectionURI")]
    connection_uri: text;

    /// The core's API key. Default: none.
    #[doc(alias = "apiKey")]
    api_key: text;

    /// Highest version of the core driver interface to use, for a fleet in which an older SDK shares the core.
    /// Default: the highest that both sides know, up to 5.6.
    max_cdi_version: text;

    /// Longest wait for a connection to the core, more than zero. Default: 2 seconds.
    connect_timeout: Duration;

    /// Longest wait for one call to the core, more than zero: over all its hosts, connecting and further attempts
    /// included. A host that hangs has its share of it, so that the next one can be asked. A function that makes
    /// several calls may take as long for each. Default: 10 seconds.
    request_timeout: Duration;

    /// Longest answer of the core, in bytes; longer ones are errors. Default: 16 MiB.
    max_core_response_bytes: u64;

    /// Whether the launch fails when the core cannot be reached. Default: false.
    require_core_at_launch: bool;

    /// Whether each host of the core is asked in the background once the application is up, and the log warns of
    /// one that does not answer or refuses the API key. Default: true.
    check_core_at_launch: bool;

    /// Whether the core is asked again for what this request has read already. Default: false.
    #[doc(alias = "disableCoreCallCache")]
    disable_core_call_cache: bool;

    /// Name of the application.
    #[doc(alias = "appName")]
    app_name: text;

    /// Scheme, host and port of this server as browsers see it.
    #[doc(alias = "apiDomain")]
    api_domain: text;

    /// Scheme, host and port of the front end.
    #[doc(alias = "websiteDomain")]
    website_domain: text;

    /// Scheme, host and port of the front end; wins over [`website_domain`](Self::website_domain).
    origin: text;

    /// Where the routes are mounted, in characters that a URL need not encode. Default: `/auth`.
    #[doc(alias = "apiBasePath")]
    api_base_path: text;

    /// Path that a gateway in front of this server takes away. Default: none.
    #[doc(alias = "apiGatewayPath")]
    api_gateway_path: text;

    /// Whether the cookies are `Secure`. Default: true when `api_domain` is https.
    #[doc(alias = "cookieSecure")]
    cookie_secure: bool;

    /// The cookies' `SameSite`. Default: `Lax` when API and front end share site and scheme, else `None`.
    #[doc(alias = "cookieSameSite")]
    cookie_same_site: SameSite;

    /// Domain whose hosts all receive the cookies, for an API on several hosts. Default: only the host that set
    /// them. When it is changed, the former value goes to [`older_cookie_domain`](Self::older_cookie_domain).
    #[doc(alias = "cookieDomain")]
    cookie_domain: text;

    /// The former `cookie_domain`, from which cookies are cleared where a client has both; empty if there was
    /// none. Default: unset, and such a client's refresh fails.
    #[doc(alias = "olderCookieDomain")]
    older_cookie_domain: text;

    /// Path below which the access-token cookie is sent. Default: `/`.
    #[doc(alias = "accessTokenPath")]
    access_token_path: text;

    /// Cookie of the access token. Default: `sAccessToken`.
    access_token_cookie_name: text;

    /// Cookie of the refresh token. Default: `sRefreshToken`.
    refresh_token_cookie_name: text;

    /// Response header of the access token. Default: `st-access-token`.
    access_token_header_name: text;

    /// Response header of the refresh token. Default: `st-refresh-token`.
    refresh_token_header_name: text;

    /// Whether the access token of a cookie session also goes out as a header, for front-end code to read.
    /// Default: false.
    #[doc(alias = "exposeAccessTokenToFrontendInCookieBasedAuth")]
    expose_access_token_to_frontend_in_cookie_based_auth: bool;

    /// Protection of cookie sessions against forged requests. Default: the custom header when the cookies are
    /// `SameSite=None`, else none.
    #[doc(alias = "antiCsrf")]
    anti_csrf: AntiCsrf;

    /// Status code of "unauthorised" and "try refresh token". Default: 401; the front end must know it too.
    #[doc(alias = "sessionExpiredStatusCode")]
    session_expired_status_code: u16;

    /// Status code of "invalid claim". Default: 403; the front end must know it too.
    #[doc(alias = "invalidClaimStatusCode")]
    invalid_claim_status_code: u16;

    /// Whether access tokens are signed with keys that rotate. Default: true.
    #[doc(alias = "useDynamicAccessTokenSigningKey")]
    use_dynamic_access_token_signing_key: bool;

    /// Whether new sessions carry the user's roles, [`UserRole`](crate::claims::UserRole). Default: false.
    #[doc(alias = "skipAddingRolesToAccessToken")]
    roles_in_access_token: bool;

    /// Whether new sessions carry the permissions of the user's roles,
    /// [`Permission`](crate::claims::Permission). Default: false.
    #[doc(alias = "skipAddingPermissionsToAccessToken")]
    permissions_in_access_token: bool;

    /// Whether new sessions say if the e-mail address is verified,
    /// [`EmailVerified`](crate::claims::EmailVerified), and whether every route asks for it. Default: off.
    email_verification: EmailVerificationMode;

    /// Age at which the core's public keys are fetched anew, more than zero. Default: 4 hours.
    #[doc(alias = "jwksRefreshIntervalSec")]
    jwks_refresh_interval: Duration;

    /// Whether `POST {api_base_path}/session/refresh` is served, also with a tenant's id before `/session`.
    /// Default: true.
    refresh_route: bool;

    /// Whether `POST {api_base_path}/signout` is served, also with a tenant's id before it. Default: true.
    sign_out_route: bool;

    /// Whether `GET {api_base_path}/jwt/jwks.json` is served. Default: true.
    jwks_route: bool;

    /// Whether `GET {api_base_path}/.well-known/openid-configuration` is served. Default: true.
    openid_configuration_route: bool;
}

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

    /// Checks everything, the rest of the settings coming from `figment`.
    pub(super) fn build(
        self,
        figment: &figment::Figment,
    ) -> Result<(SuperTokens, Refusals), ConfigError> {
        let config = Config::new(
            self.settings.or(Settings::from_figment(figment)?),
            self.functions,
        )?;
        let super_tokens = SuperTokens::new(config, self.parts)?;
        Ok((super_tokens, self.refusals))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
