//! What a suite configures.

use serde::Deserialize;

/// One configuration, as `POST /test/setup/st` brings it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Setup {
    /// The core, with the app of the test in its path.
    pub(crate) core_url: String,
    pub(crate) enable_anti_csrf: bool,
    /// Suites that do not care leave it out.
    #[serde(default, rename = "enableJWT")]
    pub(crate) enable_jwt: bool,
}
