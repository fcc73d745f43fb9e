//! The responses to refused requests, as an application may change them.

use serde_json::Value;

const CONTENT_TYPE: &str = "Content-Type";
const JSON: &str = "application/json";

/// Who writes the body of the response to a refused request. In both cases this crate writes and removes the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ErrorResponses {
    /// This crate writes the body that the front-end SDK expects. A catcher of the application has no effect.
    #[default]
    FrontEnd,
    /// The catchers of the application write the body, or Rocket's catchers if the application has none.
    /// [`Error::of`](crate::Error::of) tells a catcher the reason.
    ///
    /// The status code of the refusal is kept, because the front end acts on it. The only exception is a catcher that
    /// redirects. The catcher itself must write what a front-end SDK reads in the body:
    ///
    /// | status | body |
    /// |---|---|
    /// | 401 ([`session_expired_status_code`](crate::Builder::session_expired_status_code)) | is not read: the status alone tells the front end to refresh the session, or that it has ended |
    /// | 403 ([`invalid_claim_status_code`](crate::Builder::invalid_claim_status_code)) | JSON with `claimValidationErrors`, the list in [`Error::InvalidClaims`](crate::Error::InvalidClaims). Without the list the front end cannot say which claim failed, and cannot ask the user to verify an address |
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
    /// If a closure of [`on_refusal`](crate::Builder::on_refusal) changes the body, that body is sent instead of the
    /// catcher's. So catchers can write pages, and the closure can write JSON for a few errors. A response with a
    /// status below 400 is not given to a catcher.
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
    /// The status code, from 300 to 599. To the front end a lower code means success, so with a lower code the default
    /// is sent, and the log says so. Only
    /// [`Error::ClearDuplicateSessionCookies`](crate::Error::ClearDuplicateSessionCookies), which is 200 by default,
    /// may have a code from 200 on.
    pub status: u16,
    /// The body. It is sent as JSON, unless [`set_text`](Self::set_text) puts a text here.
    pub body: Value,
    /// Additional headers: names and values. They do not include the headers that carry tokens. `Set-Cookie`, `Vary`,
    /// `Link` and `WWW-Authenticate` come beside those that are there, and others in their place.
    pub headers: Vec<(String, String)>,
}

impl RefusalResponse {
    /// Makes a response without headers, for example for the test of a closure.
    pub fn new(status: u16, body: Value) -> Self {
        Self {
            status,
            body,
            headers: Vec::new(),
        }
    }

    /// Adds a header, or replaces the header of the same name. A header that HTTP does not allow is left out, and the
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

    /// Replaces the JSON by a text, such as a page.
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
