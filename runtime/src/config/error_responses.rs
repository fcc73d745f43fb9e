//! The responses to refused requests, as an application may change them.

use serde_json::Value;

const CONTENT_TYPE: &str = "Content-Type";
const JSON: &str = "application/json";

/// Who writes the body of the response to a refused request. Tokens, and the removal of tokens, are written by this
/// crate in either case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ErrorResponses {
    /// This crate, as the front-end SDK expects it. A catcher of the application changes nothing.
    #[default]
    FrontEnd,
    /// The catchers of the application, and Rocket's own where it has none. A catcher learns the reason from
    /// [`Error::of`](crate::Error::of).
    ///
    /// The status code stays the one of the refusal, because the front end acts on it; a catcher that redirects
    /// is the only exception. What a front-end SDK reads besides, the catcher must write itself:
    ///
    /// | status | body |
    /// |---|---|
    /// | 401 ([`session_expired_status_code`](crate::Builder::session_expired_status_code)) | is not read: the front end refreshes the session, or takes it for ended, by the status alone |
    /// | 403 ([`invalid_claim_status_code`](crate::Builder::invalid_claim_status_code)) | JSON with `claimValidationErrors`, the list in [`Error::InvalidClaims`](crate::Error::InvalidClaims). Without it the front end cannot say which claim failed, nor send the user to verify an address |
    /// | others | is not read |
    ///
    /// ```
    /// use rocket::serde::json::{Json, Value, json};
    /// use rocket::{Request, catch};
    /// use rocket_supertokens::Error;
    ///
    /// #[catch(403)]
    /// fn forbidden(request: &Request<'_>) -> Json<Value> {
    ///     Json(match Error::of(request) {
    ///         Some(Error::InvalidClaims(failures)) => {
    ///             json!({ "message": "invalid claim", "claimValidationErrors": failures })
    ///         }
    ///         _ => json!({ "message": "forbidden" }),
    ///     })
    /// }
    /// # rocket::catchers![forbidden];
    /// ```
    ///
    /// A body that a closure of [`on_refusal`](crate::Builder::on_refusal) changed is sent, and not what the catcher
    /// wrote for the same refusal. So catchers can serve pages, and the closure the few errors for which JSON is
    /// wanted. A response with a status below 400 reaches no catcher.
    Catchers,
}

/// The response to a refused request. A closure of [`Builder::on_refusal`](crate::Builder::on_refusal) finds the
/// default here and may change it.
///
/// ```
/// use rocket::serde::json::json;
/// use rocket_supertokens::{Error, SuperTokens};
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
    /// and the log says so. Only for [`Error::ClearDuplicateSessionCookies`](crate::Error::ClearDuplicateSessionCookies),
    /// which is 200 by default, the code may be 200 and above.
    pub status: u16,
    /// The body. It is sent as JSON, unless [`set_text`](Self::set_text) puts a text here.
    pub body: Value,
    /// Additional headers: names and values. The headers that carry tokens are not among them.
    pub headers: Vec<(String, String)>,
}

impl RefusalResponse {
    /// A response without headers, as a test of a closure may begin with.
    pub fn new(status: u16, body: Value) -> Self {
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
    /// use rocket_supertokens::{Error, SuperTokens};
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

    /// Puts a text in the place of the JSON: a page, or plain words.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    ///
    /// SuperTokens::builder().on_refusal(|_, response| {
    ///     if response.status == 503 {
    ///         response.set_text("text/html; charset=utf-8", "<h1>We are back in a minute</h1>");
    ///     }
    /// });
    /// ```
    pub fn set_text(&mut self, content_type: impl Into<String>, text: impl Into<String>) {
        self.set_header(CONTENT_TYPE, content_type);
        self.body = Value::String(text.into());
    }

    /// The media type of the body.
    pub(crate) fn content_type(&self) -> &str {
        let mut headers = self.headers.iter();
        headers
            .find(|(name, _)| name.eq_ignore_ascii_case(CONTENT_TYPE))
            .map_or(JSON, |(_, value)| value)
    }

    fn is_json(&self) -> bool {
        self.content_type().to_ascii_lowercase().contains("json")
    }

    /// The body as it is sent: a string is text where the media type is not JSON.
    pub(crate) fn body_text(&self) -> String {
        match &self.body {
            Value::String(text) if !self.is_json() => text.clone(),
            body => body.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_string_is_text_only_under_a_media_type_of_its_own() {
        let mut response = RefusalResponse::new(401, json!("a \"b\""));
        assert_eq!(response.body_text(), r#""a \"b\"""#);
        response.set_header("content-type", "application/problem+JSON");
        assert_eq!(response.body_text(), r#""a \"b\"""#);
        response.set_text("text/plain", "a \"b\"");
        assert_eq!(response.content_type(), "text/plain");
        assert_eq!(response.body_text(), r#"a "b""#);
        response.body = json!({ "a": 1 });
        assert_eq!(response.body_text(), r#"{"a":1}"#);
        assert_eq!(response.headers.len(), 1);
    }
}
