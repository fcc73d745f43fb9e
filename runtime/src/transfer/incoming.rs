use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::{ACCESS_COOKIE, LEGACY_COOKIE, REFRESH_COOKIE, TransferMethod};

/// What a request says about its session.
#[derive(Default)]
pub(crate) struct Incoming<'r> {
    pub(crate) is_get: bool,
    /// The `Cookie` header lines, untouched: a cookie jar hides duplicates.
    pub(crate) cookies: Vec<Cow<'r, str>>,
    pub(crate) authorization: Option<&'r str>,
    /// `st-auth-mode`: the method that the front end prefers for a new session.
    pub(crate) auth_mode: Option<&'r str>,
    /// `rid`: present on requests of the front-end SDK.
    pub(crate) rid: Option<&'r str>,
    pub(crate) anti_csrf: Option<&'r str>,
}

/// Which of the two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Access,
    Refresh,
}

impl TokenKind {
    pub(super) fn cookie(self) -> &'static str {
        match self {
            Self::Access => ACCESS_COOKIE,
            Self::Refresh => REFRESH_COOKIE,
        }
    }
}

impl Incoming<'_> {
    /// The token sent by `method`. A header carries whichever token the route expects.
    pub(crate) fn token(&self, kind: TokenKind, method: TransferMethod) -> Option<Cow<'_, str>> {
        match method {
            TransferMethod::Cookie => self.cookie(kind.cookie()),
            TransferMethod::Header => {
                let bearer = self.authorization?.strip_prefix("Bearer ")?;
                Some(bearer.trim().into())
            }
        }
    }

    /// Whether the token's cookie is there more than once, as after a change of the cookie domain.
    pub(crate) fn has_duplicates(&self, kind: TokenKind) -> bool {
        self.pairs()
            .filter(|(name, _)| decoded(name) == kind.cookie())
            .nth(1)
            .is_some()
    }

    pub(crate) fn has_legacy_cookie(&self) -> bool {
        self.cookie(LEGACY_COOKIE).is_some()
    }

    /// The method for a new session: cookies only where the client asks for them.
    pub(crate) fn preferred_method(&self) -> TransferMethod {
        match self.auth_mode {
            Some(mode) if mode.eq_ignore_ascii_case("cookie") => TransferMethod::Cookie,
            _ => TransferMethod::Header,
        }
    }

    /// The first cookie of that name, percent-decoded.
    fn cookie(&self, name: &str) -> Option<Cow<'_, str>> {
        let (_, value) = self.pairs().find(|(found, _)| *found == name)?;
        let value = value
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
            .unwrap_or(value);
        Some(decoded(value))
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.cookies.iter().flat_map(|line| line.split(';'));
        pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.trim(), value.trim())
        })
    }
}

/// The text as it is where it cannot be decoded.
fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text)
        .decode_utf8()
        .unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(lines: &[&'static str]) -> Incoming<'static> {
        let cookies = lines.iter().map(|line| Cow::Borrowed(*line)).collect();
        Incoming {
            cookies,
            ..Incoming::default()
        }
    }

    fn access(incoming: &Incoming<'_>) -> Option<String> {
        incoming
            .token(TokenKind::Access, TransferMethod::Cookie)
            .map(Cow::into_owned)
    }

    #[test]
    fn cookies_are_decoded_and_the_first_wins() {
        let request = cookies(&["a=b; sAccessToken=x%2By%3D; sAccessToken=second"]);
        assert_eq!(access(&request).as_deref(), Some("x+y="));
        assert!(request.has_duplicates(TokenKind::Access));
        assert!(!request.has_duplicates(TokenKind::Refresh));
    }

    #[test]
    fn several_lines_count_as_one() {
        let request = cookies(&["sAccessToken=a", "sAccessToken=b;sRefreshToken=\"r\""]);
        assert!(request.has_duplicates(TokenKind::Access));
        let refresh = request.token(TokenKind::Refresh, TransferMethod::Cookie);
        assert_eq!(refresh.as_deref(), Some("r"));
    }

    #[test]
    fn what_cannot_be_decoded_stays_as_it_is() {
        assert_eq!(
            access(&cookies(&["sAccessToken=%ff%2"])).as_deref(),
            Some("%ff%2")
        );
        assert_eq!(access(&cookies(&["sAccessToken"])).as_deref(), Some(""));
        assert_eq!(access(&cookies(&["", ";;=;", "xsAccessToken=1"])), None);
    }

    #[test]
    fn only_a_bearer_header_carries_a_token() {
        let header = |text| Incoming {
            authorization: Some(text),
            ..Incoming::default()
        };
        let token = |text| {
            let request = header(text);
            request
                .token(TokenKind::Refresh, TransferMethod::Header)
                .map(Cow::into_owned)
        };
        assert_eq!(token("Bearer  tok ").as_deref(), Some("tok"));
        assert_eq!(token("Bearer ").as_deref(), Some(""));
        assert_eq!(token("bearer tok"), None);
        assert_eq!(token("Basic tok"), None);
    }

    #[test]
    fn header_is_the_fallback_for_a_new_session() {
        let mode = |auth_mode| {
            Incoming {
                auth_mode,
                ..Incoming::default()
            }
            .preferred_method()
        };
        assert_eq!(mode(Some("Cookie")), TransferMethod::Cookie);
        assert_eq!(mode(Some("header")), TransferMethod::Header);
        assert_eq!(mode(Some("any")), TransferMethod::Header);
        assert_eq!(mode(None), TransferMethod::Header);
    }
}
