//! Users who sign in with email and password.

use super::app::{App, Tenant};
use super::core::Core;
use super::refusal::Refusal;
use crate::crypto::{hash_password, password_matches, uuid};
use crate::store::users::{self, Listing, UserRow};
use crate::store::{emails, roles, sessions};

/// An address as it is stored and compared. It is not validated; that is the caller's part.
pub(crate) fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

impl Core {
    /// Makes a user; none if the address is taken in the tenant.
    pub(crate) fn sign_up(
        &self,
        tenant: &Tenant,
        email: &str,
        password: &str,
    ) -> Result<Option<UserRow>, Refusal> {
        if password.is_empty() {
            return Err(Refusal::BadRequest(
                "Password cannot be an empty string".into(),
            ));
        }
        let password = hash_password(password)?;
        self.store.write(|db| {
            let user = UserRow {
                id: uuid(),
                tenant: tenant.id.clone(),
                email: normal_email(email),
                joined_at: self.now(),
                verified: false,
            };
            Ok(users::insert(db, &tenant.app.id, &user, &password)?.then_some(user))
        })
    }

    /// The user whose address and password these are.
    pub(crate) fn sign_in(
        &self,
        tenant: &Tenant,
        email: &str,
        password: &str,
    ) -> Result<Option<UserRow>, Refusal> {
        let email = normal_email(email);
        let found = self
            .store
            .read(|db| users::find_by_email(db, &tenant.app.id, &tenant.id, &email))?;
        Ok(found
            .filter(|(_, hash)| password_matches(password, hash))
            .map(|(user, _)| user))
    }

    /// The user of that id.
    pub(crate) fn user(&self, app: &App, id: &str) -> Result<Option<UserRow>, Refusal> {
        Ok(self.store.read(|db| users::find(db, &app.id, id))?)
    }

    /// The user of that address in a tenant.
    pub(crate) fn user_by_email(
        &self,
        tenant: &Tenant,
        email: &str,
    ) -> Result<Option<UserRow>, Refusal> {
        let email = normal_email(email);
        let found = self
            .store
            .read(|db| users::find_by_email(db, &tenant.app.id, &tenant.id, &email))?;
        Ok(found.map(|(user, _)| user))
    }

    /// A page of a tenant's users.
    pub(crate) fn users(
        &self,
        tenant: &Tenant,
        listing: &Listing<'_>,
    ) -> Result<Vec<UserRow>, Refusal> {
        Ok(self
            .store
            .read(|db| users::list(db, &tenant.app.id, &tenant.id, listing))?)
    }

    /// How many users a tenant has, or the whole app.
    pub(crate) fn user_count(&self, app: &App, tenant: Option<&str>) -> Result<i64, Refusal> {
        Ok(self.store.read(|db| users::count(db, &app.id, tenant))?)
    }

    /// Deletes a user with sessions, roles and addresses. An unknown user is left as unknown.
    pub(crate) fn remove_user(&self, app: &App, id: &str) -> Result<(), Refusal> {
        self.store.write(|db| {
            if users::delete(db, &app.id, id)? {
                sessions::delete_of_user(db, &app.id, id)?;
                roles::unassign_all(db, &app.id, id)?;
                emails::forget_user(db, &app.id, id)?;
            }
            Ok(())
        })
    }
}
