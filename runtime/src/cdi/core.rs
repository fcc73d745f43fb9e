//! The core's keys and versions.

use http::Method;
use serde::{Deserialize, Serialize};

use super::call::Call;

/// Where the core publishes its keys. It needs no API key and no version.
pub(crate) const JWKS_PATH: &str = "/.well-known/jwks.json";

/// What the name of a key begins with that the core replaces after a while.
pub(crate) const DYNAMIC_KEY: &str = "d-";
/// What the name of a key begins with that stays.
pub(crate) const STATIC_KEY: &str = "s-";

/// The core's public keys.
#[derive(Debug, Deserialize)]
pub(crate) struct Jwks {
    pub(crate) keys: Vec<Jwk>,
}

/// One RSA key. Fields that another kind of key lacks are optional, so that such a key does not hide the rest.
#[derive(Debug, Deserialize)]
pub(crate) struct Jwk {
    pub(crate) kty: String,
    pub(crate) kid: Option<String>,
    pub(crate) alg: Option<String>,
    #[serde(rename = "use")]
    pub(crate) usage: Option<String>,
    pub(crate) n: Option<String>,
    pub(crate) e: Option<String>,
}

/// `GET /apiversion`: which versions of the CDI the core speaks.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApiVersions<'a> {
    pub(crate) api_domain: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) website_domain: Option<&'a str>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ApiVersionsResponse {
    pub(crate) versions: Vec<String>,
}

impl Call for ApiVersions<'_> {
    type Response = ApiVersionsResponse;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = None;
    const PATH: &'static str = "/apiversion";
}
