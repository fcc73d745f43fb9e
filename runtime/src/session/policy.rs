use super::VerifyOptions;
use crate::claims::ClaimRules;

/// What a route demands of its session, as a type.
///
/// [`verify_session`](macro@crate::verify_session) makes one from its options, so that nothing is looked up while
/// requests are served.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no policy",
    label = "not a policy",
    note = "implement `rocket_supertokens::session::Policy` for it"
)]
pub trait Policy: Send + Sync + 'static {
    /// [`Required`] or [`Optional`].
    type Presence: Presence;
    /// Whether the core is asked if the session still exists.
    const CHECK_DATABASE: bool = false;
    /// Whether the request is checked for forgery; `None` checks every method but GET.
    const ANTI_CSRF_CHECK: Option<bool> = None;

    /// Which claims are checked. Called for every request: keep what is costly to make in a `static`.
    fn claims() -> ClaimRules {
        ClaimRules::global()
    }
}

/// Whether a route can be reached without a session.
pub trait Presence: Send + Sync + 'static {
    /// True where a request without a session is refused.
    const REQUIRED: bool;
}

/// A request without a session is refused.
pub enum Required {}

/// A request without a session passes.
pub enum Optional {}

impl Presence for Required {
    const REQUIRED: bool = true;
}

impl Presence for Optional {
    const REQUIRED: bool = false;
}

/// The policy of `#[verify_session]` without options.
pub enum DefaultPolicy {}

impl Policy for DefaultPolicy {
    type Presence = Required;
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
