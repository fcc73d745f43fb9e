//! Versions of the core driver interface.

use std::fmt;

/// A version of the core driver interface (CDI).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    major: u16,
    minor: u16,
}

impl Version {
    /// From here on the core rotates inside the refresh, and verifying never returns a new token.
    pub(crate) const ROTATES_AT_REFRESH: Self = Self::new(5, 6);

    /// The versions that this crate speaks, lowest first.
    pub(crate) const SPOKEN: [Self; 7] = [
        Self::new(5, 0),
        Self::new(5, 1),
        Self::new(5, 2),
        Self::new(5, 3),
        Self::new(5, 4),
        Self::new(5, 5),
        Self::new(5, 6),
    ];

    const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }

    /// Reads `X.Y`; `None` for any other text.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        Some(Self::new(major.parse().ok()?, minor.parse().ok()?))
    }

    /// Whether a core that responds with `status` and `message` does not speak the version of the request.
    pub(crate) fn is_refused(status: u16, message: &str) -> bool {
        // Nothing more than this, because the text is logged unchanged.
        const LONGEST: usize = 100;
        status == 400
            && message.len() <= LONGEST
            && message.starts_with("cdi-version ")
            && (message.contains("not supported") || message.contains("lower than the minimum"))
    }

    /// The highest version that is spoken, offered, and not above `max`.
    pub(crate) fn negotiate(offered: &[String], max: Option<Self>) -> Option<Self> {
        let offered = offered.iter().filter_map(|text| Self::parse(text));
        offered
            .filter(|version| {
                Self::SPOKEN.contains(version) && max.is_none_or(|max| *version <= max)
            })
            .max()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn negotiate(offered: &[&str], max: Option<&str>) -> Option<String> {
        let offered: Vec<_> = offered.iter().map(|text| (*text).to_owned()).collect();
        let max = max.map(|text| Version::parse(text).expect("a version"));
        Version::negotiate(&offered, max).map(|version| version.to_string())
    }

    #[test]
    fn takes_the_highest_that_both_know() {
        assert_eq!(
            negotiate(&["2.21", "5.3", "5.10", "5.1"], None).as_deref(),
            Some("5.3")
        );
        assert_eq!(
            negotiate(&["5.6", "5.5", "6.0"], None).as_deref(),
            Some("5.6")
        );
        assert_eq!(
            negotiate(&["5.6", "5.4", "5.3"], Some("5.5")).as_deref(),
            Some("5.4")
        );
    }

    #[test]
    fn the_cores_refusal_is_known() {
        for message in [
            "cdi-version 5.6 not supported\n",
            "cdi-version 5.3 is lower than the minimum allowed version 5.5\n",
        ] {
            assert!(Version::is_refused(400, message));
            assert!(!Version::is_refused(500, message));
        }
        assert!(!Version::is_refused(400, "Method not supported\n"));
    }

    #[test]
    fn finds_none_where_there_is_none() {
        assert_eq!(negotiate(&["2.21", "4.0", "x", "5", "5.x"], None), None);
        assert_eq!(negotiate(&["5.6"], Some("5.5")), None);
    }
}
