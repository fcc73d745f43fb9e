//! Roles and permissions.

use super::app::{App, Tenant};
use super::core::Core;
use super::refusal::Refusal;
use crate::store::roles;

/// Wraps what is only told of a role that exists.
pub(crate) type KnownRole<T> = Option<T>;

impl Core {
    /// Makes a role or adds permissions to it. Says whether it was new.
    pub(crate) fn put_role(
        &self,
        app: &App,
        role: &str,
        permissions: &[String],
    ) -> Result<bool, Refusal> {
        self.store
            .write(|db| Ok(roles::put(db, &app.id, role, permissions)?))
    }

    /// Deletes a role and takes it from all users. Says whether there was one.
    pub(crate) fn remove_role(&self, app: &App, role: &str) -> Result<bool, Refusal> {
        self.store.write(|db| Ok(roles::delete(db, &app.id, role)?))
    }

    /// All roles of the app.
    pub(crate) fn roles(&self, app: &App) -> Result<Vec<String>, Refusal> {
        Ok(self.store.read(|db| roles::all(db, &app.id))?)
    }

    /// The permissions of a role.
    pub(crate) fn permissions(
        &self,
        app: &App,
        role: &str,
    ) -> Result<KnownRole<Vec<String>>, Refusal> {
        Ok(self.store.read(|db| {
            roles::exists(db, &app.id, role)?
                .then(|| roles::permissions(db, &app.id, role))
                .transpose()
        })?)
    }

    /// The roles that have a permission.
    pub(crate) fn roles_with(&self, app: &App, permission: &str) -> Result<Vec<String>, Refusal> {
        Ok(self
            .store
            .read(|db| roles::with_permission(db, &app.id, permission))?)
    }

    /// Takes permissions from a role; without a list all of them.
    pub(crate) fn remove_permissions(
        &self,
        app: &App,
        role: &str,
        permissions: Option<&[String]>,
    ) -> Result<KnownRole<()>, Refusal> {
        self.store.write(|db| {
            Ok(roles::exists(db, &app.id, role)?
                .then(|| roles::delete_permissions(db, &app.id, role, permissions))
                .transpose()?)
        })
    }

    /// Gives a role to a user, who need not exist. Says whether the user had it already.
    pub(crate) fn assign_role(
        &self,
        tenant: &Tenant,
        user: &str,
        role: &str,
    ) -> Result<KnownRole<bool>, Refusal> {
        let place = (tenant.app.id.as_str(), tenant.id.as_str());
        self.store.write(|db| {
            Ok(roles::exists(db, place.0, role)?
                .then(|| roles::assign(db, place, user, role).map(|new| !new))
                .transpose()?)
        })
    }

    /// Takes a role from a user. Says whether the user had it.
    pub(crate) fn unassign_role(
        &self,
        tenant: &Tenant,
        user: &str,
        role: &str,
    ) -> Result<KnownRole<bool>, Refusal> {
        let place = (tenant.app.id.as_str(), tenant.id.as_str());
        self.store.write(|db| {
            Ok(roles::exists(db, place.0, role)?
                .then(|| roles::unassign(db, place, user, role))
                .transpose()?)
        })
    }

    /// The roles of a user in a tenant.
    pub(crate) fn roles_of(&self, tenant: &Tenant, user: &str) -> Result<Vec<String>, Refusal> {
        Ok(self
            .store
            .read(|db| roles::of_user(db, (&tenant.app.id, &tenant.id), user))?)
    }

    /// The users of a tenant who have a role.
    pub(crate) fn users_with(
        &self,
        tenant: &Tenant,
        role: &str,
    ) -> Result<KnownRole<Vec<String>>, Refusal> {
        let place = (tenant.app.id.as_str(), tenant.id.as_str());
        Ok(self.store.read(|db| {
            roles::exists(db, place.0, role)?
                .then(|| roles::users(db, place, role))
                .transpose()
        })?)
    }
}
