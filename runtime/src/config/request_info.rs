//! What the application's functions see of a request, and the settings that depend on the request.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use super::token_names::TokenNames;

/// The parts of a request that sessions need. Rocket's `Request` implements it.
pub trait RequestInfo: Send + Sync {
    /// Returns the method, in capitals.
    fn method(&self) -> &str;

    /// Returns the path, without the query.
    fn path(&self) -> &str;

    /// Returns a header by its name, in upper or lower case. If there are several, it is the first.
    fn header(&self, name: &str) -> Option<&str>;

    /// Returns the lines of the `Cookie` header as they were sent. The list is empty if there is no such header. Rocket
    /// drops a line with a byte that is not UTF-8.
    fn cookie_lines(&self) -> Vec<Cow<'_, str>>;

    /// Returns the address of the client, if it is known. Behind a proxy it is the address that the framework takes from
    /// the proxy's header, with Rocket that of the setting `ip_header`.
    fn client_ip(&self) -> Option<IpAddr> {
        None
    }

    /// Returns the headers that each request with a session needs. A framework may find them together faster than one by
    /// one.
    #[doc(hidden)]
    fn session_headers(&self) -> SessionHeaders<'_> {
        SessionHeaders {
            authorization: self.header(AUTHORIZATION),
            anti_csrf: self.header(ANTI_CSRF),
            cookie_lines: self.cookie_lines(),
        }
    }

    /// Returns a cookie that the framework knows, also one that no `Cookie` header has.
    #[doc(hidden)]
    fn cookie_without_line(&self, _name: &str) -> Option<&str> {
        None
    }
}

/// The headers that each request with a session needs.
#[derive(Default)]
pub struct SessionHeaders<'r> {
    /// The first `authorization`.
    pub(crate) authorization: Option<&'r str>,
    /// The first `anti-csrf`.
    pub(crate) anti_csrf: Option<&'r str>,
    /// The `cookie` lines; others may be known by [`RequestInfo::cookie_without_line`].
    pub(crate) cookie_lines: Vec<Cow<'r, str>>,
}

pub(crate) const AUTHORIZATION: &str = "authorization";
pub(crate) const ANTI_CSRF: &str = "anti-csrf";

/// It would show tokens.
impl fmt::Debug for SessionHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionHeaders").finish_non_exhaustive()
    }
}

/// How a client carries its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransferMethod {
    /// In `HttpOnly` cookies, which a browser sends by itself.
    Cookie,
    /// In the `Authorization` header, which the client sets: mobile apps, scripts, and browsers if the front end
    /// chooses so.
    Header,
}

impl TransferMethod {
    /// In the order in which they are cleared.
    pub(crate) const ALL: [Self; 2] = [Self::Cookie, Self::Header];
}

/// Why the transfer method is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransferPurpose {
    /// A session begins, and will use the method.
    CreateSession,
    /// A token is looked for, and only this method is allowed.
    ReadToken,
}

/// Settings that depend on the request.
#[derive(Clone, Default)]
pub(crate) struct RequestFunctions {
    pub(crate) origin: Option<Arc<OriginFn>>,
    /// `None`, or a function that returns it: the client chooses.
    pub(crate) transfer_method: Option<Arc<TransferMethodFn>>,
    pub(crate) token_names: Option<Arc<TokenNamesFn>>,
}

pub(crate) type OriginFn = dyn Fn(&dyn RequestInfo) -> String + Send + Sync;

pub(crate) type TransferMethodFn =
    dyn Fn(&dyn RequestInfo, TransferPurpose) -> Option<TransferMethod> + Send + Sync;

pub(crate) type TokenNamesFn = dyn Fn(&dyn RequestInfo) -> TokenNames + Send + Sync;

impl fmt::Debug for RequestFunctions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestFunctions")
            .field("origin", &self.origin.is_some())
            .field("transfer_method", &self.transfer_method.is_some())
            .field("token_names", &self.token_names.is_some())
            .finish()
    }
}
