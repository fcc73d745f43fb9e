//! The keys that verify our tokens, and where they are published.

use std::time::Duration;

use serde::Serialize;

use crate::error::Error;
use crate::session::super_tokens::SuperTokens;

/// How long keys that are too old may be cached while the core sends no newer keys.
const OLD_KEYS_MAX_AGE: Duration = Duration::from_secs(60);

/// The core's public keys, for the [JWKS](SuperTokens::jwks) endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeySet {
    /// The key set as JSON: `{"keys":[..]}`.
    pub json: String,
    /// How long a client may cache the keys.
    pub max_age: Duration,
}

/// The OpenID discovery document. It names only what this crate serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OpenIdConfiguration {
    /// The `iss` of the tokens.
    pub issuer: String,
    /// Where the keys are.
    pub jwks_uri: String,
}

impl SuperTokens {
    /// The keys that verify access tokens and JWTs.
    ///
    /// The keys come from the core's `GET /.well-known/jwks.json`. It is called only if no keys have been fetched yet,
    /// or if the keys are older than the core allows. If the core cannot be reached, the old keys are returned.
    ///
    /// # Errors
    /// [`Error::Core`] if no keys could be fetched yet.
    #[doc(alias = "getJWKS")]
    pub async fn jwks(&self) -> Result<KeySet, Error> {
        let keys = self.keys().key_set().await?;
        let fresh_for = keys.fresh_for(self.clock());
        Ok(KeySet {
            json: keys.json.clone(),
            max_age: if fresh_for.is_zero() {
                OLD_KEYS_MAX_AGE
            } else {
                fresh_for
            },
        })
    }

    /// What an OpenID client needs to verify our tokens: the issuer and the address of its keys. The core is not
    /// called.
    #[doc(alias = "getOpenIdDiscoveryConfiguration")]
    pub fn openid_configuration(&self) -> OpenIdConfiguration {
        let issuer = self.config().app.issuer();
        OpenIdConfiguration {
            jwks_uri: format!("{issuer}/jwt/jwks.json"),
            issuer,
        }
    }
}
