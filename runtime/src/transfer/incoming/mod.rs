//! What a request says about its session: tokens, their cookies, and the headers beside them.

mod cookie_lines;

use std::borrow::Cow;

use self::cookie_lines::CookieLines;
pub(crate) use self::cookie_lines::percent_decoded;
use super::names::{AUTH_MODE, LEGACY_COOKIE, RID};
use super::token_kind::TokenKind;
use crate::config::{RequestInfo, TransferConfig, TransferMethod, TransferPurpose, TransferRules};

/// What a request says about its session.
pub(crate) struct Incoming<'r> {
    pub(crate) request: &'r dyn RequestInfo,
    pub(crate) config: &'r TransferConfig,
    authorization: Option<&'r str>,
    anti_csrf: Option<&'r str>,
    cookies: CookieLines<'r>,
    /// The only method by which tokens are read, if the application sets one.
    allowed: Option<TransferMethod>,
}

impl<'r> Incoming<'r> {
    pub(crate) fn new(
        request: &'r dyn RequestInfo,
        config: &'r TransferConfig,
        rules: &TransferRules,
    ) -> Self {
        let choose = rules.functions.transfer_method.as_ref();
        let headers = request.session_headers();
        Self {
            request,
            config,
            authorization: headers.authorization,
            anti_csrf: headers.anti_csrf,
            cookies: CookieLines::new(request, headers.cookie_lines),
            allowed: choose.and_then(|choose| choose(request, TransferPurpose::ReadToken)),
        }
    }

    /// Anti-csrf token of the session, as the front end repeats it.
    pub(crate) fn anti_csrf(&self) -> Option<&'r str> {
        self.anti_csrf
    }

    /// Whether the request has the header that only the front-end SDK sets. Its value does not matter.
    pub(crate) fn has_custom_header(&self) -> bool {
        self.request.header(RID).is_some()
    }

    pub(crate) fn is_get(&self) -> bool {
        self.request.method() == "GET"
    }

    /// Whether the application takes tokens by this method.
    pub(crate) fn allows(&self, method: TransferMethod) -> bool {
        self.allowed.is_none_or(|allowed| allowed == method)
    }

    /// The method that the application allows, if only one.
    pub(crate) fn allowed(&self) -> Option<TransferMethod> {
        self.allowed
    }

    /// The token sent by `method`. The header carries the token that the route expects.
    pub(crate) fn token(&self, kind: TokenKind, method: TransferMethod) -> Option<Cow<'_, str>> {
        match method {
            TransferMethod::Cookie => self.cookies.value_of(kind.cookie(&self.config.names)),
            TransferMethod::Header => {
                let bearer = self.authorization?.strip_prefix("Bearer ")?;
                Some(bearer.trim().into())
            }
        }
    }

    /// Whether the token's cookie is there more than once, as after a change of the cookie domain.
    pub(crate) fn has_duplicates(&self, kind: TokenKind) -> bool {
        self.cookies.has_twice(kind.cookie(&self.config.names))
    }

    /// Whether the request shows no token and no cookie. Rocket drops a `Cookie` header if any byte in it is not UTF-8,
    /// and leaves no trace of it. So the client may have sent tokens.
    pub(crate) fn is_silent(&self) -> bool {
        self.request.cookie_lines().is_empty()
            && self
                .token(TokenKind::Refresh, TransferMethod::Header)
                .is_none()
    }

    pub(crate) fn has_legacy_cookie(&self) -> bool {
        self.cookies.value_of(LEGACY_COOKIE).is_some()
    }

    /// The method for a new session: the application's choice, or else the client's, or else headers.
    pub(crate) fn method_for_new_session(&self, rules: &TransferRules) -> TransferMethod {
        if let Some(choose) = &rules.functions.transfer_method
            && let Some(method) = choose(self.request, TransferPurpose::CreateSession)
        {
            return method;
        }
        match self.request.header(AUTH_MODE) {
            Some(mode) if mode.eq_ignore_ascii_case("cookie") => TransferMethod::Cookie,
            _ => TransferMethod::Header,
        }
    }
}

#[cfg(test)]
mod tests;
