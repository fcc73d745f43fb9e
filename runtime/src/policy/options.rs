//! The policies that the attribute makes of its options.

use std::fmt;
use std::marker::PhantomData;

use super::demands::Policy;
use super::presence::Presence;

/// The policy of an attribute that has no options about claims. Routes with the same options share the type and its
/// compiled code.
pub struct Options<P, const CHECK_DATABASE: bool, A>(PhantomData<fn() -> (P, A)>);

// Otherwise rustc lists it when a type is not a policy.
#[diagnostic::do_not_recommend]
impl<P, const CHECK_DATABASE: bool, A> Policy for Options<P, CHECK_DATABASE, A>
where
    P: Presence,
    A: AntiCsrfCheck,
{
    type Presence = P;
    const CHECK_DATABASE: bool = CHECK_DATABASE;
    const ANTI_CSRF_CHECK: Option<bool> = A::CHECK;
}

/// What [`Options`] say of the check for forgery.
pub trait AntiCsrfCheck: 'static {
    /// As in [`Policy::ANTI_CSRF_CHECK`].
    const CHECK: Option<bool>;
}

/// Whether the request is checked depends on its method.
#[derive(Debug)]
pub enum ByMethod {}

/// Whether the request is checked does not depend on its method.
#[derive(Debug)]
pub enum Always<const CHECK: bool> {}

impl AntiCsrfCheck for ByMethod {
    const CHECK: Option<bool> = None;
}

impl<const CHECK: bool> AntiCsrfCheck for Always<CHECK> {
    const CHECK: Option<bool> = Some(CHECK);
}

impl<P, const CHECK_DATABASE: bool, A> fmt::Debug for Options<P, CHECK_DATABASE, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Options")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Optional, Required, VerifyOptions};

    fn demands<P: Policy>() -> (bool, bool, Option<bool>) {
        let options = VerifyOptions::of::<P>();
        assert!(options.claims.use_global());
        (
            options.required,
            options.check_database,
            options.anti_csrf_check,
        )
    }

    #[test]
    fn options_are_taken_as_they_are() {
        let none = (true, false, None);
        assert_eq!(demands::<Options<Required, false, ByMethod>>(), none);
        let all = (false, true, Some(false));
        assert_eq!(demands::<Options<Optional, true, Always<false>>>(), all);
    }
}
