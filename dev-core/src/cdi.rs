//! The versions of the core driver interface (CDI) and how a request chooses one.

use std::cmp::Ordering;
use std::fmt;

/// A version of the core driver interface that this core speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CdiVersion {
    major: u32,
    minor: u32,
}

impl CdiVersion {
    /// The first version with session rotation inside the core.
    pub const V5_6: Self = Self { major: 5, minor: 6 };

    /// Every version this core speaks, oldest first.
    pub const SUPPORTED: [Self; 7] = [
        Self { major: 5, minor: 0 },
        Self { major: 5, minor: 1 },
        Self { major: 5, minor: 2 },
        Self { major: 5, minor: 3 },
        Self { major: 5, minor: 4 },
        Self { major: 5, minor: 5 },
        Self::V5_6,
    ];

    /// The newest version this core speaks.
    pub const NEWEST: Self = Self::V5_6;

    /// Whether refresh rotates inside the core and verify neither writes nor issues tokens.
    #[must_use]
    pub fn rotates_at_refresh(self) -> bool {
        self >= Self::V5_6
    }

    /// Whether a user object carries its `webauthn` part.
    #[must_use]
    pub fn shows_webauthn(self) -> bool {
        self >= Self { major: 5, minor: 3 }
    }

    /// The supported version written exactly like `text` (`5.3`), if there is one. `5.3.0` is none.
    #[must_use]
    pub fn exactly(text: &str) -> Option<Self> {
        Self::SUPPORTED
            .into_iter()
            .find(|version| version.to_string() == text)
    }
}

impl fmt::Display for CdiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The version a request asks for.
pub(crate) enum Requested {
    /// One this core speaks.
    Known(CdiVersion),
    /// A well-formed one that is on no list; only endpoints that need no version accept it.
    Unlisted(String),
}

/// Chooses the version of a request from its `cdi-version` header and the configured bounds.
///
/// The error is the text of the 400 response.
pub(crate) fn choose(
    header: Option<&str>,
    max: CdiVersion,
    min: Option<CdiVersion>,
) -> Result<Requested, String> {
    let Some(text) = header.map(str::trim) else {
        return Ok(Requested::Known(max));
    };
    let Some(parts) = numbers(text) else {
        return Err("cdi-version header is invalid".into());
    };
    if compare(&parts, max) == Ordering::Greater {
        return Err(unsupported(text));
    }
    if let Some(min) = min
        && compare(&parts, min) == Ordering::Less
    {
        return Err(format!(
            "cdi-version {text} is lower than the minimum allowed version {min}"
        ));
    }
    Ok(
        CdiVersion::exactly(text)
            .map_or_else(|| Requested::Unlisted(text.into()), Requested::Known),
    )
}

/// The text of the 400 response to a version that is not offered.
pub(crate) fn unsupported(text: &str) -> String {
    format!("cdi-version {text} not supported")
}

fn numbers(text: &str) -> Option<Vec<u32>> {
    text.split('.')
        .map(|part| {
            let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse().unwrap_or(u32::MAX))
        })
        .collect()
}

/// Part by part; a missing part counts as zero.
fn compare(parts: &[u32], version: CdiVersion) -> Ordering {
    let part = |i: usize| parts.get(i).copied().unwrap_or(0);
    part(0)
        .cmp(&version.major)
        .then(part(1).cmp(&version.minor))
        .then_with(|| {
            if parts.iter().skip(2).any(|p| *p > 0) {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(header: Option<&str>, max: &str) -> Result<Option<String>, String> {
        let max = CdiVersion::exactly(max).ok_or("bad test")?;
        choose(header, max, None).map(|requested| match requested {
            Requested::Known(version) => Some(version.to_string()),
            Requested::Unlisted(_) => None,
        })
    }

    #[test]
    fn an_absent_header_means_the_newest_allowed() {
        assert_eq!(known(None, "5.6"), Ok(Some("5.6".into())));
        assert_eq!(known(None, "5.1"), Ok(Some("5.1".into())));
    }

    #[test]
    fn above_the_maximum_is_refused_and_below_it_must_be_listed() {
        assert_eq!(
            known(Some("5.4"), "5.3"),
            Err("cdi-version 5.4 not supported".into())
        );
        assert_eq!(
            known(Some("5.3.1"), "5.3"),
            Err("cdi-version 5.3.1 not supported".into())
        );
        assert_eq!(known(Some("5.3.0"), "5.3"), Ok(None));
        assert_eq!(known(Some("2.22"), "5.3"), Ok(None));
        assert_eq!(known(Some(" 5.3"), "5.3"), Ok(Some("5.3".into())));
    }

    #[test]
    fn nonsense_is_named_as_such() {
        for text in ["abc", "", "v5.3", "5.", "5..3", "-1"] {
            assert_eq!(
                known(Some(text), "5.6"),
                Err("cdi-version header is invalid".into()),
                "{text}"
            );
        }
    }

    #[test]
    fn below_the_minimum_is_refused() {
        let min = CdiVersion::exactly("5.4");
        let response = choose(Some("5.3"), CdiVersion::NEWEST, min).err();
        assert_eq!(
            response.as_deref(),
            Some("cdi-version 5.3 is lower than the minimum allowed version 5.4")
        );
    }
}
