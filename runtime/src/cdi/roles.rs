use std::borrow::Cow;

use http::Method;
use serde::{Deserialize, Serialize};

use super::{Call, TenantId, of_tenant};

const RECIPE: Option<&str> = Some("userroles");

/// Where a call goes.
macro_rules! call {
    ($name:ident => $answer:ty, $method:ident, $path:literal) => {
        impl Call for $name<'_> {
            type Answer = $answer;
            const METHOD: Method = Method::$method;
            const RECIPE: Option<&'static str> = RECIPE;

            fn path(&self) -> Cow<'static, str> {
                $path.into()
            }
        }
    };
    ($name:ident => $answer:ty, $method:ident, tenant $path:literal) => {
        impl Call for $name<'_> {
            type Answer = $answer;
            const METHOD: Method = Method::$method;
            const RECIPE: Option<&'static str> = RECIPE;

            fn path(&self) -> Cow<'static, str> {
                of_tenant(Some(self.tenant_id), $path)
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
pub(crate) enum AddRoleAnswer {
    Ok { did_user_already_have_role: bool },
    UnknownRoleError,
}

call!(AddRoleToUser => AddRoleAnswer, PUT, tenant "/recipe/user/role");

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
pub(crate) enum RemoveRoleAnswer {
    Ok { did_user_have_role: bool },
    UnknownRoleError,
}

call!(RemoveUserRole => RemoveRoleAnswer, POST, tenant "/recipe/user/role/remove");

/// `GET /<tenant>/recipe/user/roles`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RolesOfUser<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) user_id: &'a str,
}

#[derive(Deserialize)]
pub(crate) struct RolesAnswer {
    pub(crate) roles: Vec<String>,
}

call!(RolesOfUser => RolesAnswer, GET, tenant "/recipe/user/roles");

/// `GET /<tenant>/recipe/role/users`
#[derive(Serialize)]
pub(crate) struct UsersWithRole<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) role: &'a str,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum UsersAnswer {
    Ok { users: Vec<String> },
    UnknownRoleError,
}

call!(UsersWithRole => UsersAnswer, GET, tenant "/recipe/role/users");

/// `PUT /recipe/role`
#[derive(Serialize)]
pub(crate) struct CreateRole<'a> {
    pub(crate) role: &'a str,
    pub(crate) permissions: &'a [&'a str],
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateRoleAnswer {
    pub(crate) created_new_role: bool,
}

call!(CreateRole => CreateRoleAnswer, PUT, "/recipe/role");

/// `GET /recipe/role/permissions`
#[derive(Serialize)]
pub(crate) struct PermissionsOfRole<'a> {
    pub(crate) role: &'a str,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum PermissionsAnswer {
    Ok { permissions: Vec<String> },
    UnknownRoleError,
}

call!(PermissionsOfRole => PermissionsAnswer, GET, "/recipe/role/permissions");

/// `POST /recipe/role/permissions/remove`
#[derive(Serialize)]
pub(crate) struct RemovePermissions<'a> {
    pub(crate) role: &'a str,
    pub(crate) permissions: &'a [&'a str],
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum RoleAnswer {
    Ok,
    UnknownRoleError,
}

call!(RemovePermissions => RoleAnswer, POST, "/recipe/role/permissions/remove");

/// `GET /recipe/permission/roles`
#[derive(Serialize)]
pub(crate) struct RolesWithPermission<'a> {
    pub(crate) permission: &'a str,
}

call!(RolesWithPermission => RolesAnswer, GET, "/recipe/permission/roles");

/// `POST /recipe/role/remove`
#[derive(Serialize)]
pub(crate) struct DeleteRole<'a> {
    pub(crate) role: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeleteRoleAnswer {
    pub(crate) did_role_exist: bool,
}

call!(DeleteRole => DeleteRoleAnswer, POST, "/recipe/role/remove");

/// `GET /recipe/roles`
#[derive(Serialize)]
pub(crate) struct AllRoles {}

impl Call for AllRoles {
    type Answer = RolesAnswer;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = RECIPE;

    fn path(&self) -> Cow<'static, str> {
        "/recipe/roles".into()
    }
}
