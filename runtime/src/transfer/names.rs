//! Names of headers and cookies that no setting changes.

pub(super) use crate::config::{ANTI_CSRF, AUTHORIZATION};

/// Written by sessions from before 2023.
pub(super) const LEGACY_COOKIE: &str = "sIdRefreshToken";
pub(crate) const FRONT_TOKEN: &str = "front-token";
pub(super) const AUTH_MODE: &str = "st-auth-mode";
pub(super) const RID: &str = "rid";

/// Request headers that a CORS policy has to allow, besides those of the application.
pub(crate) const CORS_HEADERS: [&str; 5] =
    [RID, "fdi-version", ANTI_CSRF, AUTHORIZATION, AUTH_MODE];
