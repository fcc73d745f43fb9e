use std::fmt;
use std::sync::Arc;

use super::validator::{ClaimValidator, ClaimValidators};

/// Which claims are checked: the global validators, perhaps changed, and some more. Clones are cheap.
#[derive(Clone, Default)]
pub struct ClaimRules(Option<Arc<Rules>>);

#[derive(Clone, Default)]
struct Rules {
    own: ClaimValidators,
    without_global: bool,
    change: Option<Arc<dyn Fn(ClaimValidators) -> ClaimValidators + Send + Sync>>,
}

impl ClaimRules {
    /// The global validators and nothing else.
    pub fn global() -> Self {
        Self::default()
    }

    /// Nothing is checked.
    pub fn none() -> Self {
        Self::default().without_global()
    }

    /// Checks this too.
    pub fn with(self, validator: impl ClaimValidator) -> Self {
        self.with_all([Arc::new(validator) as Arc<dyn ClaimValidator>])
    }

    /// Checks these too.
    pub fn with_all(self, validators: impl IntoIterator<Item = Arc<dyn ClaimValidator>>) -> Self {
        self.change(|rules| rules.own.extend(validators))
    }

    /// Leaves the global validators out.
    pub fn without_global(self) -> Self {
        self.change(|rules| rules.without_global = true)
    }

    /// Checks what `change` makes of the global validators.
    #[doc(alias = "overrideGlobalClaimValidators")]
    pub fn with_global_changed(
        self,
        change: impl Fn(ClaimValidators) -> ClaimValidators + Send + Sync + 'static,
    ) -> Self {
        self.change(|rules| rules.change = Some(Arc::new(change)))
    }

    /// Whether the global validators are looked at.
    pub(crate) fn uses_global(&self) -> bool {
        self.0.as_ref().is_none_or(|rules| !rules.without_global)
    }

    /// What is to be checked, in this order.
    pub(crate) fn validators(&self, global: ClaimValidators) -> ClaimValidators {
        let Some(rules) = &self.0 else { return global };
        let mut validators = match &rules.change {
            _ if rules.without_global => Vec::new(),
            Some(change) => change(global),
            None => global,
        };
        validators.extend(rules.own.iter().cloned());
        validators
    }

    fn change(self, change: impl FnOnce(&mut Rules)) -> Self {
        let mut rules = self.0.unwrap_or_default();
        change(Arc::make_mut(&mut rules));
        Self(Some(rules))
    }
}

impl fmt::Debug for ClaimRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = self.0.iter().flat_map(|rules| &rules.own);
        let own: Vec<_> = own.map(|validator| validator.id()).collect();
        f.debug_struct("ClaimRules")
            .field("own", &own)
            .field("global", &self.uses_global())
            .finish()
    }
}
