//! What the version of the front end changes.

use serde_json::Value;

use crate::claims::ClaimRules;
use crate::error::{Error, InputDefect};
use crate::policy::VerifyOptions;
use crate::session::{Session, SessionRequest};

const VERSIONS: &str = "fdi-version";

/// The version of the front-end driver interface. Of several the front end knows all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version(u32, u32);

impl Version {
    /// The highest that the request names. Without any it is the newest there is.
    pub(super) fn of(request: &SessionRequest<'_>) -> Self {
        let named = request.info().header(VERSIONS).unwrap_or_default();
        let versions = named.split(',').filter_map(Self::parse);
        versions.max().unwrap_or(Self(u32::MAX, 0))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.trim().split('.').map(|number| number.parse().ok());
        Some(Self(numbers.next()??, numbers.next().flatten()?))
    }

    /// Whether it knows users with several login methods. Version 2 was made before 1.18.
    pub(super) fn knows_linked_accounts(self) -> bool {
        self >= Self(3, 0) || (Self(1, 18)..Self(2, 0)).contains(&self)
    }

    /// Whether it says if it means the user of the session that it has.
    fn says_whose(self) -> bool {
        self >= Self(3, 1)
    }
}

/// The session that a request to sign up or in goes on from.
///
/// Mostly there is none, and what the request carries is not even looked at: a browser whose tokens are of no use any
/// more shall be able to log in.
pub(super) async fn session_meant(
    request: &SessionRequest<'_>,
    body: &Value,
) -> Result<Option<Session>, Error> {
    let flag = match body.get("shouldTryLinkingWithSessionUser") {
        _ if !Version::of(request).says_whose() => None,
        None | Some(Value::Null | Value::Bool(false)) => return Ok(None),
        flag => flag,
    };
    let options = VerifyOptions::default()
        .required(flag == Some(&Value::Bool(true)))
        .claims(ClaimRules::none());
    let session = request.find_session(options).await?;
    match flag {
        Some(Value::Bool(true)) => Err(InputDefect::LinkingWithSessionUser.into()),
        // It is neither yes nor no, and taken for no.
        Some(_) => Ok(None),
        None => Ok(session),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        let parse = |text| Version::parse(text);
        assert_eq!(parse("3.1"), Some(Version(3, 1)));
        assert_eq!(parse(" 4.10 "), Some(Version(4, 10)));
        assert_eq!(parse("1.19.2"), Some(Version(1, 19)));
        for text in ["", "3", "x", "3.x", "-1.0", "99999999999.1"] {
            assert_eq!(parse(text), None, "{text}");
        }
        for (version, knows) in [
            ((1, 17), false),
            ((1, 18), true),
            ((1, 19), true),
            ((2, 0), false),
            ((3, 0), true),
            ((4, 2), true),
        ] {
            assert_eq!(Version(version.0, version.1).knows_linked_accounts(), knows);
        }
        assert!(Version(3, 10) > Version(3, 9));
    }
}
