//! What a front end receives.

use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use reqwest::header::HeaderMap;
use serde_json::Value;

/// A response, with its raw header lines.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// All header lines.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
}

impl Reply {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A header that occurs at most once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?.to_str().expect("a text");
        assert!(values.next().is_none(), "{name} occurs twice: {self:?}");
        Some(value)
    }

    /// The `Set-Cookie` lines.
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers
            .get_all("set-cookie")
            .iter()
            .map(|line| line.to_str().expect("a text"))
            .collect()
    }

    /// The `Set-Cookie` lines, with every moment but the epoch written as the days from now, for instance
    /// `Expires=+365d`.
    pub fn cookies_by_day(&self) -> Vec<String> {
        let lines = self.set_cookies().into_iter();
        lines.map(|line| by_day(line, SystemTime::now())).collect()
    }

    /// The front token, decoded; None where it is absent or says `remove`.
    pub fn front_token(&self) -> Option<Value> {
        let json = STANDARD.decode(self.header("front-token")?).ok()?;
        Some(serde_json::from_slice(&json).expect("JSON"))
    }

    /// Asserts a refusal with its FDI body, and whether it clears the client's tokens.
    #[track_caller]
    pub fn assert_refused(&self, message: &str, clears: bool) {
        assert_eq!(
            (self.status, self.json()),
            (401, serde_json::json!({ "message": message })),
            "{self:?}"
        );
        assert_eq!(self.header("content-type"), Some("application/json"));
        if clears {
            self.assert_cleared();
        } else {
            self.assert_no_tokens();
        }
    }

    /// Asserts that cookies and headers are emptied.
    #[track_caller]
    pub fn assert_cleared(&self) {
        let expires = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax";
        let access = format!("sAccessToken=; Path=/; {expires}");
        let refresh = format!("sRefreshToken=; Path=/auth/session/refresh; {expires}");
        assert_eq!(self.set_cookies(), [access, refresh], "{self:?}");
        assert_eq!(self.header("st-access-token"), Some(""));
        assert_eq!(self.header("st-refresh-token"), Some(""));
        assert_eq!(self.header("front-token"), Some("remove"));
        assert_eq!(
            self.header("access-control-expose-headers"),
            Some("front-token, st-access-token, st-refresh-token")
        );
    }

    /// Asserts that the response says nothing about tokens.
    #[track_caller]
    pub fn assert_no_tokens(&self) {
        assert_eq!(self.set_cookies(), [""; 0], "{self:?}");
        for name in [
            "st-access-token",
            "st-refresh-token",
            "front-token",
            "anti-csrf",
        ] {
            assert_eq!(self.header(name), None, "{self:?}");
        }
    }

    pub(crate) fn token(&self, cookies: bool, cookie: &str, header: &str) -> Option<String> {
        if !cookies {
            return self.header(header).map(str::to_owned);
        }
        let prefix = format!("{cookie}=");
        let lines = self.set_cookies();
        let line = lines
            .iter()
            .rev()
            .find_map(|line| line.strip_prefix(&prefix))?;
        Some(line.split(';').next().unwrap_or_default().to_owned())
    }
}

/// Puts the days from now in the place of an `Expires` that lies within a minute of them.
fn by_day(line: &str, now: SystemTime) -> String {
    let (before, rest) = line.split_once("Expires=").expect("an Expires");
    let (date, after) = rest.split_once(';').unwrap_or((rest, ""));
    let moment = httpdate::parse_http_date(date).expect("a date");
    assert_eq!(httpdate::fmt_http_date(moment), date, "the usual format");
    if moment == SystemTime::UNIX_EPOCH {
        return line.to_owned();
    }
    let seconds = moment.duration_since(now).expect("not over yet").as_secs();
    let days = (seconds + 60) / 86_400;
    assert!((seconds + 60) % 86_400 <= 120, "whole days: {line}");
    format!("{before}Expires=+{days}d;{after}")
}

/// The claims of a token, unverified.
pub fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).expect("three parts");
    let json = URL_SAFE_NO_PAD.decode(payload).expect("base64");
    serde_json::from_slice(&json).expect("JSON")
}
