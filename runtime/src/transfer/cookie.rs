//! One `Set-Cookie` line.

use std::fmt;
use std::time::{Duration, UNIX_EPOCH};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::clock::Clock;

/// The characters that JavaScript's `encodeURIComponent` does not change, besides letters and digits.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// The last moment that an HTTP date can name: the end of the year 9999, in seconds.
const LAST_DATE: u64 = 253_402_300_799;

/// Browsers drop a `Set-Cookie` line that is longer, or keep the older cookie of that name.
pub(super) const BROWSER_LIMIT: usize = 4096;

/// One `Set-Cookie` line; `Display` writes it.
pub(super) struct SetCookie {
    pub(super) name: String,
    pub(super) value: String,
    /// Empty: only the host that set it receives the cookie.
    pub(super) domain: String,
    pub(super) path: String,
    /// In milliseconds since 1970; 0 removes the cookie.
    pub(super) expires_ms: u64,
    pub(super) secure: bool,
    pub(super) same_site: &'static str,
}

impl fmt::Display for SetCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}={}",
            self.name,
            utf8_percent_encode(&self.value, ENCODED)
        )?;
        if !self.domain.is_empty() {
            write!(f, "; Domain={}", self.domain)?;
        }
        write!(
            f,
            "; Path={}; Expires={}; HttpOnly",
            self.path,
            date(self.expires_ms)
        )?;
        if self.secure {
            f.write_str("; Secure")?;
        }
        write!(f, "; SameSite={}", self.same_site)
    }
}

fn date(epoch_ms: u64) -> httpdate::HttpDate {
    let seconds = (epoch_ms / 1000).min(LAST_DATE);
    httpdate::HttpDate::from(UNIX_EPOCH + Duration::from_secs(seconds))
}

/// A year from now: browsers cap at 400 days, and an expired access token in a cookie is the hint that a
/// refresh token may exist.
pub(super) fn in_a_year_ms(clock: &Clock) -> u64 {
    clock.now_ms().saturating_add(365 * 24 * 60 * 60 * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_the_line_as_the_other_sdks() {
        let cookie = SetCookie {
            name: "sRefreshToken".to_owned(),
            domain: ".example.com".to_owned(),
            value: "a+b/c=.d!~*'() ü".to_owned(),
            path: "/auth/session/refresh".to_owned(),
            expires_ms: 1_700_000_000_999,
            secure: true,
            same_site: "None",
        };
        assert_eq!(
            cookie.to_string(),
            "sRefreshToken=a%2Bb%2Fc%3D.d!~*'()%20%C3%BC; Domain=.example.com; Path=/auth/session/refresh; \
             Expires=Tue, 14 Nov 2023 22:13:20 GMT; HttpOnly; Secure; SameSite=None"
        );
    }

    #[test]
    fn a_year_goes_by_the_clock() {
        let clock = Clock::movable();
        clock.advance(Duration::from_secs(365 * 24 * 60 * 60));
        let (year, now) = (in_a_year_ms(&Clock::default()), clock.now_ms());
        assert!(now.abs_diff(year) < 60_000, "{now}, {year}");
        assert!(in_a_year_ms(&clock) >= now + 365 * 24 * 60 * 60 * 1000);
    }

    #[test]
    fn any_time_can_be_written() {
        assert_eq!(date(0).to_string(), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(date(u64::MAX).to_string(), "Fri, 31 Dec 9999 23:59:59 GMT");
    }
}
