//! What may be found, and the message of each.

use std::time::Duration;

use crate::error::{Chain, CoreError};

/// One thing that is wrong, or may be. Its text says what, why, and what to write; it contains no secret.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Finding {
    /// `api_domain` is http on a host that strangers can reach.
    #[error(
        "`api_domain` is http on a public host: others on the network can read the tokens. Write `api_domain = \"https://{host}\"`, even if only a proxy in front of this server uses https"
    )]
    PublicHttp {
        /// Host and port of `api_domain`.
        host: String,
    },

    /// `cookie_secure = false` where the API is https.
    #[error(
        "`cookie_secure` is false although `api_domain` is https: browsers will send the tokens over http too. Remove the setting"
    )]
    CookieSecureOff,

    /// The front end is another site, and one of the two uses http: browsers drop the cookies.
    #[error(
        "API and front end are different sites, and browsers keep such cookies only with https: sessions in cookies cannot begin, but sessions in headers can. Use https in `api_domain` and leave `cookie_secure` alone"
    )]
    CrossSiteHttp,

    /// The cookies are `SameSite=None` without `Secure`, where API and front end are one site or on one machine.
    #[error(
        "the cookies are SameSite=None without Secure, and browsers drop such cookies, also on this machine: sessions in cookies cannot begin, but sessions in headers can. {}",
        match .chosen {
            true => "Remove `cookie_same_site`",
            false => "Write the same scheme in `api_domain` and `website_domain`",
        }
    )]
    SameSiteNoneHttp {
        /// Whether only `cookie_same_site` makes them so; else it is the two schemes.
        chosen: bool,
    },

    /// `cookie_same_site` keeps the cookies from a front end of another site.
    #[error(
        "`cookie_same_site` is \"{same_site}\", but API and front end are different sites: browsers do not send the cookies with the front end's requests. Remove the setting, or serve both from one site with one scheme"
    )]
    SameSiteOtherSite {
        /// The setting.
        same_site: String,
    },

    /// API and front end are on this machine or network, under different names.
    #[error(
        "API and front end have different hosts, {api} and {website}: for browsers they are different sites, and the cookies are not sent. Write the same host in `api_domain` and `website_domain`"
    )]
    LocalHostsDiffer {
        /// Host of `api_domain`.
        api: String,
        /// Host of the front end.
        website: String,
    },

    /// A cookie domain does not contain the API's host, which is on this machine or network.
    #[error(
        "`{name}` is {domain:?}, which does not contain the local host of `api_domain`, {host:?}: browsers {}. Write the setting only in the profile of production, such as `[release.supertokens]`",
        match *.name {
            "cookie_domain" => "drop such cookies, and sessions in cookies cannot begin",
            _ => "do not clear such cookies",
        }
    )]
    CookieDomainElsewhere {
        /// Name of the setting.
        name: &'static str,
        /// The normalised domain.
        domain: String,
        /// Host of `api_domain`.
        host: String,
    },

    /// `anti_csrf = "none"` with cookies that other sites' requests carry.
    #[error(
        "`anti_csrf` is \"none\" although the cookies are SameSite=None: any site can act in the name of your users. Remove the setting"
    )]
    NoAntiCsrf,

    /// `connect_timeout` is longer than `request_timeout`, of which it is a part.
    #[error(
        "`connect_timeout` is longer than `request_timeout`, which includes it: it has no effect. Write a shorter time, or remove the setting"
    )]
    ConnectTimeoutTooLong,

    /// The API key goes over http to a host that strangers can reach.
    #[error(
        "`connection_uri` has http and the public host {host}: others on the network can read the API key and all tokens. Write `connection_uri = \"https://{host}\"`"
    )]
    ApiKeyOverHttp {
        /// Host and port of the core.
        host: String,
    },

    /// The API key stands in a file, in another profile than `debug`.
    #[error(
        "`api_key` stands in {file}, which others may read where the source code goes. Set it in the environment: ROCKET_SUPERTOKENS_API_KEY='\"...\"'"
    )]
    ApiKeyInFile {
        /// Name of the file, without its folder.
        file: String,
    },

    /// Rocket's log shows all headers.
    #[error(
        "`log_level` is \"debug\": Rocket prints every request and response with the tokens. Use it only on your own machine"
    )]
    LogLevelDebug,

    /// A host of the core does not respond.
    #[error(
        "{}: {}. Check `connection_uri`",
        match .others_respond {
            true => "a host of the core gives no response, others do",
            false => "the core gives no response",
        },
        failure(.host, .error)
    )]
    CoreUnreachable {
        /// Scheme, host and port.
        host: String,
        /// Whether other hosts of the core respond, so that no request fails.
        others_respond: bool,
        /// How it failed.
        error: CoreError,
    },

    /// A host of the core has too many requests.
    #[error(
        "the core at {host} responds with 429 (too many requests): it was not looked at further, and calls that stay refused fail. Raise the core's limit, or let fewer applications ask it"
    )]
    CoreBusy {
        /// Scheme, host and port.
        host: String,
    },

    /// `localhost` is an IPv6 address alone, and nothing listens there.
    #[error(
        "the core at {host} gives no response: \"localhost\" means only {address} on this machine, and the core probably listens on 127.0.0.1. Write `connection_uri = \"{instead}\"`"
    )]
    LocalhostIpv6 {
        /// Scheme, host and port.
        host: String,
        /// Whether other hosts of the core respond, so that no request fails.
        others_respond: bool,
        /// What the name stands for.
        address: String,
        /// The same address with 127.0.0.1.
        instead: String,
    },

    /// A host of the core refuses the API key, or asks for one.
    #[error(
        "the core at {host} {}",
        match .given {
            true => "refuses the API key. Write the core's own `api_keys` value in `api_key`",
            false => "asks for an API key, and none is set. Write it in `api_key`, best in the environment: ROCKET_SUPERTOKENS_API_KEY='\"...\"'",
        }
    )]
    ApiKeyRefused {
        /// Scheme, host and port.
        host: String,
        /// Whether `api_key` is set.
        given: bool,
    },

    /// A host of the core speaks no version of the CDI that can be used.
    #[error("the core at {host} cannot be used: {}", Chain(.error))]
    CoreIncompatible {
        /// Scheme, host and port.
        host: String,
        /// Which versions both sides speak.
        error: CoreError,
    },

    /// A host responds, but not as a core does.
    #[error(
        "what {host} responds is not what a core responds: {}. Check host, port and path in `connection_uri`",
        Chain(.error)
    )]
    CoreUnexpected {
        /// Scheme, host and port.
        host: String,
        /// What it responded.
        error: CoreError,
    },

    /// A host of the core publishes a key of the testing kit, and its keys are refused.
    #[error(
        "the core at {host} publishes the key {key_id:?} of the testing kit, which counts in tests only: no access token will be accepted. Write the address of a real core in `connection_uri`"
    )]
    CoreOfTest {
        /// Scheme, host and port.
        host: String,
        /// The name of the key.
        key_id: String,
    },

    /// A host of the core publishes no key of the kind that this application wants its tokens signed with.
    #[error(
        "the core at {host} publishes no {} key, but `use_dynamic_access_token_signing_key` is {dynamic}: no access token will be accepted. Write `use_dynamic_access_token_signing_key = {}`",
        kind(*.dynamic),
        !.dynamic
    )]
    NoKeyOfKind {
        /// Scheme, host and port.
        host: String,
        /// The setting.
        dynamic: bool,
    },

    /// Requests bring tokens that the core signed with a key of the other kind.
    #[error(
        "access tokens arrive that are signed with a {} key, but `use_dynamic_access_token_signing_key` is {dynamic}: they are refused until the client refreshes. After a change of the setting this passes; otherwise another application with the same core has the other value: write the same in both",
        kind(!.dynamic)
    )]
    TokensOfOtherKind {
        /// The setting.
        dynamic: bool,
    },

    /// The clocks of the core and this machine differ.
    #[error(
        "the clock of this machine is at least {} {} that of the core at {host}: access tokens expire too {}. Synchronise both clocks (NTP)",
        humantime::format_duration(*.by),
        match .behind { true => "behind", false => "ahead of" },
        match .behind { true => "late", false => "early" }
    )]
    ClockSkew {
        /// Scheme, host and port.
        host: String,
        /// How much, at least; whole seconds.
        by: Duration,
        /// Whether it is this machine that is behind.
        behind: bool,
    },

    /// Nothing in the responses allows the front end to read them.
    #[error(
        "no response to {origin} carries CORS headers, and browsers keep such responses from the front end. Attach a CORS fairing that allows this origin, credentials, and the headers of `SuperTokens::all_cors_headers()`, or let the proxy in front of this server do it and write `check_cors_at_launch = false`"
    )]
    CorsMissing {
        /// Scheme, host and port of the front end.
        origin: String,
    },

    /// The front end's origin is not the one that is allowed.
    #[error(
        "CORS allows {}, but the front end is {origin}: browsers keep the responses from it. Allow exactly \"{origin}\", or correct `website_domain`",
        match .allowed {
            Some(allowed) => format!("the origin {allowed:?}"),
            None => "other origins".to_owned(),
        }
    )]
    CorsOrigin {
        /// Scheme, host and port of the front end.
        origin: String,
        /// The origin that is allowed instead; `None` if the request was refused.
        allowed: Option<String>,
    },

    /// `Access-Control-Allow-Origin: *`, which browsers do not accept with credentials.
    #[error(
        "CORS allows the origin \"*\", which browsers do not accept for requests with credentials, such as those of the front-end SDK. Allow exactly \"{origin}\""
    )]
    CorsWildcard {
        /// Scheme, host and port of the front end.
        origin: String,
    },

    /// `Access-Control-Allow-Credentials: true` is missing.
    #[error(
        "CORS does not allow credentials: browsers keep responses to requests with cookies from {origin}. Send `Access-Control-Allow-Credentials: true`; with rocket_cors, write `allow_credentials: true`"
    )]
    CorsCredentials {
        /// Scheme, host and port of the front end.
        origin: String,
    },

    /// Responses are right, but the preflights before them are not.
    #[error(
        "the preflight of {origin} is answered with {status}{}: browsers do not send the requests of the front end. Answer `OPTIONS` requests of every path with 204 and the CORS headers, for instance by a CORS fairing",
        match .has_headers { true => "", false => " and without CORS headers" }
    )]
    CorsPreflight {
        /// Scheme, host and port of the front end.
        origin: String,
        /// Status of the response.
        status: u16,
        /// Whether the response allows the origin.
        has_headers: bool,
    },

    /// Headers of the front-end SDK are not allowed.
    #[error(
        "CORS does not allow {origin} to send the {}: browsers do not send the requests of the front-end SDK. Allow the headers of `SuperTokens::all_cors_headers()`{}",
        list("header", .headers),
        match .wildcard {
            true => "; \"*\" does not count for requests with credentials",
            false => "",
        }
    )]
    CorsHeaders {
        /// Scheme, host and port of the front end.
        origin: String,
        /// The headers that are missing.
        headers: Vec<String>,
        /// Whether all headers were meant to be allowed, by `*`.
        wildcard: bool,
    },

    /// The application has routes whose method is not allowed.
    #[error(
        "CORS does not allow {origin} the {}: browsers do not send such requests of the front end. Allow the {}; if no browser calls such routes, it may stay as it is",
        asked_for(.methods),
        match .methods.len() { 1 => "method", _ => "methods" }
    )]
    CorsMethods {
        /// Scheme, host and port of the front end.
        origin: String,
        /// The methods that are missing, each with the path of one such route, as it is declared.
        methods: Vec<(String, String)>,
    },

    /// `Access-Control-Expose-Headers` is replaced after us.
    #[error(
        "a fairing removes the {} from `Access-Control-Expose-Headers`: the front end cannot read the tokens. Let the fairing keep what the header has, or attach it before it: `.attach(cors)` directly, and not within a stage of stages",
        list("header", .headers)
    )]
    CorsHiddenHeaders {
        /// The headers that are missing.
        headers: Vec<String>,
    },
}

/// How a host failed; its own text names the host.
fn failure(host: &str, error: &CoreError) -> String {
    match error {
        CoreError::Unreachable(failures) => {
            let failures = failures.iter().map(|it| Chain(it).to_string());
            failures.collect::<Vec<_>>().join("; ")
        }
        error => format!("{host}: {}", Chain(error)),
    }
}

fn kind(dynamic: bool) -> &'static str {
    match dynamic {
        true => "dynamic",
        false => "static",
    }
}

/// `header "a"`, or `headers "a", "b"`.
fn list(what: &str, names: &[String]) -> String {
    let names = names.iter().map(|name| format!("{name:?}"));
    listed(what, names.collect())
}

/// Methods, each with the path of a route.
fn asked_for(methods: &[(String, String)]) -> String {
    let methods = methods.iter();
    let methods = methods.map(|(method, path)| format!("{method:?} (asked for at {path})"));
    listed("method", methods.collect())
}

fn listed(what: &str, names: Vec<String>) -> String {
    let plural = if names.len() == 1 { "" } else { "s" };
    format!("{what}{plural} {}", names.join(", "))
}
