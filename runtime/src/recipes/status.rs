//! The bodies that responses of several routes have.

use serde_json::{Value, json};

/// A body that says nothing else.
pub(crate) fn status(status: &str) -> Value {
    json!({ "status": status })
}

/// The front end shows the message to the user.
pub(crate) fn general_error(message: &str) -> Value {
    json!({ "status": "GENERAL_ERROR", "message": message })
}
