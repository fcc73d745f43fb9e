use super::SuperTokens;
use crate::cdi::{
    AddRoleResponse, AddRoleToUser, AllRoles, CreateRole, DeleteRole, PermissionsOfRole,
    PermissionsResponse, RemovePermissions, RemoveRoleResponse, RemoveUserRole, RoleResponse,
    RolesOfUser, RolesWithPermission, TenantId, UsersResponse, UsersWithRole,
};
use crate::error::Error;

/// Roles and permissions in the core.
///
/// A session that has begun does not see a change by itself: call
/// [`fetch_and_set_claim`](crate::Session::fetch_and_set_claim), or check with a `max_age`.
///
/// All functions fail with [`Error::Core`] when the core gives no usable answer, those that name a role with
/// [`Error::UnknownRole`] when there is none of that name, those that name a tenant with [`Error::TenantId`] when there
/// can be none of that name.
#[derive(Debug, Clone, Copy)]
pub struct UserRoles<'a>(&'a SuperTokens);

impl SuperTokens {
    /// Roles and permissions.
    pub fn user_roles(&self) -> UserRoles<'_> {
        UserRoles(self)
    }
}

impl UserRoles<'_> {
    /// Gives a user a role; false if the user has it already. Calls `PUT /<tenant>/recipe/user/role`.
    #[doc(alias = "addRoleToUser")]
    pub async fn add_role_to_user(
        &self,
        tenant_id: &str,
        user_id: &str,
        role: &str,
    ) -> Result<bool, Error> {
        match self
            .0
            .call(&AddRoleToUser {
                tenant_id: TenantId::new(tenant_id)?,
                user_id,
                role,
            })
            .await?
        {
            AddRoleResponse::Ok {
                did_user_already_have_role,
            } => Ok(!did_user_already_have_role),
            AddRoleResponse::UnknownRoleError => Err(unknown(role)),
        }
    }

    /// Takes a role from a user; false if the user does not have it. Calls
    /// `POST /<tenant>/recipe/user/role/remove`.
    #[doc(alias = "removeUserRole")]
    pub async fn remove_user_role(
        &self,
        tenant_id: &str,
        user_id: &str,
        role: &str,
    ) -> Result<bool, Error> {
        match self
            .0
            .call(&RemoveUserRole {
                tenant_id: TenantId::new(tenant_id)?,
                user_id,
                role,
            })
            .await?
        {
            RemoveRoleResponse::Ok { did_user_have_role } => Ok(did_user_have_role),
            RemoveRoleResponse::UnknownRoleError => Err(unknown(role)),
        }
    }

    /// A user's roles. Calls `GET /<tenant>/recipe/user/roles`.
    #[doc(alias = "getRolesForUser")]
    pub async fn roles_of_user(
        &self,
        tenant_id: &str,
        user_id: &str,
    ) -> Result<Vec<String>, Error> {
        Ok(self
            .0
            .call(&RolesOfUser {
                tenant_id: TenantId::new(tenant_id)?,
                user_id,
            })
            .await?
            .roles)
    }

    /// Ids of the users that have a role. Calls `GET /<tenant>/recipe/role/users`.
    #[doc(alias = "getUsersThatHaveRole")]
    pub async fn users_with_role(&self, tenant_id: &str, role: &str) -> Result<Vec<String>, Error> {
        let tenant_id = TenantId::new(tenant_id)?;
        match self.0.call(&UsersWithRole { tenant_id, role }).await? {
            UsersResponse::Ok { users } => Ok(users),
            UsersResponse::UnknownRoleError => Err(unknown(role)),
        }
    }

    /// Creates a role, or adds permissions to it; true if the role is new. Calls `PUT /recipe/role`.
    #[doc(alias = "createNewRoleOrAddPermissions")]
    pub async fn create_role_or_add_permissions(
        &self,
        role: &str,
        permissions: &[&str],
    ) -> Result<bool, Error> {
        Ok(self
            .0
            .call(&CreateRole { role, permissions })
            .await?
            .created_new_role)
    }

    /// Permissions of a role. Calls `GET /recipe/role/permissions`.
    #[doc(alias = "getPermissionsForRole")]
    pub async fn permissions_of_role(&self, role: &str) -> Result<Vec<String>, Error> {
        match self.0.call(&PermissionsOfRole { role }).await? {
            PermissionsResponse::Ok { permissions } => Ok(permissions),
            PermissionsResponse::UnknownRoleError => Err(unknown(role)),
        }
    }

    /// Takes permissions from a role. Calls `POST /recipe/role/permissions/remove`.
    #[doc(alias = "removePermissionsFromRole")]
    pub async fn remove_permissions_from_role(
        &self,
        role: &str,
        permissions: &[&str],
    ) -> Result<(), Error> {
        match self
            .0
            .call(&RemovePermissions { role, permissions })
            .await?
        {
            RoleResponse::Ok => Ok(()),
            RoleResponse::UnknownRoleError => Err(unknown(role)),
        }
    }

    /// Roles that have a permission. Calls `GET /recipe/permission/roles`.
    #[doc(alias = "getRolesThatHavePermission")]
    pub async fn roles_with_permission(&self, permission: &str) -> Result<Vec<String>, Error> {
        Ok(self
            .0
            .call(&RolesWithPermission { permission })
            .await?
            .roles)
    }

    /// Deletes a role and takes it from all users; false if there was none. Calls `POST /recipe/role/remove`.
    #[doc(alias = "deleteRole")]
    pub async fn delete_role(&self, role: &str) -> Result<bool, Error> {
        Ok(self.0.call(&DeleteRole { role }).await?.did_role_exist)
    }

    /// All roles. Calls `GET /recipe/roles`.
    #[doc(alias = "getAllRoles")]
    pub async fn all_roles(&self) -> Result<Vec<String>, Error> {
        Ok(self.0.call(&AllRoles {}).await?.roles)
    }
}

fn unknown(role: &str) -> Error {
    Error::UnknownRole {
        role: role.to_owned(),
    }
}
