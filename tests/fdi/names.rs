//! Which of our ids and tokens stands for which recorded one.

use std::collections::BTreeMap;

use serde_json::Value;

/// The pairs learned so far.
#[derive(Default)]
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    /// Our text for a recorded one.
    pub(crate) fn of(&self, recorded: &str) -> Option<&str> {
        self.0.get(recorded).map(String::as_str)
    }

    /// Notes that `own` stands for `recorded` from now on.
    pub(crate) fn learn(&mut self, recorded: &str, own: &str) {
        self.0.insert(recorded.to_owned(), own.to_owned());
    }

    /// The body of a request in our names.
    pub(crate) fn in_body(&self, body: &Value) -> Value {
        match body {
            Value::String(text) => self.of(text).unwrap_or(text).into(),
            Value::Array(items) => items.iter().map(|item| self.in_body(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(name, value)| (name.clone(), self.in_body(value)))
                .collect(),
            other => other.clone(),
        }
    }
}
