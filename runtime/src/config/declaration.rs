//! Every setting of the application, declared once.

/// Calls `$callback!` with the declaration of every setting. To add a setting, write it here and use it where the
/// configuration is made from the [complete settings](super::settings::CompleteSettings):
///
/// ```text
/// /// The documentation of the builder's method.
/// #[doc(alias = "nameInNode")]
/// name_in_toml: Type = default;
/// ```
///
/// The default is what one would write in `Rocket.toml`; or `unset("what happens then")`; or `required`. A new type
/// says in [`toml_values`](super::settings::toml_values) how it is written, and reads itself as
/// [`Value`](super::values::Value).
macro_rules! for_each_setting {
    ($($callback:tt)+) => {
        $($callback)+! {
            /// Address of the core. Separate several addresses by `;`. A path (`/appid-shop`) is put before the path of
            /// every call. `https` needs the feature `tls`, which is on by default.
            #[doc(alias = "connectionURI")]
            connection_uri: String = required;

            /// The core's API key.
            #[doc(alias = "apiKey")]
            api_key: Secret = unset("none");

            /// Highest version of the core driver interface (CDI) to use, such as `"5.4"`, if an older SDK uses the
            /// same core.
            max_cdi_version: String = unset("the highest that both sides know, up to 5.6");

            /// Longest wait for a connection to the core, more than zero.
            connect_timeout: Duration = "2s";

            /// Longest wait for one call to the core, more than zero. It includes connecting, all hosts and all
            /// attempts. Each host has a share of the time, so that the next host can be asked if one does not respond.
            /// A function that makes several calls may take this long for each call.
            request_timeout: Duration = "10s";

            /// Longest core response, in bytes. A longer one is an error. The default is 16 MiB.
            max_core_response_bytes: u64 = 16777216;

            /// Whether the launch fails when the core cannot be reached, or has no keys that can be used.
            require_core_at_launch: bool = false;

            /// Whether each host of the core is checked in the background after the launch. The log tells of a host
            /// that cannot be reached, is too old or refuses the API key, and of clocks that differ.
            check_core_at_launch: bool = true;

            /// Whether the application sends itself a preflight and a request after the launch, in the background, as
            /// the front end would send them from another origin. The log tells what keeps the responses from the front
            /// end.
            check_cors_at_launch: bool = true;

            /// Whether the core is asked again for data that the same request has read before.
            #[doc(alias = "disableCoreCallCache")]
            disable_core_call_cache: bool = false;

            /// Name of the application.
            #[doc(alias = "appName")]
            app_name: String = required;

            /// Scheme, host and port of this server as browsers see it. A name with other letters than ASCII is written as
            /// browsers send it, with `xn--`.
            #[doc(alias = "apiDomain")]
            api_domain: String = required;

            /// Scheme, host and port of the front end.
            #[doc(alias = "websiteDomain")]
            website_domain: String = unset("required, unless there is an `origin`");

            /// Scheme, host and port of the front end. It wins over [`website_domain`](crate::Builder::website_domain).
            origin: String = unset("`website_domain`");

            /// Path under which the routes are mounted, in characters that a URL does not encode.
            #[doc(alias = "apiBasePath")]
            api_base_path: String = "/auth";

            /// Path of the front end's pages for logging in. The links in e-mails lead there: `/reset-password` and
            /// `/verify-email` below it.
            #[doc(alias = "websiteBasePath")]
            website_base_path: String = "/auth";

            /// Path that a gateway in front of this server removes from requests.
            #[doc(alias = "apiGatewayPath")]
            api_gateway_path: String = "";

            /// Whether the cookies are `Secure`.
            #[doc(alias = "cookieSecure")]
            cookie_secure: bool = unset("whether `api_domain` is https");

            /// The cookies' `SameSite`.
            #[doc(alias = "cookieSameSite")]
            cookie_same_site: SameSite =
                unset("`\"lax\"` when API and front end share site and scheme, else `\"none\"`");

            /// Domain whose hosts all receive the cookies, if the API has several hosts. When you change it, set
            /// [`older_cookie_domain`](crate::Builder::older_cookie_domain) to the former value.
            #[doc(alias = "cookieDomain")]
            cookie_domain: String = unset("only the host that set the cookies");

            /// The former `cookie_domain`; empty if there was none. Its cookies are removed from clients that have
            /// both.
            #[doc(alias = "olderCookieDomain")]
            older_cookie_domain: String = unset("none, and such a client's refresh fails");

            /// Path below which the access-token cookie is sent.
            #[doc(alias = "accessTokenPath")]
            access_token_path: String = "/";

            /// Cookie of the access token.
            access_token_cookie_name: String = "sAccessToken";

            /// Cookie of the refresh token.
            refresh_token_cookie_name: String = "sRefreshToken";

            /// Response header of the access token.
            access_token_header_name: String = "st-access-token";

            /// Response header of the refresh token.
            refresh_token_header_name: String = "st-refresh-token";

            /// Whether the access token of a cookie session is also sent as a header, so that front-end code can read
            /// it.
            #[doc(alias = "exposeAccessTokenToFrontendInCookieBasedAuth")]
            expose_access_token_to_frontend_in_cookie_based_auth: bool = false;

            /// Protection of cookie sessions against forged requests.
            #[doc(alias = "antiCsrf")]
            anti_csrf: AntiCsrf =
                unset("`\"via-custom-header\"` when the cookies are `SameSite=None`, else `\"none\"`");

            /// Status code of "unauthorised" and "try refresh token". The front end must know it too.
            #[doc(alias = "sessionExpiredStatusCode")]
            session_expired_status_code: u16 = 401;

            /// Status code of "invalid claim". The front end must know it too.
            #[doc(alias = "invalidClaimStatusCode")]
            invalid_claim_status_code: u16 = 403;

            /// Whether access tokens are signed with keys that rotate.
            #[doc(alias = "useDynamicAccessTokenSigningKey")]
            use_dynamic_access_token_signing_key: bool = true;

            /// Whether new sessions contain the user's roles ([`UserRole`](crate::claims::UserRole)).
            #[doc(alias = "skipAddingRolesToAccessToken")]
            roles_in_access_token: bool = false;

            /// Whether new sessions contain the permissions of the user's roles
            /// ([`Permission`](crate::claims::Permission)).
            #[doc(alias = "skipAddingPermissionsToAccessToken")]
            permissions_in_access_token: bool = false;

            /// Whether new sessions contain the claim that the e-mail address is verified
            /// ([`EmailVerified`](crate::claims::EmailVerified)), and whether every protected route demands it.
            email_verification: EmailVerificationMode = "off";

            /// Whether the front end's routes for verifying an e-mail address are served: `POST
            /// {api_base_path}/user/email/verify/token`, which sends the e-mail with the link, and `POST` and `GET
            /// {api_base_path}/user/email/verify`, all also with a tenant's id before `/user`.
            email_verification_routes: bool =
                unset("whether `email_password` is on, unless `email_verification` is off");

            /// Whether a debug build writes the links of e-mails into the log, instead of sending the e-mails. A release
            /// build takes no notice of it, so that no log of it has live links;
            /// [`LogEmails`](crate::mail::LogEmails) does it in every build.
            log_emails: bool = false;

            /// Age at which the core's public keys are fetched again, more than zero.
            #[doc(alias = "jwksRefreshIntervalSec")]
            jwks_refresh_interval: Duration = "4h";

            /// Most access tokens whose signature is remembered, so that it is checked only once; 0 remembers none. A
            /// remembered token is refused like any other once it has expired, or its key is withdrawn. That a session
            /// was revoked is seen only with `check_database`, with and without it.
            verified_token_cache_entries: u64 = 50000;

            /// Most memory for these tokens, in bytes; 0 remembers none. The default is 256 MiB. Each token counts as if
            /// all of its claims had been read, a usual one some 5 KiB; it occupies 1.2 KiB until then.
            verified_token_cache_bytes: u64 = 268435456;

            /// Whether `POST {api_base_path}/session/refresh` is served, also with a tenant's id before `/session`.
            refresh_route: bool = true;

            /// Whether `POST {api_base_path}/signout` is served, also with a tenant's id before it.
            sign_out_route: bool = true;

            /// Whether `GET {api_base_path}/jwt/jwks.json` is served.
            jwks_route: bool = true;

            /// Whether `GET {api_base_path}/.well-known/openid-configuration` is served.
            openid_configuration_route: bool = true;
        }
    };
}

pub(crate) use for_each_setting;
