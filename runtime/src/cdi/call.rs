//! What all requests to the core have in common.

use std::borrow::Cow;

use http::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::tenant::TenantId;

/// A JSON object whose members keep their order.
pub type JsonObject = serde_json::Map<String, serde_json::Value>;

/// One request to the core. Its fields are the JSON body, or the query of a GET.
pub(crate) trait Call: Serialize + Sync {
    type Response: DeserializeOwned;
    const METHOD: Method;
    /// The `rid` header, which the core requires on recipe paths.
    const RECIPE: Option<&'static str>;
    /// The path without the tenant.
    const PATH: &'static str;
    /// Whether the call may be sent again although the core may have carried it out.
    const REPEATED: Repeated = Repeated::Always;

    /// The tenant whose call it is. Without one it is the application's.
    fn tenant_id(&self) -> Option<TenantId<'_>> {
        None
    }

    /// The whole path.
    fn path(&self) -> Cow<'static, str> {
        match self.tenant_id() {
            Some(tenant) => format!("/{tenant}{}", Self::PATH).into(),
            None => Self::PATH.into(),
        }
    }
}

/// When a call may be sent again that a host may have received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeated {
    /// Any time. The call only reads, or changes nothing the second time, or leaves only a session or token that nobody
    /// holds. A user who tries again would leave the same.
    Always,
    /// Once, if the response was lost. Not if a host may still be working on the call, because its result would come
    /// last.
    WhenLost,
    /// Never, because the first call uses up what it carries, and the second would be refused for it.
    Never,
}

/// A response that only says that the call was carried out.
#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Acknowledged {
    Ok,
}
