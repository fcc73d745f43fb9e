//! JWTs with any claims, signed by the core.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use serde::Serialize;

use crate::cdi::{self, CreateJwtResponse, JsonObject};
use crate::error::{CoreError, Error};
use crate::session::payload::object;
use crate::session::super_tokens::SuperTokens;

/// How long a JWT is valid by default: a hundred years.
const VALIDITY: Duration = Duration::from_secs(3_153_600_000);

impl SuperTokens {
    /// Makes a JWT with the given claims, signed with one of the core's keys. If the claims have no `iss`, it is added.
    /// The JWT never counts as an access token. Nothing happens until you await the result, which calls
    /// `POST /recipe/jwt`; [`CreateJwt`] lists the errors.
    ///
    /// ```
    /// use std::time::Duration;
    /// use rocket_supertokens::{Error, SuperTokens};
    /// use serde_json::json;
    ///
    /// async fn for_billing(super_tokens: &SuperTokens) -> Result<String, Error> {
    ///     super_tokens.jwt(json!({ "sub": "comments" })).valid_for(Duration::from_secs(60)).await
    /// }
    /// ```
    #[doc(alias = "createJWT")]
    pub fn jwt(&self, payload: impl Serialize) -> CreateJwt<'_> {
        CreateJwt {
            super_tokens: self,
            payload: object("the payload", payload),
            validity: VALIDITY,
            use_static_signing_key: true,
        }
    }
}

/// A JWT about to be signed; see [`SuperTokens::jwt`].
///
/// Awaiting it calls `POST /recipe/jwt` of the core and returns the JWT.
///
/// # Errors
/// [`Error::NotAnObject`] or [`Error::Serialize`] if the payload is not a JSON object. [`Error::Core`] if the core
/// sends no usable response.
#[must_use = "the JWT is signed when this is awaited"]
pub struct CreateJwt<'s> {
    super_tokens: &'s SuperTokens,
    payload: Result<JsonObject, Error>,
    validity: Duration,
    use_static_signing_key: bool,
}

impl CreateJwt<'_> {
    /// Sets how long the JWT is valid, cut to whole seconds. Default: a hundred years.
    #[doc(alias = "validitySeconds")]
    pub fn valid_for(mut self, validity: Duration) -> Self {
        self.validity = validity;
        self
    }

    /// Signs with the key that never rotates. This is the default.
    #[doc(alias = "useStaticSigningKey")]
    pub fn static_key(mut self) -> Self {
        self.use_static_signing_key = true;
        self
    }

    /// Signs with a key that rotates. Some time after a rotation the core no longer publishes the old key.
    #[doc(alias = "useStaticSigningKey")]
    pub fn dynamic_key(mut self) -> Self {
        self.use_static_signing_key = false;
        self
    }

    async fn sign(self) -> Result<String, Error> {
        let mut payload = self.payload?;
        let app = &self.super_tokens.config().app;
        payload.entry("iss").or_insert_with(|| app.issuer().into());
        let call = cdi::CreateJwt {
            payload: &payload,
            validity: self.validity.as_secs(),
            use_static_signing_key: self.use_static_signing_key,
            algorithm: "RS256",
            jwks_domain: app.api_domain.as_str(),
        };
        match self.super_tokens.call(&call).await? {
            CreateJwtResponse::Ok { jwt } => Ok(jwt),
            CreateJwtResponse::UnsupportedAlgorithmError => {
                Err(CoreError::UnsupportedAlgorithm.into())
            }
        }
    }
}

impl<'s> IntoFuture for CreateJwt<'s> {
    type Output = Result<String, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 's>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.sign())
    }
}

impl fmt::Debug for CreateJwt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateJwt")
            .field("validity", &self.validity)
            .field("use_static_signing_key", &self.use_static_signing_key)
            .finish_non_exhaustive()
    }
}
