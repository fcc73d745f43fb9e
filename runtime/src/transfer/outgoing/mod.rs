//! The cookies and headers that are sent with a response.

use std::sync::MutexGuard;

use super::cookie::{BROWSER_LIMIT, SetCookie, in_a_year_ms};
use super::names::{
    ANTI_CSRF, FRONT_TOKEN, KEPT_ACCESS_TOKEN, KEPT_FRONT_TOKEN, KEPT_REFRESH_TOKEN, LEGACY_COOKIE,
};
use super::token_kind::TokenKind;
use crate::clock::Clock;
use crate::config::{TransferConfig, TransferMethod};

/// The cookies and headers to be written, opened for a change. The last write of a name wins.
pub(crate) struct Outgoing<'a> {
    pub(super) config: &'a TransferConfig,
    pub(super) clock: &'a Clock,
    pub(super) changes: MutexGuard<'a, Changes>,
}

/// The cookies and headers to be written.
#[derive(Default)]
pub(super) struct Changes {
    cookies: Vec<SetCookie>,
    headers: Vec<(String, String)>,
    exposed: Vec<String>,
}

impl Outgoing<'_> {
    pub(crate) fn set_access_token(
        &mut self,
        method: TransferMethod,
        token: &str,
        front_token: String,
    ) {
        self.set_header(FRONT_TOKEN, front_token);
        let expires_ms = in_a_year_ms(self.clock);
        self.set_token(TokenKind::Access, method, token, expires_ms);
        if method == TransferMethod::Cookie && self.config.expose_access_token {
            self.set_token(TokenKind::Access, TransferMethod::Header, token, expires_ms);
        }
    }

    pub(crate) fn set_refresh_token(
        &mut self,
        method: TransferMethod,
        token: &str,
        expires_ms: u64,
    ) {
        self.set_token(TokenKind::Refresh, method, token, expires_ms);
    }

    pub(crate) fn set_anti_csrf(&mut self, token: &str) {
        self.set_header(ANTI_CSRF, token.to_owned());
    }

    /// Removes the client's tokens of one method, and tells the front end that the session is over.
    pub(crate) fn clear(&mut self, method: TransferMethod) {
        for kind in TokenKind::ALL {
            self.set_token(kind, method, "", 0);
        }
        self.changes.headers.retain(|(name, _)| name != ANTI_CSRF);
        self.set_header(FRONT_TOKEN, "remove".to_owned());
    }

    /// Clears both methods and not only those of the request, because tokens may have been set during this request.
    pub(crate) fn clear_all(&mut self) {
        for method in TransferMethod::ALL {
            self.clear(method);
        }
    }

    pub(crate) fn clear_legacy_cookie(&mut self) {
        let config = self.config;
        let domain = config.cookie_domain.as_deref().unwrap_or_default();
        self.set_cookie(LEGACY_COOKIE, "", domain, &config.access_path, 0);
    }

    /// Removes a token's cookie from a domain that was configured earlier; empty is the host itself.
    pub(crate) fn clear_from_domain(&mut self, kind: TokenKind, domain: &str) {
        self.set_token_cookie(kind, "", domain, 0);
    }

    /// Whether the response carries none of our cookies and headers.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.cookies.is_empty() && self.changes.headers.is_empty()
    }

    /// The `Set-Cookie` lines, for the one time that they are written.
    pub(crate) fn cookies(&self) -> Vec<String> {
        for (cookie, bytes) in self.dropped_by_browsers() {
            tracing::warn!(
                cookie,
                bytes,
                "browsers drop a cookie above {BROWSER_LIMIT} bytes: if this client is a page, it has no session, or the older one until that expires. Put less into the access token's payload; headers do not help, a page keeps them in cookies"
            );
        }
        self.changes
            .cookies
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    /// Cookies that will not reach the browser's store, and how long they are: our own, with their attributes, and those
    /// in which the front end on a page keeps what headers bring. Other clients may keep that elsewhere.
    fn dropped_by_browsers(&self) -> Vec<(&str, usize)> {
        let own = self.changes.cookies.iter();
        let own = own.map(|cookie| (cookie.name.as_str(), cookie.to_string().len()));
        let kept = self.changes.headers.iter().filter_map(|(header, value)| {
            let name = kept_by_front_end(header)?;
            Some((name, name.len() + "=".len() + value.len()))
        });
        own.chain(kept)
            .filter(|(_, bytes)| *bytes > BROWSER_LIMIT)
            .collect()
    }

    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.changes
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of `Access-Control-Expose-Headers`, added to what the response already has.
    pub(crate) fn exposed(&self, existing: Option<&str>) -> Option<String> {
        let mut list = existing.map(str::to_owned);
        for name in &self.changes.exposed {
            list = Some(match list {
                None => name.clone(),
                Some(list) if lists(&list, name) => list,
                Some(list) => format!("{list}, {name}"),
            });
        }
        list
    }

    fn set_token(&mut self, kind: TokenKind, method: TransferMethod, token: &str, expires_ms: u64) {
        let config = self.config;
        match (method, kind) {
            (TransferMethod::Header, TokenKind::Access) => {
                self.set_header(&config.names.access_header, token.to_owned());
            }
            (TransferMethod::Header, TokenKind::Refresh) => {
                self.set_header(&config.names.refresh_header, token.to_owned());
            }
            (TransferMethod::Cookie, kind) => {
                let domain = config.cookie_domain.as_deref().unwrap_or_default();
                self.set_token_cookie(kind, token, domain, expires_ms);
            }
        }
    }

    fn set_token_cookie(&mut self, kind: TokenKind, value: &str, domain: &str, expires_ms: u64) {
        let config = self.config;
        let path = match kind {
            TokenKind::Access => &config.access_path,
            TokenKind::Refresh => &config.refresh_path,
        };
        self.set_cookie(kind.cookie(&config.names), value, domain, path, expires_ms);
    }

    fn set_cookie(&mut self, name: &str, value: &str, domain: &str, path: &str, expires_ms: u64) {
        self.changes
            .cookies
            .retain(|cookie| cookie.name != name || cookie.domain != domain);
        self.changes.cookies.push(SetCookie {
            name: name.to_owned(),
            value: value.to_owned(),
            domain: domain.to_owned(),
            path: path.to_owned(),
            expires_ms,
            secure: self.config.secure,
            same_site: self.config.same_site.attribute_value(),
        });
    }

    fn set_header(&mut self, name: &str, value: String) {
        self.changes
            .headers
            .retain(|(existing, _)| existing != name);
        self.changes.headers.push((name.to_owned(), value));
        if !self.changes.exposed.iter().any(|exposed| exposed == name) {
            self.changes.exposed.push(name.to_owned());
        }
    }
}

/// The cookie in which a page's front end keeps the value of a header. It knows nothing of configured names.
fn kept_by_front_end(header: &str) -> Option<&'static str> {
    [
        (FRONT_TOKEN, KEPT_FRONT_TOKEN),
        (KEPT_ACCESS_TOKEN, KEPT_ACCESS_TOKEN),
        (KEPT_REFRESH_TOKEN, KEPT_REFRESH_TOKEN),
    ]
    .into_iter()
    .find_map(|(read, kept)| read.eq_ignore_ascii_case(header).then_some(kept))
}

/// A name, not a part of one: `x-front-token` does not expose `front-token`.
fn lists(list: &str, name: &str) -> bool {
    list.split(',')
        .any(|entry| entry.trim().eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests;
