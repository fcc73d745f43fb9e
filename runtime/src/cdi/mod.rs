//! The core driver interface: requests to the core and its responses, as types. No other module spells a CDI field.

mod call;
mod core;
mod email;
mod email_password;
#[cfg(feature = "testing")]
mod for_tests;
mod jwt;
mod read_tenant;
mod roles;
mod session;
mod session_data;
mod tenant;
mod user;
mod users;
mod version;

pub use self::call::JsonObject;
pub(crate) use self::call::{Call, Repeated};
pub(crate) use self::core::{
    ApiVersions, ApiVersionsResponse, DYNAMIC_KEY, JWKS_PATH, Jwk, Jwks, STATIC_KEY,
};
pub(crate) use self::email::{
    CreateEmailToken, CreateEmailTokenResponse, IsEmailVerified, RevokeEmailTokens, UnverifyEmail,
    VerifyEmail, VerifyEmailResponse, stored_email,
};
pub(crate) use self::email_password::{
    ConsumePasswordResetToken, ConsumePasswordResetTokenResponse, CreatePasswordResetToken,
    CreatePasswordResetTokenResponse, EMAIL_PASSWORD, SignIn, SignInResponse, SignUp,
    SignUpResponse, UpdateUser, UpdateUserResponse,
};
#[cfg(feature = "testing")]
pub(crate) use self::for_tests::PutTenant;
pub(crate) use self::jwt::{CreateJwt, CreateJwtResponse};
pub(crate) use self::read_tenant::{ReadTenant, ReadTenantResponse};
pub(crate) use self::roles::{
    AddRoleResponse, AddRoleToUser, AllRoles, CreateRole, DeleteRole, PermissionsOfRole,
    PermissionsResponse, RemovePermissions, RemoveRoleResponse, RemoveUserRole, RoleResponse,
    RolesOfUser, RolesWithPermission, UsersResponse, UsersWithRole,
};
pub(crate) use self::session::{
    CreateSession, CreateSessionResponse, RefreshSession, RefreshSessionResponse, Regenerate,
    RegenerateResponse, Token, VerifySession, VerifySessionResponse,
};
pub(crate) use self::session_data::{
    ReadSession, ReadSessionResponse, RemoveSessions, RemoveUserSessions, StoredSession,
    UpdatePayload, UpdateResponse, UpdateSessionData, UserSessions,
};
pub(crate) use self::tenant::{PUBLIC_TENANT, TenantId};
pub use self::user::{LoginMethod, Passkeys, ThirdPartyAccount, User};
pub(crate) use self::users::{
    CountUsers, DeleteUser, ListUsers, TimeJoinedOrder, UserById, UserResponse, UsersByAccountInfo,
};
pub(crate) use self::version::Version;
