//! The claims that an application configures for all its sessions.

use std::sync::Arc;

use async_trait::async_trait;

use crate::cdi::JsonObject;
use crate::claims::{
    Claim, ClaimContext, ClaimValidators, EmailVerification, EmailVerified, FetchClaim, FetchError,
    Permission, UserRole,
};
use crate::config::{Config, EmailVerificationMode};
use crate::error::ConfigError;

/// The claims that concern all sessions of an application.
#[derive(Default)]
pub(crate) struct ConfiguredClaims {
    /// Added when a session begins.
    pub(crate) at_creation: Vec<Arc<dyn CreationClaim>>,
    /// Checked on every route that does not switch them off.
    pub(crate) global: ClaimValidators,
}

/// A claim of any type, to be added when a session begins.
#[async_trait]
pub(crate) trait CreationClaim: Send + Sync {
    fn key(&self) -> &str;

    /// The update for the payload; empty if there is no value.
    async fn build(&self, context: ClaimContext) -> Result<JsonObject, FetchError>;
}

#[async_trait]
impl<C: FetchClaim> CreationClaim for C {
    fn key(&self) -> &str {
        Claim::key(self)
    }

    async fn build(&self, context: ClaimContext) -> Result<JsonObject, FetchError> {
        let mut update = JsonObject::new();
        if let Some(value) = self.fetch(context).await? {
            update.insert(Claim::key(self).to_owned(), self.entry(&value)?);
        }
        Ok(update)
    }
}

impl ConfiguredClaims {
    /// Adds the claims that the configuration switches on. Each key can be added only once.
    pub(in crate::session) fn checked(mut self, config: &Config) -> Result<Self, ConfigError> {
        if config.session.roles_in_access_token {
            self.at_creation.push(Arc::new(UserRole));
        }
        if config.session.permissions_in_access_token {
            self.at_creation.push(Arc::new(Permission));
        }
        if config.session.email_verification != EmailVerificationMode::Off {
            self.at_creation.push(Arc::new(EmailVerified));
        }
        if config.session.email_verification == EmailVerificationMode::Required {
            self.global.push(Arc::new(EmailVerification::required()));
        }
        for (index, claim) in self.at_creation.iter().enumerate() {
            if self.at_creation[..index]
                .iter()
                .any(|earlier| earlier.key() == claim.key())
            {
                return Err(ConfigError::DuplicateClaim {
                    key: claim.key().to_owned(),
                });
            }
        }
        Ok(self)
    }
}
