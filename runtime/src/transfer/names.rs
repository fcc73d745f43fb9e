//! Names of headers and cookies that no setting changes.

pub(super) use crate::config::{ANTI_CSRF, AUTHORIZATION};

/// Written by sessions from before 2023.
pub(super) const LEGACY_COOKIE: &str = "sIdRefreshToken";
pub(crate) const FRONT_TOKEN: &str = "front-token";
pub(crate) const AUTH_MODE: &str = "st-auth-mode";
pub(crate) const RID: &str = "rid";

/// Where the front end on a page keeps the access token of a header. It reads the header of this name and of no other.
pub(super) const KEPT_ACCESS_TOKEN: &str = "st-access-token";
/// Where it keeps the refresh token of the header of this name.
pub(super) const KEPT_REFRESH_TOKEN: &str = "st-refresh-token";
/// Where it keeps [`FRONT_TOKEN`].
pub(super) const KEPT_FRONT_TOKEN: &str = "sFrontToken";

/// Request headers that a CORS policy has to allow, besides those of the application.
pub(crate) const CORS_HEADERS: [&str; 5] =
    [RID, "fdi-version", ANTI_CSRF, AUTHORIZATION, AUTH_MODE];
