//! What is wrong with an application, told at launch and on demand.
//!
#![doc = include_str!("../../docs/doctor.md")]

mod code;
mod finding;
mod noted;

pub use self::finding::Finding;
pub(crate) use self::noted::Noted;

use std::fmt;

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

/// How bad a [`Finding`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// Something may be wrong, or works only as long as nothing else fails.
    Warning,
    /// Requests fail because of it.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl Finding {
    /// One line in the log.
    pub(crate) fn log(&self) {
        let code = self.code();
        match self.severity() {
            Severity::Warning => tracing::warn!(code, "{self}"),
            Severity::Error => tracing::error!(code, "{self}"),
        }
    }
}

/// An object of the three texts `code`, `severity` and `message`.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Finding", 3)?;
        object.serialize_field("code", self.code())?;
        object.serialize_field("severity", &self.severity().to_string())?;
        object.serialize_field("message", &self.to_string())?;
        object.end()
    }
}

#[cfg(test)]
mod tests;
