//! What the login methods of a user tell.

use crate::cdi::{EMAIL_PASSWORD, LoginMethod, User, stored_email};

/// Whether a login method has this address, as the core compares addresses.
pub(super) fn has_address(method: &LoginMethod, email: &str) -> bool {
    let stored = method.email.as_deref().unwrap_or_default();
    stored_email(stored) == stored_email(email)
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
