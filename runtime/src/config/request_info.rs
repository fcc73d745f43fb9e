//! What the application's functions see of a request, and the functions of which settings depend on it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::token_names::TokenNames;

/// A request, as far as sessions look at it. Rocket's `Request` is one.
pub trait RequestInfo: Send + Sync {
    /// The method, in capitals.
    fn method(&self) -> &str;

    /// The path, without the query.
    fn path(&self) -> &str;

    /// A header, by its name in any case; the first where there are several.
    fn header(&self, name: &str) -> Option<&str>;

    /// The lines of the `Cookie` header as they were sent; none where no such header came. Rocket takes a line
    /// with a byte that is not UTF-8 for none.
    fn cookie_lines(&self) -> Vec<Cow<'_, str>>;
}

/// How a client carries its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransferMethod {
    /// In `HttpOnly` cookies, which a browser sends by itself.
    Cookie,
    /// In the `Authorization` header, which the client sets: mobile apps, scripts, browsers by choice.
    Header,
}

impl TransferMethod {
    /// In the order in which they are cleared.
    pub(crate) const ALL: [Self; 2] = [Self::Cookie, Self::Header];
}

/// What the transfer method is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransferPurpose {
    /// A session begins: the method that it will use.
    CreateSession,
    /// A token is looked for: the method that is allowed.
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
