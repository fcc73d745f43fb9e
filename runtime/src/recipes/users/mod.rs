//! All users of the core, whatever they log in with: listed, searched, counted, found, deleted.

mod count;
mod delete;
mod list;
mod stream;

pub use self::count::CountUsers;
pub use self::delete::DeleteUser;
pub use self::list::{ListUsers, UserPage};
pub use self::stream::UserStream;
use crate::cdi::{
    PUBLIC_TENANT, TenantId, TimeJoinedOrder, User, UserById, UserResponse, UsersByAccountInfo,
};
use crate::error::Error;
use crate::session::SuperTokens;

/// The users of the core.
///
/// A user can log in at some tenants. Functions that concern a tenant take the public one, unless
/// [`in_tenant`](Self::in_tenant) names another.
///
/// ```
/// use rocket_supertokens::{Error, SuperTokens};
///
/// async fn greet(super_tokens: &SuperTokens, user_id: &str) -> Result<String, Error> {
///     let user = super_tokens.users().by_id(user_id).await?;
///     let email = user.and_then(|user| user.emails.into_iter().next());
///     Ok(format!("Hello {}!", email.as_deref().unwrap_or("stranger")))
/// }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Users<'a> {
    super_tokens: &'a SuperTokens,
    tenant_id: &'a str,
}

impl SuperTokens {
    /// The users of the core, those of the public tenant where it matters. The core is not called yet.
    pub fn users(&self) -> Users<'_> {
        Users {
            super_tokens: self,
            tenant_id: PUBLIC_TENANT,
        }
    }
}

impl<'a> Users<'a> {
    /// Returns the users of another tenant.
    pub fn in_tenant(self, tenant_id: &'a str) -> Self {
        Self { tenant_id, ..self }
    }

    /// Lists the users of the tenant; those who signed up last come first. Awaiting it gives one page.
    #[doc(alias = "getUsersNewestFirst")]
    pub fn newest_first(self) -> ListUsers<'a> {
        ListUsers::new(self.super_tokens, self.tenant_id, TimeJoinedOrder::Desc)
    }

    /// Lists the users of the tenant; those who signed up first come first. Awaiting it gives one page.
    #[doc(alias = "getUsersOldestFirst")]
    pub fn oldest_first(self) -> ListUsers<'a> {
        ListUsers::new(self.super_tokens, self.tenant_id, TimeJoinedOrder::Asc)
    }

    /// Counts the users of the tenant. Awaiting it gives the number.
    #[doc(alias = "getUserCount")]
    pub fn count(self) -> CountUsers<'a> {
        CountUsers::new(self.super_tokens, self.tenant_id)
    }

    /// Finds a user, in whatever tenant, by the user id or by a recipe user id. Returns `None` if there is no such user.
    /// Calls `GET /user/id`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "getUser")]
    pub async fn by_id(self, user_id: &str) -> Result<Option<User>, Error> {
        Ok(match self.super_tokens.call(&UserById { user_id }).await? {
            UserResponse::Ok { user } => Some(user),
            UserResponse::UnknownUserIdError => None,
        })
    }

    /// Finds the users of the tenant who log in with this address. If accounts are not linked, each way to log in is a
    /// user of its own. The core leaves spaces around the address and capitals out of account. Calls
    /// `GET /<tenant>/users/by-accountinfo`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::UnknownTenant`], [`Error::Core`].
    #[doc(alias = "listUsersByAccountInfo")]
    pub async fn by_email(self, email: &str) -> Result<Vec<User>, Error> {
        let call = UsersByAccountInfo {
            tenant_id: TenantId::new(self.tenant_id)?,
            email,
            do_union_of_account_info: false,
        };
        Ok(self.super_tokens.call(&call).await?.users)
    }

    /// Deletes a user in all tenants. Awaiting it calls the core.
    #[doc(alias = "deleteUser")]
    pub fn delete(self, user_id: &'a str) -> DeleteUser<'a> {
        DeleteUser::new(self.super_tokens, user_id)
    }
}
