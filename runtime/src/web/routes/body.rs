//! The body of a request to a route of the front-end driver interface.

use rocket::Data;
use rocket::data::ToByteUnit as _;
use serde_json::Value;

use crate::error::{Error, InputDefect};

/// The longest body that is read, in bytes.
const LIMIT: u64 = 64 * 1024;

/// A body in JSON.
pub(super) struct Body(Value);

impl Body {
    /// Reads the body, whatever its content type. An empty one counts as an empty object.
    pub(super) async fn read(data: Data<'_>) -> Result<Self, Error> {
        let bytes = data.open(LIMIT.bytes()).into_bytes().await;
        // The client has gone in the middle of it.
        let bytes = bytes.map_err(|_| Error::Input(InputDefect::NotJson))?;
        if !bytes.is_complete() {
            return Err(Error::Input(InputDefect::TooLong { limit: LIMIT }));
        }
        if bytes.is_empty() {
            return Ok(Self(Value::Null));
        }
        let value = serde_json::from_slice(&bytes);
        Ok(Self(value.map_err(|_| Error::Input(InputDefect::NotJson))?))
    }

    /// A member of the body. `None` if there is none, or the body is no object.
    pub(super) fn member(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }
}
