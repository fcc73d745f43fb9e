//! What a policy is, and the default policy of routes.

use super::presence::{Presence, Required};
use crate::claims::ClaimRules;
use crate::session::options::VerifyOptions;

/// What a route demands of its session, as a type.
///
/// [`verify_session`](macro@crate::verify_session) makes a policy from its options. If many routes demand the same,
/// declare a policy with [`policy!`](crate::policy!) and name it with `policy = Type`. [`AllOf`](super::AllOf) combines
/// two policies.
///
/// ```
/// use rocket_supertokens::claims::UserRole;
/// use rocket_supertokens::policy::AllOf;
/// use rocket_supertokens::{Session, policy, verify_session};
///
/// policy!(Admin = claims(UserRole::includes("admin")));
/// policy!(NotRevoked = check_database);
///
/// #[verify_session(policy = AllOf<Admin, NotRevoked>)]
/// #[rocket::delete("/users/<id>")]
/// fn delete(id: String, session: Session) -> String {
///     format!("{} deletes {id}", session.user_id())
/// }
/// # rocket::routes![delete];
/// ```
///
/// Implement it by hand where a policy is generic, or made of others:
///
/// ```
/// use rocket_supertokens::claims::ClaimRules;
/// use rocket_supertokens::policy::{Optional, Policy};
///
/// /// What another policy demands of those who have a session.
/// struct IfAny<P>(P);
///
/// impl<P: Policy> Policy for IfAny<P> {
///     type Presence = Optional;
///     const CHECK_DATABASE: bool = P::CHECK_DATABASE;
///     const ANTI_CSRF_CHECK: Option<bool> = P::ANTI_CSRF_CHECK;
///
///     fn claims() -> ClaimRules {
///         P::claims()
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a policy",
    label = "not a policy",
    note = "declare a policy with `policy!(pub Admin = claims(UserRole::includes(\"admin\")));`, or implement `rocket_supertokens::policy::Policy`"
)]
pub trait Policy: Send + Sync + 'static {
    /// [`Required`] or [`Optional`](super::Optional).
    type Presence: Presence;
    /// Whether the core is asked if the session still exists.
    const CHECK_DATABASE: bool = false;
    /// Whether the request is checked for forgery; `None` checks every method but GET.
    const ANTI_CSRF_CHECK: Option<bool> = None;

    /// Returns which claims are checked.
    ///
    /// It is called at the first request with the policy, and the application keeps the result. If the policy is part
    /// of an [`AllOf`](super::AllOf), it is called once more for the combination. A check that depends on the request
    /// belongs into a [`ClaimValidator`](crate::claims::ClaimValidator), or into the handler.
    fn claims() -> ClaimRules {
        ClaimRules::global()
    }
}

/// The policy of `#[verify_session]` without options.
#[derive(Debug)]
pub enum DefaultPolicy {}

impl Policy for DefaultPolicy {
    type Presence = Required;
}

impl VerifyOptions {
    /// Returns the options that a policy stands for. Calls [`Policy::claims`].
    ///
    /// ```
    /// use rocket_supertokens::policy::{DefaultPolicy, VerifyOptions};
    ///
    /// assert!(VerifyOptions::of::<DefaultPolicy>().required);
    /// ```
    pub fn of<P: Policy>() -> Self {
        Self {
            required: P::Presence::REQUIRED,
            check_database: P::CHECK_DATABASE,
            anti_csrf_check: P::ANTI_CSRF_CHECK,
            claims: P::claims(),
        }
    }
}
