//! Two policies as one.

use std::marker::PhantomData;

use super::demands::Policy;
use super::presence::Presence;
use crate::claims::ClaimRules;

/// Demands what `A` demands and what `B` demands. Write `AllOf<A, AllOf<B, C>>` for three policies.
///
/// The stricter demand wins. A session is required if one of the policies requires it. The same holds for the question
/// to the core and for the check for forgery. The claims of both are checked, those of `A` first. A global validator is
/// checked unless both policies leave it out.
///
/// ```
/// use rocket_supertokens::policy;
/// use rocket_supertokens::policy::{AllOf, DefaultPolicy, VerifyOptions};
///
/// policy!(NotRevoked = check_database);
///
/// assert!(VerifyOptions::of::<AllOf<DefaultPolicy, NotRevoked>>().check_database);
/// ```
#[derive(Debug)]
pub struct AllOf<A, B>(PhantomData<fn() -> (A, B)>);

impl<A: Policy, B: Policy> Policy for AllOf<A, B> {
    type Presence = <A::Presence as Presence>::And<B::Presence>;
    const CHECK_DATABASE: bool = A::CHECK_DATABASE || B::CHECK_DATABASE;
    const ANTI_CSRF_CHECK: Option<bool> = match (A::ANTI_CSRF_CHECK, B::ANTI_CSRF_CHECK) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        (None, _) | (_, None) => None,
    };

    fn claims() -> ClaimRules {
        A::claims().and(B::claims())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{DefaultPolicy, Optional, Required, VerifyOptions};

    enum Open {}

    impl Policy for Open {
        type Presence = Optional;
        const ANTI_CSRF_CHECK: Option<bool> = Some(false);

        fn claims() -> ClaimRules {
            ClaimRules::none()
        }
    }

    enum Strict {}

    impl Policy for Strict {
        type Presence = Required;
        const CHECK_DATABASE: bool = true;
        const ANTI_CSRF_CHECK: Option<bool> = Some(true);
    }

    /// Presence, database, anti-csrf, global validators.
    fn demands<P: Policy>() -> (bool, bool, Option<bool>, bool) {
        let options = VerifyOptions::of::<P>();
        let global = options.claims.use_global();
        (
            options.required,
            options.check_database,
            options.anti_csrf_check,
            global,
        )
    }

    #[test]
    fn of_two_demands_the_stricter_holds() {
        let open = (false, false, Some(false), false);
        let strict = (true, true, Some(true), true);
        assert_eq!(demands::<AllOf<Open, Open>>(), open);
        assert_eq!(demands::<AllOf<Open, Strict>>(), strict);
        assert_eq!(demands::<AllOf<Strict, Open>>(), strict);
        assert_eq!(demands::<AllOf<Strict, Strict>>(), strict);
        let default = (true, false, None, true);
        assert_eq!(demands::<AllOf<Open, DefaultPolicy>>(), default);
        assert_eq!(demands::<AllOf<DefaultPolicy, Open>>(), default);
        assert_eq!(
            demands::<AllOf<DefaultPolicy, AllOf<Open, Strict>>>(),
            strict
        );
    }
}
