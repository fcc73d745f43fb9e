//! A field of the forms, and how its value is checked.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::Value;

use crate::error::Error;
use crate::session::SuperTokens;

/// A field of the form for signing up.
///
/// ```
/// use rocket_supertokens::recipes::email_password::{FieldInput, FormField};
///
/// let name = FormField::new("name");
/// let age = FormField::new("age").optional().validate(|field: FieldInput| async move {
///     match field.text().parse::<u8>() {
///         Ok(_) => Ok(()),
///         Err(_) => Err("Please enter your age in years".into()),
///     }
/// });
/// # drop((name, age));
/// ```
#[derive(Clone)]
#[must_use = "a field does nothing until it is given to `EmailPassword::form_field`"]
pub struct FormField {
    pub(super) id: String,
    pub(super) optional: bool,
    /// `None`: as the field's id says.
    pub(super) validate: Option<Arc<Validate>>,
}

pub(super) type Validate = dyn Fn(FieldInput) -> Verdict + Send + Sync;
pub(super) type Verdict = Pin<Box<dyn Future<Output = Result<(), FieldError>> + Send>>;

impl FormField {
    /// A field that has to be filled in, with any value. `email` and `password` are part of the form in any case, and
    /// are checked as the front end checks them.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            optional: false,
            validate: None,
        }
    }

    /// The field may be left empty. It has no effect on `email` and `password`.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Checks the value, unless the field is empty. Of `email` and `password` it replaces the check that is there.
    pub fn validate<F>(mut self, validate: impl Fn(FieldInput) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), FieldError>> + Send + 'static,
    {
        self.validate = Some(Arc::new(move |input| Box::pin(validate(input))));
        self
    }
}

impl fmt::Debug for FormField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormField")
            .field("id", &self.id)
            .field("optional", &self.optional)
            .finish_non_exhaustive()
    }
}

/// The value of a field that is to be checked. Its `Debug` does not show the value.
#[derive(Clone)]
#[non_exhaustive]
pub struct FieldInput {
    /// The value: a text in most forms, but a front end may send any JSON. That of `email` has no spaces around it.
    pub value: Value,
    /// The id of the tenant.
    pub tenant_id: String,
    /// The handle of the request.
    pub super_tokens: SuperTokens,
}

impl FieldInput {
    /// The value, if it is a text, otherwise an empty text.
    pub fn text(&self) -> &str {
        self.value.as_str().unwrap_or_default()
    }
}

impl fmt::Debug for FieldInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldInput")
            .field("tenant_id", &self.tenant_id)
            .finish_non_exhaustive()
    }
}

/// Why a value is not accepted. A text becomes [`Invalid`](Self::Invalid).
#[derive(Debug)]
#[non_exhaustive]
pub enum FieldError {
    /// The user sees this text at the field.
    Invalid(String),
    /// The value could not be checked: 500, and the error is logged.
    Failed(Error),
}

impl FieldError {
    /// The value could not be checked: 500, and the error is logged.
    pub fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Failed(Error::Application {
            what: "the check of a form field",
            source: Arc::from(error.into()),
        })
    }
}

impl From<String> for FieldError {
    fn from(text: String) -> Self {
        Self::Invalid(text)
    }
}

impl From<&str> for FieldError {
    fn from(text: &str) -> Self {
        Self::Invalid(text.to_owned())
    }
}

impl From<Error> for FieldError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}
