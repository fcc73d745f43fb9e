//! The keys that verify our tokens, and where they are published.

use std::time::Duration;

use serde::Serialize;

use crate::error::Error;
use crate::session::super_tokens::SuperTokens;

/// Keys that have passed their age may be cached this long, while the core brings no newer ones.
const OLD_KEYS_MAX_AGE: Duration = Duration::from_secs(60);

/// The core's key set.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeySet {
    /// The set, as JSON: `{"keys":[..]}`.
    pub json: String,
    /// How long it may be cached.
    pub max_age: Duration,
}

/// The OpenID discovery document. It names only what is served here.
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
    /// They are those that the core's `GET /.well-known/jwks.json` has brought. It is called only where there are none
    /// yet, or where they are older than the core lets them be cached; while it cannot be reached, the old ones are
    /// returned.
    ///
    /// # Errors
    /// [`Error::Core`] where the core has never brought any.
    #[doc(alias = "getJWKS")]
    pub async fn jwks(&self) -> Result<KeySet, Error> {
        let keys = self.keys().key_set().await?;
        let fresh_for = keys.fresh_for();
        Ok(KeySet {
            json: keys.json.clone(),
            max_age: if fresh_for.is_zero() {
                OLD_KEYS_MAX_AGE
            } else {
                fresh_for
            },
        })
    }

    /// What an OpenID client needs to verify our tokens: the issuer and where its keys are.
    #[doc(alias = "getOpenIdDiscoveryConfiguration")]
    pub fn openid_configuration(&self) -> OpenIdConfiguration {
        let issuer = self.config().app.issuer();
        OpenIdConfiguration {
            jwks_uri: format!("{issuer}/jwt/jwks.json"),
            issuer,
        }
    }
}
