//! The roles of a user, and their permissions.

use crate::cdi::{PermissionsOfRole, PermissionsResponse, RolesOfUser, TenantId};
use crate::claims::claim::{Claim, ClaimFuture, FetchClaim};
use crate::claims::context::ClaimContext;
use crate::claims::test::Test;
use crate::claims::validator::Validator;
use crate::error::Error;

/// The roles of the user, `st-role`. Fetched from the core: `GET /<tenant>/recipe/user/roles`.
///
/// ```
/// use rocket_supertokens::claims::UserRole;
/// use rocket_supertokens::verify_session;
///
/// #[verify_session(claims(UserRole::includes("admin")))]
/// #[rocket::delete("/comments")]
/// fn delete() {}
/// # rocket::routes![delete];
/// ```
#[derive(Debug, Clone, Copy)]
#[doc(alias = "UserRoleClaim")]
pub struct UserRole;

/// The permissions of the user's roles, `st-perm`. Fetched from the core: the roles with
/// `GET /<tenant>/recipe/user/roles`, and the permissions of each role with `GET /recipe/role/permissions`.
#[derive(Debug, Clone, Copy)]
#[doc(alias = "PermissionClaim")]
pub struct Permission;

/// The functions of a claim that is a list of texts.
macro_rules! list_of_texts {
    ($claim:ident, $key:literal, $fetch:ident) => {
        impl $claim {
            /// Demands that the list contains this value.
            ///
            /// ```
            /// use rocket_supertokens::claims::{Permission, UserRole};
            /// use rocket_supertokens::verify_session;
            ///
            /// #[verify_session(claims(UserRole::includes("editor"), Permission::includes("comments:write")))]
            /// #[rocket::post("/comments")]
            /// fn write() {}
            /// # rocket::routes![write];
            /// ```
            pub fn includes(value: impl Into<String>) -> Validator<Self> {
                Validator::new(Self, Test::includes(&value.into()))
            }

            /// Demands that the list does not contain this value.
            pub fn excludes(value: impl Into<String>) -> Validator<Self> {
                Validator::new(Self, Test::excludes(&value.into()))
            }

            /// Demands that the list contains all these values.
            #[doc(alias = "includesAll")]
            pub fn includes_all<V: Into<String>>(
                values: impl IntoIterator<Item = V>,
            ) -> Validator<Self> {
                Validator::new(Self, Test::includes_all(&texts(values)))
            }

            /// Demands that the list contains at least one of these values.
            #[doc(alias = "includesAny")]
            pub fn includes_any<V: Into<String>>(
                values: impl IntoIterator<Item = V>,
            ) -> Validator<Self> {
                Validator::new(Self, Test::includes_any(&texts(values)))
            }

            /// Demands that the list does not contain any of these values.
            #[doc(alias = "excludesAll")]
            pub fn excludes_all<V: Into<String>>(
                values: impl IntoIterator<Item = V>,
            ) -> Validator<Self> {
                Validator::new(Self, Test::excludes_all(&texts(values)))
            }
        }

        impl Claim for $claim {
            type Value = Vec<String>;

            fn key(&self) -> &str {
                $key
            }

            fn fetcher(&self) -> Option<&dyn FetchClaim<Value = Vec<String>>> {
                Some(self)
            }
        }

        impl FetchClaim for $claim {
            fn fetch(&self, context: ClaimContext) -> ClaimFuture<'_, Vec<String>> {
                Box::pin(async move { Ok(Some($fetch(&context).await?)) })
            }
        }
    };
}

list_of_texts!(UserRole, "st-role", roles);
list_of_texts!(Permission, "st-perm", permissions);

fn texts<V: Into<String>>(values: impl IntoIterator<Item = V>) -> Vec<String> {
    values.into_iter().map(Into::into).collect()
}

async fn roles(context: &ClaimContext) -> Result<Vec<String>, Error> {
    let call = RolesOfUser {
        tenant_id: TenantId::new(&context.tenant_id)?,
        user_id: &context.user_id,
    };
    Ok(context.core.call(&call).await?.roles)
}

/// In the order in which they are found, each one once. A role that was deleted meanwhile has no permissions.
async fn permissions(context: &ClaimContext) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    for role in roles(context).await? {
        if let PermissionsResponse::Ok { permissions } = context
            .core
            .call(&PermissionsOfRole { role: &role })
            .await?
        {
            for permission in permissions {
                if !all.contains(&permission) {
                    all.push(permission);
                }
            }
        }
    }
    Ok(all)
}
