//! Users and their login methods.

use crate::cdi::{
    EMAIL_PASSWORD, LoginMethod, TenantId, User, UserById, UserResponse, UsersByAccountInfo,
};
use crate::error::Error;
use crate::recipes::email_password::functions::has_address;
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

/// The user to whom an id belongs. Calls `GET /user/id`.
pub(super) async fn by_id(
    user_id: &str,
    super_tokens: &SuperTokens,
) -> Result<Option<User>, Error> {
    Ok(match super_tokens.call(&UserById { user_id }).await? {
        UserResponse::Ok { user } => Some(user),
        UserResponse::UnknownUserIdError => None,
    })
}

/// The login method with a password that has this address.
pub(super) fn method_with<'a>(user: &'a User, email: &str) -> Option<&'a LoginMethod> {
    let mut methods = user.login_methods.iter();
    methods.find(|method| method.recipe_id == EMAIL_PASSWORD && has_address(method, email))
}

/// Whether whoever reads the mail of this address could take over an account that is not theirs: somebody else may have
/// linked the address to an account of their own, and never verified it.
pub(super) fn is_take_over_risk(primary: &User, email: &str) -> bool {
    let methods = || primary.login_methods.iter();
    let verified = methods().any(|method| has_address(method, email) && method.verified);
    let has_another = methods().any(|method| {
        method.phone_number.is_some() || (method.email.is_some() && !has_address(method, email))
    });
    !verified && has_another
}
