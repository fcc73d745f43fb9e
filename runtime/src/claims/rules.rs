//! Which claims a route checks.

use std::fmt;
use std::sync::Arc;

use super::validator::{ClaimValidator, ClaimValidators};

/// Says which claims are checked: the global validators, perhaps changed, and other validators. Clones are cheap.
///
/// ```
/// use rocket_supertokens::claims::{ClaimRules, UserRole};
///
/// let admins = ClaimRules::global().with(UserRole::includes("admin"));
/// let anyone = ClaimRules::none();
/// let without_global = ClaimRules::global().without_global().with(UserRole::includes("guest"));
/// # drop((admins, anyone, without_global));
/// ```
#[derive(Clone, Default)]
#[must_use = "rules do nothing until something is checked by them"]
pub struct ClaimRules(Option<Arc<Rules>>);

/// The rules, if they are not the global validators alone. Every request clones them, so a clone must not allocate.
#[derive(Clone, Default)]
struct Rules {
    own: ClaimValidators,
    global: Global,
}

/// What is done with the global validators.
#[derive(Clone, Default)]
enum Global {
    #[default]
    Checked,
    LeftOut,
    Changed(Arc<dyn Fn(ClaimValidators) -> ClaimValidators + Send + Sync>),
}

impl ClaimRules {
    /// Checks the global validators and nothing else.
    pub fn global() -> Self {
        Self::default()
    }

    /// Checks nothing.
    pub fn none() -> Self {
        Self::default().without_global()
    }

    /// Adds a validator.
    pub fn with(self, validator: impl ClaimValidator) -> Self {
        self.with_all([Arc::new(validator) as Arc<dyn ClaimValidator>])
    }

    /// Adds validators.
    pub fn with_all(self, validators: impl IntoIterator<Item = Arc<dyn ClaimValidator>>) -> Self {
        self.change(|rules| rules.own.extend(validators))
    }

    /// Leaves out the global validators.
    pub fn without_global(self) -> Self {
        self.change(|rules| rules.global = Global::LeftOut)
    }

    /// Checks the validators that `change` returns, instead of the global validators that it receives. It is called for
    /// every request.
    ///
    /// ```
    /// use rocket_supertokens::claims::ClaimRules;
    ///
    /// let rules = ClaimRules::global().with_global_changed(|mut global| {
    ///     global.retain(|validator| validator.id() != "st-ev");
    ///     global
    /// });
    /// # drop(rules);
    /// ```
    #[doc(alias = "overrideGlobalClaimValidators")]
    pub fn with_global_changed(
        self,
        change: impl Fn(ClaimValidators) -> ClaimValidators + Send + Sync + 'static,
    ) -> Self {
        self.change(|rules| rules.global = Global::Changed(Arc::new(change)))
    }

    /// The rules of both: their own validators come in this order, and a global validator that both keep is checked
    /// once.
    pub(crate) fn and(self, other: Self) -> Self {
        match other.0 {
            None if self.0.is_none() => self,
            other => self.change(|rules| rules.add(&other.unwrap_or_default())),
        }
    }

    /// Whether nothing is checked; `no_global` says that the application has no global validators.
    pub(crate) fn check_nothing(&self, no_global: bool) -> bool {
        self.0.as_ref().map_or(no_global, |rules| {
            rules.own.is_empty()
                && match rules.global {
                    Global::Checked => no_global,
                    Global::LeftOut => true,
                    Global::Changed(_) => false,
                }
        })
    }

    /// Whether the global validators are used.
    pub(crate) fn use_global(&self) -> bool {
        let rules = self.0.as_ref();
        rules.is_none_or(|rules| !matches!(rules.global, Global::LeftOut))
    }

    /// The validators to check, in this order.
    pub(crate) fn validators(&self, global: ClaimValidators) -> ClaimValidators {
        let Some(rules) = &self.0 else {
            return global;
        };
        let mut validators = rules.global.of(global);
        validators.extend(rules.own.iter().cloned());
        validators
    }

    fn change(self, change: impl FnOnce(&mut Rules)) -> Self {
        let mut rules = self.0.unwrap_or_default();
        change(Arc::make_mut(&mut rules));
        Self(Some(rules))
    }
}

impl Rules {
    fn add(&mut self, other: &Self) {
        self.own.extend(other.own.iter().cloned());
        self.global = self.global.clone().or(other.global.clone());
    }
}

impl Global {
    fn of(&self, global: ClaimValidators) -> ClaimValidators {
        match self {
            Self::Checked => global,
            Self::LeftOut => Vec::new(),
            Self::Changed(change) => change(global),
        }
    }

    /// The validators that one of the two keeps, each one once.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::LeftOut, only) | (only, Self::LeftOut) => only,
            (Self::Checked, Self::Checked) => Self::Checked,
            (one, other) => Self::Changed(Arc::new(move |global| {
                let mut validators = one.of(global.clone());
                for validator in other.of(global) {
                    if !validators
                        .iter()
                        .any(|known| Arc::ptr_eq(known, &validator))
                    {
                        validators.push(validator);
                    }
                }
                validators
            })),
        }
    }
}

impl fmt::Debug for ClaimRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = self.0.iter().flat_map(|rules| &rules.own);
        let own: Vec<_> = own.map(|validator| validator.id()).collect();
        f.debug_struct("ClaimRules")
            .field("own", &own)
            .field("global", &self.use_global())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cdi::JsonObject;
    use crate::claims::ClaimFailure;

    struct Named(&'static str);

    impl ClaimValidator for Named {
        fn id(&self) -> &str {
            self.0
        }

        fn validate(&self, _: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
            Ok(())
        }
    }

    fn ids(rules: &ClaimRules) -> Vec<String> {
        let global: ClaimValidators = vec![Arc::new(Named("g1")), Arc::new(Named("g2"))];
        let validators = rules.validators(global);
        validators.iter().map(|one| one.id().to_owned()).collect()
    }

    fn plain() -> ClaimRules {
        ClaimRules::global()
    }

    fn none() -> ClaimRules {
        ClaimRules::none().with(Named("a"))
    }

    fn first() -> ClaimRules {
        plain().with(Named("b")).with_global_changed(|mut global| {
            global.truncate(1);
            global.push(Arc::new(Named("more")));
            global
        })
    }

    fn last() -> ClaimRules {
        plain().with_global_changed(|global| global.into_iter().skip(1).collect())
    }

    #[test]
    fn what_checks_nothing_is_known_without_asking() {
        for rules in [
            ClaimRules::none(),
            ClaimRules::none().and(ClaimRules::none()),
        ] {
            assert!(rules.check_nothing(false), "{rules:?}");
        }
        assert!(!none().check_nothing(true));
        assert!(!last().check_nothing(true));
    }

    #[test]
    fn both_check_what_either_checks() {
        for (one, other, expected) in [
            (plain as fn() -> _, plain as fn() -> _, "g1 g2"),
            (plain, none, "g1 g2 a"),
            (none, plain, "g1 g2 a"),
            (none, none, "a a"),
            (none, first, "g1 more a b"),
            (plain, first, "g1 g2 more b"),
            (first, last, "g1 more g2 b"),
        ] {
            let both = one().and(other());
            assert_eq!(ids(&both).join(" "), expected);
            assert_eq!(both.use_global(), expected.contains('g'), "{both:?}");
            assert_eq!(both.check_nothing(true), expected == "g1 g2");
            assert!(!both.check_nothing(false));
            // More may be said of both, and then of that.
            let more = both.with(Named("c"));
            assert_eq!(ids(&more).join(" "), format!("{expected} c"));
            assert!(!more.without_global().use_global());
        }
    }
}
