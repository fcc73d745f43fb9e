//! Who is given the options, in messages.

use std::fmt;

const OPTIONS: [&str; 8] = [
    "required",
    "check_database",
    "anti_csrf_check",
    "claims",
    "global_claims",
    "override_claims",
    "policy",
    "crate",
];

/// The one that is given the options, by its name between backticks.
#[derive(Clone, Copy)]
pub(crate) enum Subject<'a> {
    /// The item below the attribute.
    Item(&'a str),
    /// A policy that `policy!` declares.
    Policy(&'a str),
}

impl Subject<'_> {
    /// Every option that it may be given. A policy is not given another one.
    pub(crate) fn options(self) -> impl Iterator<Item = &'static str> {
        let all = OPTIONS.into_iter();
        all.filter(move |name| !self.is_policy() || *name != "policy")
    }

    pub(super) fn is_policy(self) -> bool {
        matches!(self, Self::Policy(_))
    }
}

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Item(name) | Self::Policy(name)) = self;
        f.write_str(name)
    }
}
