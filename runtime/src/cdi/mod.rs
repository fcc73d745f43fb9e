//! The core driver interface: the core's requests and answers as types. No other module spells a CDI field.

mod core;
mod session;
mod version;

use std::borrow::Cow;

use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use self::core::{ApiVersions, JWKS_PATH, Jwk, Jwks};
pub(crate) use self::session::{
    CreateSession, CreateSessionAnswer, ReadSession, ReadSessionAnswer, RefreshSession,
    RefreshSessionAnswer, Regenerate, RegenerateAnswer, RemoveSessions, Token, UpdateAnswer,
    UpdateSessionData, VerifySession, VerifySessionAnswer,
};
pub(crate) use self::version::Version;

/// A JSON object whose members keep their order.
pub type JsonObject = serde_json::Map<String, serde_json::Value>;

/// One request to the core. Its fields are the JSON body, or the query of a GET.
pub(crate) trait Call: Serialize + Sync {
    type Answer: DeserializeOwned;
    const METHOD: Method;
    /// The `rid` header, which the core wants on recipe paths.
    const RECIPE: Option<&'static str>;

    fn path(&self) -> Cow<'static, str>;
}
