//! Policies: what a route demands of its session, as a type.

mod all_of;
mod kept;
mod options;
mod presence;
mod verify;

pub use self::all_of::AllOf;
pub(crate) use self::kept::KeptPolicies;
#[doc(hidden)]
pub use self::options::{Always, ByMethod, Options};
pub use self::presence::{Optional, Presence, Required};
pub use self::verify::Verify;
use crate::claims::ClaimRules;
pub use crate::session::options::VerifyOptions;

/// What a route demands of its session, as a type.
///
/// [`verify_session`](macro@crate::verify_session) makes one from its options. Write one for what many routes demand,
/// name it with `policy = Type`, and combine several with [`AllOf`].
///
/// ```
/// use rocket_supertokens::claims::{ClaimRules, UserRole};
/// use rocket_supertokens::policy::{AllOf, Policy, Required};
/// use rocket_supertokens::{Session, verify_session};
///
/// enum Admin {}
///
/// impl Policy for Admin {
///     type Presence = Required;
///
///     fn claims() -> ClaimRules {
///         ClaimRules::global().with(UserRole::includes("admin"))
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
    message = "`{Self}` is not a policy",
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

    /// Which claims are checked.
    ///
    /// An application calls this with the first request that meets the policy, and keeps what it returns. A policy that
    /// is part of an [`AllOf`] is also called once for that one.
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
    /// The options that a policy stands for. Calls [`Policy::claims`].
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
