//! What a claim is, and what a claim is whose value can be fetched.

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::context::ClaimContext;
use crate::cdi::JsonObject;
use crate::clock::Clock;

/// A value in the access-token payload, under its own key.
///
/// By default it has the shape that SuperTokens' other SDKs and front ends know:
/// `{"v": value, "t": when it was fetched}`. The time is in milliseconds since 1970 (Unix time).
pub trait Claim: Send + Sync + 'static {
    /// Type of the value.
    type Value: Serialize + DeserializeOwned + Send + Sync;

    /// The key of the claim in the payload.
    fn key(&self) -> &str;

    /// Reads the value from a payload. Returns `None` if there is no value, or if it has another type.
    #[doc(alias = "getValueFromPayload")]
    fn value_in(&self, payload: &JsonObject) -> Option<Self::Value> {
        Self::Value::deserialize(payload.get(self.key())?.get("v")?).ok()
    }

    /// Returns what the payload stores for a value that is set now.
    ///
    /// # Errors
    /// Those of the [`Serialize`] implementation of the value.
    #[doc(alias = "addToPayload_internal")]
    fn entry(&self, value: &Self::Value) -> serde_json::Result<Value> {
        Ok(json!({ "v": serde_json::to_value(value)?, "t": now_ms() }))
    }

    /// Returns how the value is fetched, if it can be fetched.
    fn fetcher(&self) -> Option<&dyn FetchClaim<Value = Self::Value>> {
        None
    }
}

/// A claim whose value can be fetched.
#[diagnostic::on_unimplemented(
    message = "the value of `{Self}` cannot be fetched, which is needed here",
    label = "this claim has no function that fetches its value",
    note = "give it one with `.fetched_by(|context| async move {{ .. }})`, or leave out what fetches, such as `max_age`"
)]
pub trait FetchClaim: Claim {
    /// Fetches the value. `None` leaves the payload unchanged.
    #[doc(alias = "fetchValue")]
    fn fetch(&self, context: ClaimContext) -> ClaimFuture<'_, Self::Value>;
}

/// A value that is being fetched.
pub type ClaimFuture<'a, T> =
    Pin<Box<dyn Future<Output = Result<Option<T>, FetchError>> + Send + 'a>>;

/// Why a value could not be fetched. The request is refused with 500, or with 503 if the core cannot be reached.
pub type FetchError = Box<dyn StdError + Send + Sync>;

/// A claim as the payload stores it, for structs that read the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimValue<T> {
    /// The value.
    pub v: T,
    /// When it was fetched, in milliseconds since 1970 (Unix time).
    pub t: u64,
}

/// The type of a field that [`ClaimSet`](macro@crate::ClaimSet) can turn into a claim.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` is not a claim",
    label = "this field is not a claim",
    note = "claims are of type `ClaimValue<T>` or `Option<ClaimValue<T>>`; mark other fields with `#[claim(skip)]`"
)]
pub trait ClaimField {
    /// Type of the claim's value.
    type Value;
}

impl<T> ClaimField for ClaimValue<T> {
    type Value = T;
}

impl<T> ClaimField for Option<ClaimValue<T>> {
    type Value = T;
}

/// Claims know only the system's time: whoever works by another clock translates.
pub(super) fn now_ms() -> u64 {
    Clock::default().now_ms()
}
