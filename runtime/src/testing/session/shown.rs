//! How a request shows a session.

use super::TestSession;
use crate::config::TransferMethod;
use crate::session::SuperTokens;

/// How a request shows the session. It stays the same session, for its clones too.
impl TestSession {
    /// With an access token that expired an hour ago. A route answers "try refresh token"; the refresh token is good.
    pub fn expired(mut self) -> Self {
        self.shown.expired = true;
        self
    }

    /// With an access token that another key has signed than the one it names, as a forged one. A route answers "try
    /// refresh token".
    pub fn wrong_key(mut self) -> Self {
        self.shown.wrong_key = true;
        self
    }

    /// Without the `anti-csrf` token or the `rid` header, as a request that another site has made the browser send.
    /// Where the application's setting `anti_csrf` is `"none"`, this changes nothing.
    pub fn without_anti_csrf(mut self) -> Self {
        self.shown.without_anti_csrf = true;
        self
    }

    /// Carried in the `Authorization` header, as by a mobile app. Otherwise it is in cookies, unless the application
    /// takes headers only.
    pub fn in_headers(mut self) -> Self {
        self.shown.method = Some(TransferMethod::Header);
        self
    }

    /// Ended at the core. As in production, its access token passes until it expires, except on routes with
    /// `check_database`; a refresh is refused.
    pub fn revoked(mut self) -> Self {
        self.wanted.revoked = true;
        self
    }

    /// The access token itself, for a program without Rocket or a route that takes it elsewhere than a front end puts
    /// it. `of` is the application's `SuperTokens`: from [`TestSuperTokens::build`](crate::testing::TestSuperTokens::build), or
    /// `client.rocket().state::<SuperTokens>()`.
    #[track_caller]
    pub fn access_token(&self, of: &SuperTokens) -> String {
        self.access_token_shown(&self.tokens(of).access_token)
    }

    /// The session handle; `None` until the session begins: when it is used first, or with [`begin`](Self::begin).
    pub fn handle(&self) -> Option<&str> {
        Some(self.begun.get()?.access_token.session_handle())
    }

    /// Whether the request is to show another token than the session's own.
    pub(in crate::testing) fn is_forged(&self) -> bool {
        self.shown.expired || self.shown.wrong_key
    }
}
