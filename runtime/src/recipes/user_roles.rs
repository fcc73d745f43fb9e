//! Roles and permissions.

use crate::cdi::{
    AddRoleResponse, AddRoleToUser, AllRoles, CreateRole, DeleteRole, PUBLIC_TENANT,
    PermissionsOfRole, PermissionsResponse, RemovePermissions, RemoveRoleResponse, RemoveUserRole,
    RoleResponse, RolesOfUser, RolesWithPermission, TenantId, UsersResponse, UsersWithRole,
};
use crate::error::Error;
use crate::session::super_tokens::SuperTokens;

/// Roles and permissions in the core.
///
/// Users have their roles in a tenant, by default in the public one; see [`in_tenant`](Self::in_tenant). The roles
/// themselves and their permissions are the same in all tenants.
///
/// An existing session does not see a change by itself. Call
/// [`fetch_and_set_claim`](crate::Session::fetch_and_set_claim), or check the claim with a `max_age`.
///
/// ```
/// use rocket_supertokens::{Error, SuperTokens};
///
/// async fn promote(super_tokens: &SuperTokens, user_id: &str) -> Result<(), Error> {
///     let roles = super_tokens.user_roles();
///     roles.create_role_or_add_permissions("editor", &["comment:delete"]).await?;
///     roles.add_role_to_user(user_id, "editor").await?;
///     roles.in_tenant("customer-1").add_role_to_user(user_id, "editor").await?;
///     Ok(())
/// }
/// ```
///
/// # Errors
/// All functions fail with [`Error::Core`] if the core sends no usable response. Functions that list
/// [`Error::UnknownRole`] fail with it if there is no such role. Functions that concern one tenant fail with
/// [`Error::TenantId`] if no tenant can have that name.
#[derive(Debug, Clone, Copy)]
pub struct UserRoles<'a> {
    super_tokens: &'a SuperTokens,
    tenant_id: &'a str,
}

impl SuperTokens {
    /// Functions for roles and permissions, with the users of the public tenant. The core is not called yet.
    pub fn user_roles(&self) -> UserRoles<'_> {
        UserRoles {
            super_tokens: self,
            tenant_id: PUBLIC_TENANT,
        }
    }
}

/// Which users have which roles.
impl<'a> UserRoles<'a> {
    /// Returns the same functions for the users of another tenant.
    pub fn in_tenant(self, tenant_id: &'a str) -> Self {
        Self { tenant_id, ..self }
    }

    /// Gives a role to a user. Returns false if the user has it already. Calls `PUT /<tenant>/recipe/user/role`.
    ///
    /// # Errors
    /// [`Error::UnknownRole`], [`Error::TenantId`], [`Error::Core`].
    #[doc(alias = "addRoleToUser")]
    pub async fn add_role_to_user(&self, user_id: &str, role: &str) -> Result<bool, Error> {
        let call = AddRoleToUser {
            tenant_id: self.tenant()?,
            user_id,
            role,
        };
        match self.super_tokens.call(&call).await? {
            AddRoleResponse::Ok {
                did_user_already_have_role,
            } => Ok(!did_user_already_have_role),
            AddRoleResponse::UnknownRoleError => Err(unknown(role)),
        }
    }

    /// Takes a role from a user. Returns false if the user does not have it. Calls
    /// `POST /<tenant>/recipe/user/role/remove`.
    ///
    /// # Errors
    /// [`Error::UnknownRole`], [`Error::TenantId`], [`Error::Core`].
    #[doc(alias = "removeUserRole")]
    pub async fn remove_user_role(&self, user_id: &str, role: &str) -> Result<bool, Error> {
        let call = RemoveUserRole {
            tenant_id: self.tenant()?,
            user_id,
            role,
        };
        match self.super_tokens.call(&call).await? {
            RemoveRoleResponse::Ok { did_user_have_role } => Ok(did_user_have_role),
            RemoveRoleResponse::UnknownRoleError => Err(unknown(role)),
        }
    }

    /// Lists the roles of a user. Calls `GET /<tenant>/recipe/user/roles`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::Core`].
    #[doc(alias = "getRolesForUser")]
    pub async fn roles_of_user(&self, user_id: &str) -> Result<Vec<String>, Error> {
        let call = RolesOfUser {
            tenant_id: self.tenant()?,
            user_id,
        };
        Ok(self.super_tokens.call(&call).await?.roles)
    }

    /// Lists the ids of the users that have a role. Calls `GET /<tenant>/recipe/role/users`.
    ///
    /// # Errors
    /// [`Error::UnknownRole`], [`Error::TenantId`], [`Error::Core`].
    #[doc(alias = "getUsersThatHaveRole")]
    pub async fn users_with_role(&self, role: &str) -> Result<Vec<String>, Error> {
        let call = UsersWithRole {
            tenant_id: self.tenant()?,
            role,
        };
        match self.super_tokens.call(&call).await? {
            UsersResponse::Ok { users } => Ok(users),
            UsersResponse::UnknownRoleError => Err(unknown(role)),
        }
    }

    fn tenant(&self) -> Result<TenantId<'a>, Error> {
        TenantId::new(self.tenant_id)
    }
}

/// The roles themselves, which are the same in all tenants.
impl UserRoles<'_> {
    /// Creates a role, or adds permissions to it. Returns true if the role is new. Calls `PUT /recipe/role`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "createNewRoleOrAddPermissions")]
    pub async fn create_role_or_add_permissions(
        &self,
        role: &str,
        permissions: &[&str],
    ) -> Result<bool, Error> {
        let call = CreateRole { role, permissions };
        Ok(self.super_tokens.call(&call).await?.created_new_role)
    }

    /// Lists the permissions of a role. Calls `GET /recipe/role/permissions`.
    ///
    /// # Errors
    /// [`Error::UnknownRole`], [`Error::Core`].
    #[doc(alias = "getPermissionsForRole")]
    pub async fn permissions_of_role(&self, role: &str) -> Result<Vec<String>, Error> {
        let call = PermissionsOfRole { role };
        match self.super_tokens.call(&call).await? {
            PermissionsResponse::Ok { permissions } => Ok(permissions),
            PermissionsResponse::UnknownRoleError => Err(unknown(role)),
        }
    }

    /// Takes permissions from a role. Calls `POST /recipe/role/permissions/remove`.
    ///
    /// # Errors
    /// [`Error::UnknownRole`], [`Error::Core`].
    #[doc(alias = "removePermissionsFromRole")]
    pub async fn remove_permissions_from_role(
        &self,
        role: &str,
        permissions: &[&str],
    ) -> Result<(), Error> {
        let call = RemovePermissions { role, permissions };
        match self.super_tokens.call(&call).await? {
            RoleResponse::Ok => Ok(()),
            RoleResponse::UnknownRoleError => Err(unknown(role)),
        }
    }

    /// Lists the roles that have a permission. Calls `GET /recipe/permission/roles`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "getRolesThatHavePermission")]
    pub async fn roles_with_permission(&self, permission: &str) -> Result<Vec<String>, Error> {
        let call = RolesWithPermission { permission };
        Ok(self.super_tokens.call(&call).await?.roles)
    }

    /// Deletes a role and takes it from all users. Returns false if there was no such role. Calls
    /// `POST /recipe/role/remove`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "deleteRole")]
    pub async fn delete_role(&self, role: &str) -> Result<bool, Error> {
        let call = DeleteRole { role };
        Ok(self.super_tokens.call(&call).await?.did_role_exist)
    }

    /// Lists all roles. Calls `GET /recipe/roles`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "getAllRoles")]
    pub async fn all_roles(&self) -> Result<Vec<String>, Error> {
        Ok(self.super_tokens.call(&AllRoles {}).await?.roles)
    }
}

fn unknown(role: &str) -> Error {
    Error::UnknownRole {
        role: role.to_owned(),
    }
}
