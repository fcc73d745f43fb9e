//! Code and severity of each finding.

use super::{Finding, Severity};

impl Finding {
    /// What was found, as one stable word, such as `core_unreachable` or `cors_origin`. It is the `code` of the log
    /// line; [the table](crate::doctor#what-may-be-found) lists all of them.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PublicHttp { .. } => "public_http",
            Self::CookieSecureOff => "cookie_secure_off",
            Self::CrossSiteHttp => "cross_site_http",
            Self::SameSiteNoneHttp { .. } => "same_site_none_http",
            Self::SameSiteOtherSite { .. } => "same_site_other_site",
            Self::LocalHostsDiffer { .. } => "local_hosts_differ",
            Self::CookieDomainElsewhere { .. } => "cookie_domain_elsewhere",
            Self::NoAntiCsrf => "no_anti_csrf",
            Self::ConnectTimeoutTooLong => "connect_timeout_too_long",
            Self::ApiKeyOverHttp { .. } => "api_key_over_http",
            Self::ApiKeyInFile { .. } => "api_key_in_file",
            Self::LogLevelDebug => "log_level_debug",
            Self::CoreUnreachable { .. } => "core_host_unreachable",
            Self::CoreBusy { .. } => "core_host_busy",
            Self::LocalhostIpv6 { .. } => "localhost_ipv6",
            Self::ApiKeyRefused { .. } => "api_key_refused",
            Self::CoreIncompatible { .. } => "core_host_incompatible",
            Self::CoreUnexpected { .. } => "core_host_unexpected",
            Self::CoreOfTest { .. } => "core_host_of_test",
            Self::NoKeyOfKind { .. } => "no_key_of_kind",
            Self::TokensOfOtherKind { .. } => "tokens_of_other_kind",
            Self::ClockSkew { .. } => "clock_skew",
            Self::CorsMissing { .. } => "cors_missing",
            Self::CorsOrigin { .. } => "cors_origin",
            Self::CorsWildcard { .. } => "cors_wildcard",
            Self::CorsCredentials { .. } => "cors_credentials",
            Self::CorsPreflight { .. } => "cors_preflight",
            Self::CorsHeaders { .. } => "cors_headers",
            Self::CorsMethods { .. } => "cors_methods",
            Self::CorsHiddenHeaders { .. } => "cors_hidden_headers",
        }
    }

    /// Whether requests fail because of it. What only may be wrong is a warning: a proxy in front of this server may
    /// add the CORS headers, for instance.
    pub fn severity(&self) -> Severity {
        match self {
            Self::CoreUnreachable { others_respond, .. }
            | Self::LocalhostIpv6 { others_respond, .. } => match others_respond {
                true => Severity::Warning,
                false => Severity::Error,
            },
            Self::ApiKeyRefused { .. }
            | Self::CoreIncompatible { .. }
            | Self::CoreUnexpected { .. }
            | Self::CoreOfTest { .. }
            | Self::NoKeyOfKind { .. } => Severity::Error,
            _ => Severity::Warning,
        }
    }
}
