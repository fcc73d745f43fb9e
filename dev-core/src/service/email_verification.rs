//! Verification of email addresses.

use super::app::{App, Tenant};
use super::core::Core;
use super::refusal::Refusal;
use super::tenancy::settings_of;
use crate::crypto::{link_token, sha256};
use crate::store::emails::{self, EmailToken};

impl Core {
    /// Makes a token for an address; none if that is verified already.
    pub(crate) fn email_token(
        &self,
        tenant: &Tenant,
        user: &str,
        email: &str,
    ) -> Result<Option<String>, Refusal> {
        let place = (tenant.app.id.as_str(), tenant.id.as_str());
        let token = link_token()?;
        let stored = EmailToken {
            user_id: user.into(),
            email: email.into(),
            expires_at: self.now() + settings_of(tenant)?.email_verification_lifetime_ms,
        };
        self.store.write(|db| {
            if emails::is_verified(db, place.0, user, email)? {
                return Ok(None);
            }
            emails::insert_token(db, place, sha256(&token), &stored)?;
            Ok(Some(token))
        })
    }

    /// Uses a token up. It verifies the address, unless it has expired.
    pub(crate) fn verify_email(
        &self,
        tenant: &Tenant,
        token: &str,
    ) -> Result<Option<EmailToken>, Refusal> {
        let place = (tenant.app.id.as_str(), tenant.id.as_str());
        self.store.write(|db| {
            let Some(found) = emails::find_token(db, place, sha256(token))? else {
                return Ok(None);
            };
            emails::delete_tokens(db, place, &found.user_id, &found.email)?;
            if found.expires_at < self.now() {
                return Ok(None);
            }
            emails::set_verified(db, place.0, &found.user_id, &found.email, true)?;
            Ok(Some(found))
        })
    }

    /// Whether the user's address is verified.
    pub(crate) fn is_email_verified(
        &self,
        app: &App,
        user: &str,
        email: &str,
    ) -> Result<bool, Refusal> {
        Ok(self
            .store
            .read(|db| emails::is_verified(db, &app.id, user, email))?)
    }

    /// Takes a verification back.
    pub(crate) fn unverify_email(&self, app: &App, user: &str, email: &str) -> Result<(), Refusal> {
        self.store
            .write(|db| Ok(emails::set_verified(db, &app.id, user, email, false)?))
    }

    /// Makes all tokens for an address useless.
    pub(crate) fn revoke_email_tokens(
        &self,
        tenant: &Tenant,
        user: &str,
        email: &str,
    ) -> Result<(), Refusal> {
        let place = (tenant.app.id.as_str(), tenant.id.as_str());
        self.store
            .write(|db| Ok(emails::delete_tokens(db, place, user, email)?))
    }
}
