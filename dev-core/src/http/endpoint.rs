//! The endpoints and their paths.

/// What a path asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Root,
    Hello,
    ApiVersion,
    PublishedKeys,
    JwtKeys,
    Jwt,
    Session,
    SessionVerify,
    SessionRefresh,
    SessionRegenerate,
    SessionRemove,
    SessionUser,
    SessionData,
    JwtData,
    UserById,
    UserRemove,
    Users,
    UserCount,
    UsersByAccountInfo,
    SignUp,
    SignIn,
    User,
    ResetToken,
    ResetTokenConsume,
    MakePrimary,
    LinkAccounts,
    Role,
    RoleRemove,
    Roles,
    RolePermissions,
    RolePermissionsRemove,
    RoleUsers,
    PermissionRoles,
    UserRole,
    UserRoleRemove,
    UserRoles,
    EmailToken,
    EmailTokenRemove,
    EmailVerify,
    EmailUnverify,
    Tenant,
    TenantList,
    TenantRemove,
    App,
    AppList,
    AppRemove,
    Unknown,
}

const PATHS: [(&str, Endpoint); 45] = [
    ("/hello", Endpoint::Hello),
    ("/apiversion", Endpoint::ApiVersion),
    ("/.well-known/jwks.json", Endpoint::PublishedKeys),
    ("/recipe/jwt/jwks", Endpoint::JwtKeys),
    ("/recipe/jwt", Endpoint::Jwt),
    ("/recipe/session", Endpoint::Session),
    ("/recipe/session/verify", Endpoint::SessionVerify),
    ("/recipe/session/refresh", Endpoint::SessionRefresh),
    ("/recipe/session/regenerate", Endpoint::SessionRegenerate),
    ("/recipe/session/remove", Endpoint::SessionRemove),
    ("/recipe/session/user", Endpoint::SessionUser),
    ("/recipe/session/data", Endpoint::SessionData),
    ("/recipe/jwt/data", Endpoint::JwtData),
    ("/user/id", Endpoint::UserById),
    ("/user/remove", Endpoint::UserRemove),
    ("/users", Endpoint::Users),
    ("/users/count", Endpoint::UserCount),
    ("/users/by-accountinfo", Endpoint::UsersByAccountInfo),
    ("/recipe/signup", Endpoint::SignUp),
    ("/recipe/signin", Endpoint::SignIn),
    ("/recipe/user", Endpoint::User),
    ("/recipe/user/password/reset/token", Endpoint::ResetToken),
    (
        "/recipe/user/password/reset/token/consume",
        Endpoint::ResetTokenConsume,
    ),
    ("/recipe/accountlinking/user/primary", Endpoint::MakePrimary),
    ("/recipe/accountlinking/user/link", Endpoint::LinkAccounts),
    ("/recipe/role", Endpoint::Role),
    ("/recipe/role/remove", Endpoint::RoleRemove),
    ("/recipe/roles", Endpoint::Roles),
    ("/recipe/role/permissions", Endpoint::RolePermissions),
    (
        "/recipe/role/permissions/remove",
        Endpoint::RolePermissionsRemove,
    ),
    ("/recipe/role/users", Endpoint::RoleUsers),
    ("/recipe/permission/roles", Endpoint::PermissionRoles),
    ("/recipe/user/role", Endpoint::UserRole),
    ("/recipe/user/role/remove", Endpoint::UserRoleRemove),
    ("/recipe/user/roles", Endpoint::UserRoles),
    ("/recipe/user/email/verify/token", Endpoint::EmailToken),
    (
        "/recipe/user/email/verify/token/remove",
        Endpoint::EmailTokenRemove,
    ),
    ("/recipe/user/email/verify", Endpoint::EmailVerify),
    ("/recipe/user/email/verify/remove", Endpoint::EmailUnverify),
    ("/recipe/multitenancy/tenant/v2", Endpoint::Tenant),
    ("/recipe/multitenancy/tenant/list/v2", Endpoint::TenantList),
    ("/recipe/multitenancy/tenant/remove", Endpoint::TenantRemove),
    ("/recipe/multitenancy/app/v2", Endpoint::App),
    ("/recipe/multitenancy/app/list/v2", Endpoint::AppList),
    ("/recipe/multitenancy/app/remove", Endpoint::AppRemove),
];

impl Endpoint {
    /// The endpoint of a path without app and tenant.
    pub(crate) fn at(path: &str) -> Option<Self> {
        if path.is_empty() {
            return Some(Self::Root);
        }
        PATHS
            .iter()
            .find(|(known, _)| *known == path)
            .map(|(_, endpoint)| *endpoint)
    }

    /// The path without app and tenant.
    pub(crate) fn path(self) -> &'static str {
        PATHS
            .iter()
            .find(|(_, endpoint)| *endpoint == self)
            .map_or("/", |(path, _)| path)
    }

    /// Whether the endpoint responds only to a version on the list.
    pub(crate) fn needs_version(self) -> bool {
        !matches!(
            self,
            Self::Root | Self::Hello | Self::ApiVersion | Self::PublishedKeys | Self::Unknown
        )
    }

    /// Whether the endpoint responds only to a caller with an API key, where keys are configured.
    pub(crate) fn needs_key(self) -> bool {
        !matches!(
            self,
            Self::Root | Self::Hello | Self::PublishedKeys | Self::Unknown
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_has_one_path() {
        for (path, endpoint) in PATHS {
            assert_eq!(endpoint.path(), path);
            assert_eq!(Endpoint::at(path), Some(endpoint));
        }
    }
}
