//! Users and their login methods.

use crate::cdi::{EMAIL_PASSWORD, LoginMethod, TenantId, User, UsersByAccountInfo};
use crate::error::Error;
use crate::session::SuperTokens;

/// The users of a tenant who have an address. The core normalises it. Calls `GET /<tenant>/users/by-accountinfo`.
pub(super) async fn by_email(
    email: &str,
    tenant_id: &str,
    super_tokens: &SuperTokens,
) -> Result<Vec<User>, Error> {
    let call = UsersByAccountInfo {
        tenant_id: TenantId::new(tenant_id)?,
        email,
        do_union_of_account_info: false,
    };
    Ok(super_tokens.call(&call).await?.users)
}

/// The way in which a user logs in with a password.
pub(super) fn with_password(user: &User) -> Option<&LoginMethod> {
    let mut methods = user.login_methods.iter();
    methods.find(|method| method.recipe_id == EMAIL_PASSWORD)
}
