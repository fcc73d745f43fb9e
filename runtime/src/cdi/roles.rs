//! Roles, their permissions, and who has them.

use http::Method;
use serde::{Deserialize, Serialize};

use super::call::Call;
use super::tenant::TenantId;

const RECIPE: Option<&str> = Some("userroles");

/// Where a call goes.
macro_rules! call {
    ($name:ident => $response:ty, $method:ident, $path:literal) => {
        impl Call for $name<'_> {
            type Response = $response;
            const METHOD: Method = Method::$method;
            const RECIPE: Option<&'static str> = RECIPE;
            const PATH: &'static str = $path;
        }
    };
    ($name:ident => $response:ty, $method:ident, tenant $path:literal) => {
        impl Call for $name<'_> {
            type Response = $response;
            const METHOD: Method = Method::$method;
            const RECIPE: Option<&'static str> = RECIPE;
            const PATH: &'static str = $path;

            fn tenant_id(&self) -> Option<TenantId<'_>> {
                Some(self.tenant_id)
            }
        }
    };
}

/// `PUT /<tenant>/recipe/user/role`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AddRoleToUser<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) user_id: &'a str,
    pub(crate) role: &'a str,
}

#[derive(Deserialize)]
#[serde(
    tag = "status",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub(crate) enum AddRoleResponse {
    Ok { did_user_already_have_role: bool },
    UnknownRoleError,
}

call!(AddRoleToUser => AddRoleResponse, PUT, tenant "/recipe/user/role");

/// `POST /<tenant>/recipe/user/role/remove`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemoveUserRole<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) user_id: &'a str,
    pub(crate) role: &'a str,
}

#[derive(Deserialize)]
#[serde(
    tag = "status",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub(crate) enum RemoveRoleResponse {
    Ok { did_user_have_role: bool },
    UnknownRoleError,
}

call!(RemoveUserRole => RemoveRoleResponse, POST, tenant "/recipe/user/role/remove");

/// `GET /<tenant>/recipe/user/roles`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RolesOfUser<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) user_id: &'a str,
}

#[derive(Deserialize)]
pub(crate) struct RolesResponse {
    pub(crate) roles: Vec<String>,
}

call!(RolesOfUser => RolesResponse, GET, tenant "/recipe/user/roles");

/// `GET /<tenant>/recipe/role/users`
#[derive(Serialize)]
pub(crate) struct UsersWithRole<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) role: &'a str,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum UsersResponse {
    Ok { users: Vec<String> },
    UnknownRoleError,
}

call!(UsersWithRole => UsersResponse, GET, tenant "/recipe/role/users");

/// `PUT /recipe/role`
#[derive(Serialize)]
pub(crate) struct CreateRole<'a> {
    pub(crate) role: &'a str,
    pub(crate) permissions: &'a [&'a str],
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateRoleResponse {
    pub(crate) created_new_role: bool,
}

call!(CreateRole => CreateRoleResponse, PUT, "/recipe/role");

/// `GET /recipe/role/permissions`
#[derive(Serialize)]
pub(crate) struct PermissionsOfRole<'a> {
    pub(crate) role: &'a str,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum PermissionsResponse {
    Ok { permissions: Vec<String> },
    UnknownRoleError,
}

call!(PermissionsOfRole => PermissionsResponse, GET, "/recipe/role/permissions");

/// `POST /recipe/role/permissions/remove`
#[derive(Serialize)]
pub(crate) struct RemovePermissions<'a> {
    pub(crate) role: &'a str,
    pub(crate) permissions: &'a [&'a str],
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum RoleResponse {
    Ok,
    UnknownRoleError,
}

call!(RemovePermissions => RoleResponse, POST, "/recipe/role/permissions/remove");

/// `GET /recipe/permission/roles`
#[derive(Serialize)]
pub(crate) struct RolesWithPermission<'a> {
    pub(crate) permission: &'a str,
}

call!(RolesWithPermission => RolesResponse, GET, "/recipe/permission/roles");

/// `POST /recipe/role/remove`
#[derive(Serialize)]
pub(crate) struct DeleteRole<'a> {
    pub(crate) role: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeleteRoleResponse {
    pub(crate) did_role_exist: bool,
}

call!(DeleteRole => DeleteRoleResponse, POST, "/recipe/role/remove");

/// `GET /recipe/roles`
#[derive(Serialize)]
pub(crate) struct AllRoles {}

impl Call for AllRoles {
    type Response = RolesResponse;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/roles";
}
