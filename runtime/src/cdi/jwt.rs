//! JWTs with any claims.

use http::Method;
use serde::{Deserialize, Serialize};

use super::call::{Call, JsonObject};

/// `POST /recipe/jwt`: signs any claims.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateJwt<'a> {
    pub(crate) payload: &'a JsonObject,
    /// In seconds.
    pub(crate) validity: u64,
    pub(crate) use_static_signing_key: bool,
    pub(crate) algorithm: &'static str,
    /// Becomes `iss` where the payload has none.
    pub(crate) jwks_domain: &'a str,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum CreateJwtResponse {
    Ok { jwt: String },
    UnsupportedAlgorithmError,
}

impl Call for CreateJwt<'_> {
    type Response = CreateJwtResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = Some("jwt");
    const PATH: &'static str = "/recipe/jwt";
}
