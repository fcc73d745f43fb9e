//! Users who sign in with email and password.

use rusqlite::Transaction;

use super::app::{App, PUBLIC, Tenant};
use super::core::Core;
use super::refusal::Refusal;
use crate::crypto::{hash_password, password_matches, uuid};
use crate::store::users::{self, Listing, LoginMethod, User};
use crate::store::{DatabaseError, emails, linking, roles, sessions};
use crate::text::normal_email;

impl Core {
    /// Makes a user; none if the address is taken in the tenant.
    pub(crate) fn sign_up(
        &self,
        tenant: &Tenant,
        email: &str,
        password: &str,
    ) -> Result<Option<User>, Refusal> {
        let password = hash_password(password)?;
        self.store.write(|db| {
            let method = LoginMethod {
                id: uuid(),
                tenant: tenant.id.clone(),
                email: normal_email(email),
                joined_at: self.now(),
                verified: false,
            };
            let is_new = users::insert(db, &tenant.app.id, &method, &password)?;
            Ok(is_new.then(|| method.into()))
        })
    }

    /// Makes a user with this id and without a password, for tests. Says whether id and address were free.
    pub(crate) fn add_user(&self, id: &str, email: &str) -> Result<bool, DatabaseError> {
        let method = LoginMethod {
            id: id.into(),
            tenant: PUBLIC.into(),
            email: normal_email(email),
            joined_at: self.now(),
            verified: false,
        };
        self.store.write(|db| {
            if users::find(db, PUBLIC, id)?.is_some() {
                return Ok(false);
            }
            users::insert(db, PUBLIC, &method, "")
        })
    }

    /// The user whose address and password these are, and the id of the login method.
    pub(crate) fn sign_in(
        &self,
        tenant: &Tenant,
        email: &str,
        password: &str,
    ) -> Result<Option<(User, String)>, Refusal> {
        let email = normal_email(email);
        let found = self
            .store
            .read(|db| users::find_by_email(db, &tenant.app.id, &tenant.id, &email))?;
        Ok(found
            .filter(|(.., hash)| password_matches(password, hash))
            .map(|(user, id, _)| (user, id)))
    }

    /// The user of that id.
    pub(crate) fn user(&self, app: &App, id: &str) -> Result<Option<User>, Refusal> {
        Ok(self.store.read(|db| users::find(db, &app.id, id))?)
    }

    /// The user of that address in a tenant.
    pub(crate) fn user_by_email(
        &self,
        tenant: &Tenant,
        email: &str,
    ) -> Result<Option<User>, Refusal> {
        let email = normal_email(email);
        let found = self
            .store
            .read(|db| users::find_by_email(db, &tenant.app.id, &tenant.id, &email))?;
        Ok(found.map(|(user, ..)| user))
    }

    /// A page of a tenant's users.
    pub(crate) fn users(
        &self,
        tenant: &Tenant,
        listing: &Listing<'_>,
    ) -> Result<Vec<User>, Refusal> {
        Ok(self
            .store
            .read(|db| users::list(db, &tenant.app.id, &tenant.id, listing))?)
    }

    /// How many users a tenant has, or the whole app.
    pub(crate) fn user_count(&self, app: &App, tenant: Option<&str>) -> Result<i64, Refusal> {
        Ok(self.store.read(|db| users::count(db, &app.id, tenant))?)
    }

    /// Deletes a user with sessions, roles and addresses, or only the login method of that id. An unknown
    /// user is left as unknown.
    pub(crate) fn remove_user(&self, app: &App, id: &str, all_linked: bool) -> Result<(), Refusal> {
        self.store.write(|db| {
            let Some(user) = users::find(db, &app.id, id)? else {
                return Ok(());
            };
            let whole = all_linked || user.methods.len() == 1;
            for method in user.methods.iter().filter(|m| all_linked || m.id == id) {
                users::delete(db, &app.id, &method.id)?;
                // What hangs on the primary user's id is that of the remaining login methods too.
                if whole || method.id != user.id {
                    forget(db, app, &method.id)?;
                }
            }
            if whole {
                forget(db, app, &user.id)?;
            } else {
                linking::note_joining(db, &app.id, &user.id)?;
            }
            Ok(())
        })
    }
}

fn forget(db: &Transaction<'_>, app: &App, id: &str) -> Result<(), DatabaseError> {
    sessions::delete_of_user(db, &app.id, id)?;
    roles::unassign_all(db, &app.id, id)?;
    emails::forget_user(db, &app.id, id)
}
