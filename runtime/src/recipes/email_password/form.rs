//! The forms, and how what was sent is checked.

use serde_json::Value;

use super::field::{FieldError, FieldInput, FormField};
use super::submitted::{InvalidField, SubmittedField};
use super::validators::{any_email, any_password, default_email, default_password, trimmed};
use crate::error::{Error, InputDefect};
use crate::session::SuperTokens;

const EMAIL: &str = "email";
const PASSWORD: &str = "password";

/// The front end compares it, to show a text of its own.
const NOT_OPTIONAL: &str = "Field is not optional";

/// What is asked for when somebody signs up, and in the other forms what is left of it.
pub(super) struct Forms {
    pub(super) sign_up: Form,
    pub(super) sign_in: Form,
    pub(super) reset_token: Form,
    pub(super) reset_password: Form,
}

/// The fields of a form, in the order in which they are checked.
pub(super) struct Form(Vec<Asked>);

struct Asked {
    field: FormField,
    /// Whether it may be anything, as the password of somebody who signs in: there may be one from before it was checked.
    anything: bool,
}

/// Either all fields, or those that are not accepted.
pub(super) type Checked = Result<Vec<SubmittedField>, Vec<InvalidField>>;

impl Forms {
    /// The forms of an application that asks for these fields, and for the two that every form has.
    pub(super) fn new(mut fields: Vec<FormField>) -> Self {
        for id in [PASSWORD, EMAIL] {
            if !fields.iter().any(|field| field.id == id) {
                fields.push(FormField::new(id));
            }
        }
        for field in &mut fields {
            field.optional &= ![PASSWORD, EMAIL].contains(&field.id.as_str());
        }
        let only = |ids: &[&str], any_password: bool| {
            let kept = fields
                .iter()
                .filter(|field| ids.contains(&field.id.as_str()));
            Form(
                kept.map(|field| Asked {
                    anything: any_password && field.id == PASSWORD,
                    field: field.clone(),
                })
                .collect(),
            )
        };
        let all: Vec<_> = fields.iter().map(|field| field.id.as_str()).collect();
        Self {
            sign_up: only(&all, false),
            sign_in: only(&[EMAIL, PASSWORD], true),
            reset_token: only(&[EMAIL], false),
            reset_password: only(&[PASSWORD], false),
        }
    }

    /// What is wrong with a password in the form for signing up.
    pub(super) async fn password_policy(
        &self,
        password: &str,
        tenant_id: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Option<String>, Error> {
        let mut asked = self.reset_password.0.iter();
        let found = match asked.next() {
            Some(asked) => {
                asked
                    .check(&Value::from(password), tenant_id, super_tokens)
                    .await?
            }
            None => Ok(()),
        };
        let empty = || password.is_empty().then(|| NOT_OPTIONAL.to_owned());
        Ok(found.err().or_else(empty))
    }
}

impl Form {
    /// Checks the `formFields` of a request: first whether they can be read at all, then field by field.
    pub(super) async fn check(
        &self,
        sent: Option<&Value>,
        tenant_id: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Checked, Error> {
        let fields = read(sent)?;
        if fields.len() > self.0.len() {
            self.log_too_many(&fields);
            return Err(InputDefect::TooManyFormFields.into());
        }
        let mut invalid = Vec::new();
        for asked in &self.0 {
            let id = &asked.field.id;
            let sent = fields.iter().find(|field| field.id == *id);
            match sent.filter(|field| is_filled_in(&field.value)) {
                Some(sent) => {
                    if let Err(text) = asked.check(&sent.value, tenant_id, super_tokens).await? {
                        invalid.push(InvalidField::new(id, text));
                    }
                }
                None if asked.field.optional => {}
                None => invalid.push(InvalidField::new(id, NOT_OPTIONAL)),
            }
        }
        Ok(if invalid.is_empty() {
            Ok(fields)
        } else {
            Err(invalid)
        })
    }

    /// A field that the front end has and the back end has not is easily overlooked.
    fn log_too_many(&self, fields: &[SubmittedField]) {
        let asked: Vec<_> = self.0.iter().map(|asked| &*asked.field.id).collect();
        let unknown = fields.iter().map(|field| &*field.id);
        let unknown = unknown.filter(|id| !asked.contains(id)).take(NAMED_UNKNOWN);
        // Anybody can send these, in any number and length.
        let unknown: Vec<String> = unknown
            .map(|id| id.chars().take(NAMED_LETTERS).collect())
            .collect();
        tracing::debug!(
            ?unknown,
            ?asked,
            "a form has more fields than were configured with `EmailPassword::form_field`"
        );
    }
}

/// How many fields the log names that no form has, and how much of each name.
const NAMED_UNKNOWN: usize = 5;
const NAMED_LETTERS: usize = 64;

impl Asked {
    /// The text for the user, if the value is not accepted.
    async fn check(
        &self,
        value: &Value,
        tenant_id: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Result<(), String>, Error> {
        if self.anything {
            return Ok(Ok(()));
        }
        let text = value.as_str().unwrap_or_default();
        let (by_default, always): (Rule, Rule) = match self.field.id.as_str() {
            EMAIL => (default_email, any_email),
            PASSWORD => (default_password, any_password),
            _ => (anything, anything),
        };
        match &self.field.validate {
            Some(validate) => {
                let input = FieldInput {
                    value: value.clone(),
                    tenant_id: tenant_id.to_owned(),
                    super_tokens: super_tokens.clone(),
                };
                match validate(input).await {
                    Ok(()) => {}
                    Err(FieldError::Invalid(text)) => return Ok(Err(text)),
                    Err(FieldError::Failed(error)) => return Err(error),
                }
            }
            None => {
                if let Err(text) = by_default(text) {
                    return Ok(Err(text.to_owned()));
                }
            }
        }
        Ok(always(text).map_err(str::to_owned))
    }
}

type Rule = fn(&str) -> Result<(), &'static str>;

fn anything(_: &str) -> Result<(), &'static str> {
    Ok(())
}

/// The fields as they were sent. The first one that cannot be read decides on the error.
fn read(sent: Option<&Value>) -> Result<Vec<SubmittedField>, Error> {
    let sent = sent.ok_or(InputDefect::NoFormFields)?;
    let sent = sent.as_array().ok_or(InputDefect::FormFieldsNotArray)?;
    let fields = sent.iter().map(read_field).collect::<Result<_, _>>();
    Ok(fields?)
}

fn read_field(sent: &Value) -> Result<SubmittedField, InputDefect> {
    if !sent.is_object() && !sent.is_array() {
        return Err(InputDefect::FormFieldNotObject);
    }
    let id = sent.get("id").and_then(Value::as_str);
    let (Some(id), Some(value)) = (id, sent.get("value")) else {
        return Err(InputDefect::FormFieldIncomplete);
    };
    let value = match (
        [EMAIL, PASSWORD].into_iter().find(|known| *known == id),
        value,
    ) {
        (Some(EMAIL), Value::String(email)) => Value::from(trimmed(email)),
        (None, value) | (Some(_), value @ Value::String(_)) => value.clone(),
        (Some(id), _) => return Err(InputDefect::FormFieldNotText { id }),
    };
    Ok(SubmittedField {
        id: id.to_owned(),
        value,
    })
}

/// Neither an empty text nor `null`. A `false` is filled in.
fn is_filled_in(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}
