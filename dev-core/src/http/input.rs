//! Reading fields and parameters, with the real core's complaints.

use super::reply::Reply;
use crate::json::{Json, Object};
use crate::text::trim;

/// The parameters of a query; the first of equal names counts.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn parse(text: &str) -> Self {
        Self(
            form_urlencoded::parse(text.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// The parameter, if it is there.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The parameter, which must be there.
    pub(crate) fn need(&self, name: &str) -> Result<&str, Reply> {
        self.get(name).ok_or_else(|| {
            Reply::bad_request(&format!("Field name '{name}' is missing in GET request"))
        })
    }

    /// A switch that is on unless it says something else than `true`.
    pub(crate) fn on_by_default(&self, name: &str) -> bool {
        self.get(name)
            .is_none_or(|value| value.eq_ignore_ascii_case("true"))
    }
}

/// The object in a body.
pub(crate) struct Body(Object);

impl Body {
    pub(super) fn new(members: Object) -> Self {
        Self(members)
    }

    /// A text that must be there.
    pub(crate) fn text(&self, name: &str) -> Result<String, Reply> {
        self.optional_text(name)?.ok_or_else(|| invalid(name))
    }

    /// A text that may be left out, but not be null.
    pub(crate) fn optional_text(&self, name: &str) -> Result<Option<String>, Reply> {
        self.optional(name, |value| value.as_text().map(Into::into))
    }

    /// A truth value that must be there.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Reply> {
        self.optional_flag(name)?.ok_or_else(|| invalid(name))
    }

    /// A truth value that may be left out, but not be null.
    pub(crate) fn optional_flag(&self, name: &str) -> Result<Option<bool>, Reply> {
        self.optional(name, Json::as_bool)
    }

    /// A whole number that must be there.
    pub(crate) fn whole(&self, name: &str) -> Result<i64, Reply> {
        self.optional_whole(name)?.ok_or_else(|| invalid(name))
    }

    /// A whole number that may be left out, but not be null.
    pub(crate) fn optional_whole(&self, name: &str) -> Result<Option<i64>, Reply> {
        self.optional(name, Json::as_whole)
    }

    /// An object that must be there.
    pub(crate) fn object(&self, name: &str) -> Result<Object, Reply> {
        self.optional_object(name)?.ok_or_else(|| invalid(name))
    }

    /// An object that may be left out, but not be null.
    pub(crate) fn optional_object(&self, name: &str) -> Result<Option<Object>, Reply> {
        self.optional(name, |value| value.as_object().cloned())
    }

    /// A list of texts that may be left out, but not be null.
    pub(crate) fn optional_texts(&self, name: &str) -> Result<Option<Vec<String>>, Reply> {
        self.optional(name, |value| {
            value
                .as_array()?
                .iter()
                .map(|item| item.as_text().map(Into::into))
                .collect()
        })
    }

    /// Whether the field is there and null.
    pub(crate) fn is_null(&self, name: &str) -> bool {
        self.0.get(name) == Some(&Json::Null)
    }

    fn optional<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Json) -> Option<T>,
    ) -> Result<Option<T>, Reply> {
        self.0
            .get(name)
            .map(|value| read(value).ok_or_else(|| invalid(name)))
            .transpose()
    }
}

/// The text without surrounding space, which must leave something.
pub(crate) fn not_blank(name: &str, text: &str) -> Result<String, Reply> {
    let text = trim(text);
    if text.is_empty() {
        return Err(Reply::bad_request(&format!(
            "Field name '{name}' cannot be an empty String"
        )));
    }
    Ok(text.to_owned())
}

/// The complaint about a field that is missing or of another type.
pub(crate) fn invalid(name: &str) -> Reply {
    Reply::bad_request(&format!("Field name '{name}' is invalid in JSON input"))
}
