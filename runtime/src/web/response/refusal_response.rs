//! The response to a refused request, as an application may change it.

use serde_json::Value;

/// The response to a refused request. A closure of [`Builder::on_refusal`](crate::Builder::on_refusal) finds the
/// default here and may change it.
///
/// ```
/// use rocket::serde::json::json;
/// use rocket_supertokens::{SuperTokens, session::Error};
///
/// SuperTokens::builder().on_refusal(|error, response| {
///     if let Error::InvalidClaims(_) = error {
///         // The front end reads `claimValidationErrors`, so the body is extended and not replaced.
///         response.body["help"] = json!("https://example.com/help/permissions");
///         response.set_header("X-Refused-By", "claims");
///     }
/// });
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RefusalResponse {
    /// The status code, from 300 to 599. The front end would take a lower one for success: then the default is sent,
    /// and the log says so. Only for [`Error::ClearDuplicateSessionCookies`](crate::session::Error), which is 200
    /// by default, the code may be 200 and above.
    pub status: u16,
    /// The body. It is sent as JSON.
    pub body: Value,
    /// Additional headers: names and values. The headers that carry tokens are not among them.
    pub headers: Vec<(String, String)>,
}

impl RefusalResponse {
    pub(super) fn new(status: u16, body: Value) -> Self {
        Self {
            status,
            body,
            headers: Vec::new(),
        }
    }

    /// Adds a header, or replaces the one of the same name. A header that HTTP does not allow is left out, and the
    /// log says so.
    ///
    /// ```
    /// use rocket_supertokens::{SuperTokens, session::Error};
    ///
    /// // The server renders the pages, and sends a visitor without a session to the login page.
    /// SuperTokens::builder().on_refusal(|error, response| {
    ///     if let Error::Unauthorised { .. } = error {
    ///         response.status = 303;
    ///         response.set_header("Location", "/login");
    ///     }
    /// });
    /// ```
    pub fn set_header(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        self.headers.push((name, value.into()));
    }
}
