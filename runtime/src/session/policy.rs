use std::fmt;
use std::marker::PhantomData;

use super::{Session, VerifyOptions};
use crate::claims::ClaimRules;
use crate::error::{Error, UnauthorisedReason};

/// What a route demands of its session, as a type.
///
/// [`verify_session`](macro@crate::verify_session) makes one from its options, so that nothing is looked up while
/// requests are served. Write one for what many routes demand, name it with `policy = Type`, and combine several
/// with [`AllOf`].
///
/// ```
/// use std::sync::LazyLock;
///
/// use rocket_supertokens::claims::{ClaimRules, UserRole};
/// use rocket_supertokens::policy::{AllOf, Policy, Required};
/// use rocket_supertokens::{Session, verify_session};
///
/// enum Admin {}
///
/// impl Policy for Admin {
///     type Presence = Required;
///
///     // Asked at every request, and so kept.
///     fn claims() -> ClaimRules {
///         static RULES: LazyLock<ClaimRules> =
///             LazyLock::new(|| ClaimRules::global().with(UserRole::includes("admin")));
///         RULES.clone()
///     }
/// }
///
/// enum NotRevoked {}
///
/// impl Policy for NotRevoked {
///     type Presence = Required;
///     const CHECK_DATABASE: bool = true;
/// }
///
/// #[verify_session(policy = AllOf<Admin, NotRevoked>)]
/// #[rocket::delete("/users/<id>")]
/// fn delete(id: String, session: Session) -> String {
///     format!("{} deletes {id}", session.user_id())
/// }
/// # rocket::routes![delete];
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no policy",
    label = "not a policy",
    note = "implement `rocket_supertokens::policy::Policy` for it"
)]
pub trait Policy: Send + Sync + 'static {
    /// [`Required`] or [`Optional`].
    type Presence: Presence;
    /// Whether the core is asked if the session still exists.
    const CHECK_DATABASE: bool = false;
    /// Whether the request is checked for forgery; `None` checks every method but GET.
    const ANTI_CSRF_CHECK: Option<bool> = None;

    /// Which claims are checked. Called at least once for every request: keep what is costly to make in a `static`.
    fn claims() -> ClaimRules {
        ClaimRules::global()
    }
}

/// Whether a route can be reached without a session: [`Required`] or [`Optional`].
pub trait Presence: sealed::Sealed + Send + Sync + 'static {
    /// True where a request without a session is refused.
    const REQUIRED: bool;
    /// What a request that passes has: a [`Session`], or perhaps one.
    type Session: fmt::Debug + Clone + Send + Sync + 'static;
    /// What [`AllOf`] makes of this and another.
    type And<Other: Presence>: Presence;

    #[doc(hidden)]
    fn session(found: Option<Session>) -> Result<Self::Session, Error>;
}

/// A request without a session is refused.
#[derive(Debug)]
pub enum Required {}

/// A request without a session passes.
#[derive(Debug)]
pub enum Optional {}

impl Presence for Required {
    const REQUIRED: bool = true;
    type Session = Session;
    type And<Other: Presence> = Self;

    fn session(found: Option<Session>) -> Result<Session, Error> {
        found.ok_or(Error::unauthorised(UnauthorisedReason::NoToken, false))
    }
}

impl Presence for Optional {
    const REQUIRED: bool = false;
    type Session = Option<Session>;
    type And<Other: Presence> = Other;

    fn session(found: Option<Session>) -> Result<Option<Session>, Error> {
        Ok(found)
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Required {}
    impl Sealed for super::Optional {}
}

/// The policy of `#[verify_session]` without options.
#[derive(Debug)]
pub enum DefaultPolicy {}

impl Policy for DefaultPolicy {
    type Presence = Required;
}

/// The policy of an attribute's options where none is about claims. Routes with the same options share the type, and all
/// that rustc makes of it.
pub struct Options<P, const CHECK_DATABASE: bool, A>(PhantomData<fn() -> (P, A)>);

// Else rustc lists it where a type is no policy.
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
pub enum ByMethod {}

/// Whether the request is checked has been said.
pub enum Always<const CHECK: bool> {}

impl AntiCsrfCheck for ByMethod {
    const CHECK: Option<bool> = None;
}

impl<const CHECK: bool> AntiCsrfCheck for Always<CHECK> {
    const CHECK: Option<bool> = Some(CHECK);
}

/// All that `A` demands and all that `B` demands; more with `AllOf<A, AllOf<B, C>>`.
///
/// Of two demands the stricter holds: a session is required if either requires one, the core is asked and the request
/// checked for forgery if either wants it. The claims of both are checked, those of `A` first, and the global
/// validators that either leaves.
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
        ClaimRules::both(A::claims, B::claims)
    }
}

impl VerifyOptions {
    /// The options that the policy stands for.
    pub fn of<P: Policy>() -> Self {
        Self {
            required: P::Presence::REQUIRED,
            check_database: P::CHECK_DATABASE,
            anti_csrf_check: P::ANTI_CSRF_CHECK,
            claims: P::claims(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn options_are_taken_as_they_are() {
        let none = (true, false, None, true);
        assert_eq!(demands::<Options<Required, false, ByMethod>>(), none);
        let all = (false, true, Some(false), true);
        assert_eq!(demands::<Options<Optional, true, Always<false>>>(), all);
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
