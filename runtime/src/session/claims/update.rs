//! The updates of a payload that set, fetch and remove a claim.

use serde_json::Value;

use super::configured::CreationClaim as _;
use super::time::by_the_clock;
use super::validate::fetch_error;
use crate::cdi::JsonObject;
use crate::claims::{Claim, ClaimContext, FetchClaim};
use crate::clock::Clock;
use crate::error::{Error, JsonDefect};
use crate::session::payload::{changes, merged, without_protected};

/// The update that sets a claim to a value.
pub(in crate::session) fn setting<C: Claim>(
    claim: &C,
    value: &C::Value,
    clock: &Clock,
) -> Result<JsonObject, Error> {
    let entry = claim.entry(value);
    let entry = entry.map_err(|error| Error::Serialize {
        what: "the claim",
        source: JsonDefect::of(&error),
    })?;
    let update = JsonObject::from_iter([(claim.key().to_owned(), entry)]);
    merged(&JsonObject::new(), by_the_clock(update, clock))
}

/// The update that fetches a claim.
pub(in crate::session) async fn fetching<C: FetchClaim>(
    claim: &C,
    context: ClaimContext,
    clock: &Clock,
) -> Result<JsonObject, Error> {
    let update = claim.build(context).await;
    let update = update.map_err(|source| fetch_error(Claim::key(claim), source))?;
    Ok(by_the_clock(update, clock))
}

/// The update that removes a claim.
pub(in crate::session) fn removing(key: &str) -> JsonObject {
    JsonObject::from_iter([(key.to_owned(), Value::Null)])
}

/// What fetching has changed. The rest is not written back, because it may have been changed elsewhere since the token
/// was made.
pub(super) fn fetched(before: &JsonObject, after: &JsonObject, clock: &Clock) -> JsonObject {
    let update = changes(&without_protected(before), &without_protected(after));
    by_the_clock(update, clock)
}
