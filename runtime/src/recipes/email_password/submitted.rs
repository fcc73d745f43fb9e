//! What a client has filled in, after it was checked.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::session::Session;

/// A form that was sent and whose fields are valid. Its `Debug` shows no value.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SubmittedForm {
    /// The id of the tenant.
    pub tenant_id: String,
    /// The fields in the order in which they were sent.
    pub fields: Vec<SubmittedField>,
    /// The session that the client has already, where the front end is one of before 2024 (FDI 3.0), which always means
    /// the user of that session. Other front ends begin a new session in any case, and this is `None`.
    pub session: Option<Session>,
}

/// A field as it was sent. Its `Debug` does not show the value.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct SubmittedField {
    /// The id of the field.
    pub id: String,
    /// The value. That of `email` has no spaces around it.
    pub value: Value,
}

impl SubmittedForm {
    /// The address, as it was typed but without spaces around it.
    pub fn email(&self) -> &str {
        self.text("email")
    }

    /// The password, as it was typed.
    pub fn password(&self) -> &str {
        self.text("password")
    }

    /// The value of a field. `None` if it was not sent.
    pub fn value(&self, id: &str) -> Option<&Value> {
        let field = self.fields.iter().find(|field| field.id == id)?;
        Some(&field.value)
    }

    fn text(&self, id: &str) -> &str {
        self.value(id).and_then(Value::as_str).unwrap_or_default()
    }
}

impl fmt::Debug for SubmittedField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubmittedField")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// An address of which somebody wants to know whether a user has it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EmailToCheck {
    /// The id of the tenant.
    pub tenant_id: String,
    /// The address as it was sent.
    pub email: String,
}

/// A field that is not accepted, and the text that the user sees at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InvalidField {
    /// The text.
    pub error: String,
    /// The id of the field.
    pub id: String,
}

impl InvalidField {
    /// A text for a field.
    pub fn new(id: impl Into<String>, error: impl Into<String>) -> Self {
        Self {
            error: error.into(),
            id: id.into(),
        }
    }
}
