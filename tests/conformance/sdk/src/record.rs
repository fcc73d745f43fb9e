//! What the functions of a test saw.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde_json::{Value, json};

/// What the functions of a test have seen, for the test to ask.
#[derive(Default)]
pub(crate) struct Record(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    events: Vec<Event>,
    callback: Option<Callback>,
    core_calls: u64,
}

#[derive(Clone, Serialize)]
struct Event {
    t: u64,
    #[serde(rename = "type")]
    kind: Kind,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
}

#[derive(Clone, Copy, Serialize)]
enum Kind {
    #[serde(rename = "CALL")]
    Call,
    #[serde(rename = "RES")]
    Result,
    #[serde(rename = "REJ")]
    Rejection,
}

/// The arguments of a test's callback.
struct Callback {
    user_id: String,
    recipe_user_id: String,
}

impl Record {
    pub(crate) fn call(&self, name: impl Into<String>, data: Value) {
        self.add(Kind::Call, name, Some(data));
    }

    pub(crate) fn result(&self, name: impl Into<String>, data: Option<Value>) {
        self.add(Kind::Result, name, data);
    }

    pub(crate) fn rejection(&self, name: impl Into<String>, error: &str) {
        self.add(Kind::Rejection, name, Some(json!({ "message": error })));
    }

    pub(crate) fn callback(&self, user_id: &str, recipe_user_id: &str) {
        self.seen().callback = Some(Callback {
            user_id: user_id.to_owned(),
            recipe_user_id: recipe_user_id.to_owned(),
        });
    }

    pub(crate) fn count_core_call(&self) {
        self.seen().core_calls += 1;
    }

    /// The response of `GET /test/getoverridelogs`.
    pub(crate) fn events(&self) -> Value {
        json!({ "logs": self.seen().events })
    }

    /// The response of `GET /test/overrideparams`. Mails and short messages are of recipes that this SDK lacks.
    pub(crate) fn params(&self) -> Value {
        let seen = self.seen();
        let mut params = json!({
            "sendEmailCallbackCalled": false,
            "sendEmailInputs": [],
            "sendSmsInputs": [],
            "info": { "coreCallCount": seen.core_calls },
        });
        if let Some(callback) = &seen.callback {
            params["userIdInCallback"] = callback.user_id.as_str().into();
            params["recipeUserIdInCallback"] = callback.recipe_user_id.as_str().into();
        }
        params
    }

    /// Forgets everything.
    pub(crate) fn reset(&self) {
        *self.seen() = Seen::default();
    }

    fn add(&self, kind: Kind, name: impl Into<String>, data: Option<Value>) {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        self.seen().events.push(Event {
            t: u64::try_from(now.as_millis()).unwrap_or(u64::MAX),
            kind,
            name: name.into(),
            data,
        });
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
