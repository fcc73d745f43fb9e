//! The options of each policy, kept for all requests.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use super::demands::Policy;
use crate::session::options::VerifyOptions;

/// The options of every policy that one application has used so far.
///
/// A request finds them without a lock and without allocation. Only the first request with a policy takes the lock, so
/// that [`Policy::claims`] is called once.
#[derive(Default)]
pub(crate) struct KeptPolicies {
    known: ArcSwap<Known>,
    adding: Mutex<()>,
}

type Known = BTreeMap<TypeId, VerifyOptions>;

impl KeptPolicies {
    /// The options of a policy. A clone of them allocates nothing.
    pub(crate) fn options<P: Policy>(&self) -> VerifyOptions {
        let policy = TypeId::of::<P>();
        match self.known.load().get(&policy) {
            Some(options) => options.clone(),
            None => self.add(policy, VerifyOptions::of::<P>),
        }
    }

    /// Separate from the look-up, because rustc compiles a generic function once for every policy.
    #[cold]
    fn add(&self, policy: TypeId, options: fn() -> VerifyOptions) -> VerifyOptions {
        // A policy that panicked has not changed anything.
        let _adding = self.adding.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.known.load_full();
        if let Some(options) = known.get(&policy) {
            return options.clone();
        }
        let options = options();
        let mut known = Known::clone(&known);
        known.insert(policy, options.clone());
        self.known.store(Arc::new(known));
        options
    }
}

impl fmt::Debug for KeptPolicies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptPolicies").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;
    use crate::claims::{ClaimRules, UserRole};
    use crate::policy::{DefaultPolicy, Required};

    /// The validators that the rules check beside global ones.
    fn own(options: &VerifyOptions) -> usize {
        options.claims.validators(Vec::new()).len()
    }

    #[test]
    fn a_policy_is_asked_once_by_each_application() {
        static CALLS: AtomicUsize = AtomicUsize::new(0);

        enum Noted {}

        impl Policy for Noted {
            type Presence = Required;

            fn claims() -> ClaimRules {
                CALLS.fetch_add(1, Ordering::Relaxed);
                ClaimRules::global().with(UserRole::includes("admin"))
            }
        }

        for application in 1..=2 {
            let kept = KeptPolicies::default();
            let together = Barrier::new(4);
            thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        together.wait();
                        for _ in 0..100 {
                            assert_eq!(own(&kept.options::<Noted>()), 1);
                            assert_eq!(own(&kept.options::<DefaultPolicy>()), 0);
                        }
                    });
                }
            });
            assert_eq!(CALLS.load(Ordering::Relaxed), application);
        }
    }

    #[test]
    fn a_policy_that_panics_does_not_spoil_the_others() {
        enum Broken {}

        impl Policy for Broken {
            type Presence = Required;

            fn claims() -> ClaimRules {
                panic!("no rules today")
            }
        }

        let kept = KeptPolicies::default();
        for _ in 0..2 {
            let result = thread::scope(|scope| scope.spawn(|| kept.options::<Broken>()).join());
            assert!(result.is_err());
        }
        assert_eq!(own(&kept.options::<DefaultPolicy>()), 0);
    }
}
