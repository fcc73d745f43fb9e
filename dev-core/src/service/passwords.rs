//! Passwords that were forgotten, and addresses and passwords that change.

use super::app::{App, Tenant};
use super::core::Core;
use super::refusal::Refusal;
use super::tenancy::settings_of;
use crate::crypto::{hash_password, link_token, sha256};
use crate::store::linking;
use crate::store::resets::{self, ResetToken};
use crate::store::users::{self, LoginMethod};
use crate::text::normal_email;

/// What came of changing an address or a password.
pub(crate) enum UpdateOutcome {
    Done,
    UnknownUser,
    EmailTaken,
    /// The login method is that of a primary user, and another primary user has the address.
    EmailOfAnotherPrimaryUser,
}

impl Core {
    /// Makes a token by which the password of a login method is reset; none if there is no such login method.
    /// Whether the address is that of the user is not looked at.
    pub(crate) fn reset_token(
        &self,
        tenant: &Tenant,
        id: &str,
        email: &str,
    ) -> Result<Option<String>, Refusal> {
        let app = tenant.app.id.as_str();
        let token = link_token()?;
        let stored = ResetToken {
            user_id: id.into(),
            email: email.into(),
            expires_at: self.now() + settings_of(tenant)?.password_reset_lifetime_ms,
        };
        self.store.write(|db| {
            if users::find_by_method(db, app, id)?.is_none() {
                return Ok(None);
            }
            resets::insert(db, app, sha256(&token), &stored)?;
            Ok(Some(token))
        })
    }

    /// Uses a token up, and with it all tokens of its user, also if it has expired and is worth nothing.
    pub(crate) fn consume_reset_token(
        &self,
        app: &App,
        token: &str,
    ) -> Result<Option<ResetToken>, Refusal> {
        self.store.write(|db| {
            let Some(found) = resets::find(db, &app.id, sha256(token))? else {
                return Ok(None);
            };
            resets::delete_of_user(db, &app.id, &found.user_id)?;
            Ok(Some(found).filter(|found| found.expires_at >= self.now()))
        })
    }

    /// Changes address or password of a login method, or both: on a refusal neither.
    pub(crate) fn update_user(
        &self,
        app: &App,
        id: &str,
        email: Option<&str>,
        password: Option<&str>,
    ) -> Result<UpdateOutcome, Refusal> {
        let password = password.map(hash_password).transpose()?;
        self.store.write(|db| {
            let Some(user) = users::find_by_method(db, &app.id, id)? else {
                return Ok(UpdateOutcome::UnknownUser);
            };
            if let Some(email) = email.map(normal_email) {
                let is_primary = user.is_primary;
                let changed: Vec<LoginMethod> = user
                    .methods
                    .into_iter()
                    .map(|method| LoginMethod {
                        email: email.clone(),
                        ..method
                    })
                    .collect();
                if is_primary && linking::other_primary(db, &app.id, &changed, &user.id)?.is_some()
                {
                    return Ok(UpdateOutcome::EmailOfAnotherPrimaryUser);
                }
                if !users::set_email(db, &app.id, id, &email)? {
                    return Ok(UpdateOutcome::EmailTaken);
                }
            }
            if let Some(password) = password {
                users::set_password(db, &app.id, id, &password)?;
            }
            Ok(UpdateOutcome::Done)
        })
    }
}
