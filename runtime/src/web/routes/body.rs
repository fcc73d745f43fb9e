//! The body of a request to a route of the front-end driver interface.

use rocket::Data;
use rocket::data::ToByteUnit as _;
use rocket::tokio::io::{AsyncReadExt as _, copy, sink};
use serde_json::Value;

use crate::error::{Error, InputDefect};

/// The longest body that is read, in bytes.
const LIMIT: u64 = 64 * 1024;
/// Of a longer one so much is received and dropped, since many clients read no response before all is sent.
const DROPPED: u64 = 16 * 1024 * 1024;

/// A body in JSON.
pub(super) struct Body(Value);

impl Body {
    /// Reads the body, whatever its content type. An empty one counts as an empty object.
    pub(super) async fn read(data: Data<'_>) -> Result<Self, Error> {
        let mut stream = data.open((LIMIT + DROPPED).bytes());
        let mut bytes = Vec::new();
        let read = (&mut stream).take(LIMIT + 1).read_to_end(&mut bytes).await;
        // The client has gone in the middle of it.
        read.map_err(|_| InputDefect::NotJson)?;
        if bytes.len() as u64 > LIMIT {
            _ = copy(&mut stream, &mut sink()).await;
            return Err(InputDefect::TooLong { limit: LIMIT }.into());
        }
        if bytes.is_empty() {
            return Ok(Self(Value::Null));
        }
        let value = serde_json::from_slice(&bytes);
        Ok(Self(value.map_err(|_| Error::Input(InputDefect::NotJson))?))
    }

    /// What was sent. It need not be an object; a body that was empty is `null`.
    pub(super) fn json(&self) -> &Value {
        &self.0
    }
}
