//! Which of this core's ids, tokens, hashes and keys stands for which recorded one.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::kind::Kind;

/// The pairs learned so far.
#[derive(Default)]
pub(crate) struct Names {
    /// Ids, hashes, keys and pages, which may stand anywhere in a text.
    pairs: BTreeMap<String, String>,
    /// The parts of tokens, which stand alone between dots.
    parts: BTreeMap<String, String>,
    /// This core's parts of tokens.
    own: BTreeSet<String>,
    seconds: BTreeMap<i64, i64>,
    unlearned: BTreeSet<String>,
    first_key: Option<i64>,
    /// Whether the recorded core shortened access tokens at random. This one is told not to.
    pub(crate) jittered: bool,
}

impl Names {
    pub(crate) fn new(jittered: bool) -> Self {
        Self {
            jittered,
            ..Self::default()
        }
    }

    /// This core's text for a recorded one.
    pub(crate) fn of(&self, recorded: &str) -> Option<&str> {
        self.pairs.get(recorded).map(String::as_str)
    }

    /// When the first dynamic key was made, in milliseconds.
    pub(crate) fn first_dynamic_key(&self) -> Option<i64> {
        self.first_key
    }

    /// Notes a pair, and those of its parts.
    pub(crate) fn insert(&mut self, kind: &Kind, recorded: &str, own: &str) {
        match kind {
            Kind::Jwt | Kind::RefreshToken => {
                for (recorded, own) in recorded
                    .split('.')
                    .zip(own.split('.'))
                    .filter(|(part, _)| part.len() > 10)
                {
                    self.unlearned.remove(recorded);
                    self.parts.insert(recorded.to_owned(), own.to_owned());
                    self.own.insert(own.to_owned());
                }
                if let (Some(recorded), Some(own)) = (payload(recorded), payload(own)) {
                    self.note_times(&recorded, &own);
                }
            }
            Kind::DynamicKey => {
                self.first_key = self.first_key.or_else(|| own[2..].parse().ok());
                self.note(recorded, own);
            }
            _ => self.note(recorded, own),
        }
    }

    /// Notes the pairs of a response that is not compared; what has no partner must not be used later.
    pub(crate) fn learn(&mut self, recorded: Option<&Value>, own: Option<&Value>) {
        if let Some(recorded) = recorded {
            self.learn_json(recorded, own);
        }
    }

    /// Whether the request needs a name that no response has given.
    pub(crate) fn mentions_unlearned(&self, words: &str) -> bool {
        self.unlearned
            .iter()
            .any(|name| words.contains(name.as_str()))
    }

    /// The text with every recorded name replaced.
    pub(crate) fn in_text(&self, text: &str) -> String {
        if let Some(token) = self.in_token(text) {
            return token;
        }
        let mut out = text.to_owned();
        for (recorded, own) in &self.pairs {
            if out.contains(recorded.as_str()) {
                out = out.replace(recorded.as_str(), own);
            }
            // A page token stands in a path with its padding escaped.
            if recorded.ends_with('=') {
                out = out.replace(&recorded.replace('=', "%3D"), &own.replace('=', "%3D"));
            }
        }
        out
    }

    /// Whether the token itself was seen; its first part alone may be that of many.
    fn knows_token(&self, text: &str) -> bool {
        let mut parts = text.split('.');
        let (first, second) = (parts.next(), parts.next());
        [first, second]
            .iter()
            .all(|part| part.is_some_and(|part| self.parts.contains_key(part)))
    }

    /// A token part by part, if any part is known.
    fn in_token(&self, text: &str) -> Option<String> {
        let parts: Vec<&str> = text.split('.').collect();
        if !parts.iter().any(|part| self.parts.contains_key(*part)) {
            return None;
        }
        let known = parts
            .iter()
            .map(|part| self.parts.get(*part).map_or(*part, String::as_str));
        let token = known.collect::<Vec<_>>().join(".");
        Some(self.in_edited_token(&token).unwrap_or(token))
    }

    /// The value with every recorded name replaced.
    pub(crate) fn in_json(&self, json: &Value) -> Value {
        match json {
            Value::String(text) => Value::String(self.in_text(text)),
            Value::Array(items) => items.iter().map(|item| self.in_json(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(name, value)| (name.clone(), self.in_json(value)))
                .collect(),
            other => other.clone(),
        }
    }

    /// A token whose payload was edited for the recording: the names inside are replaced.
    fn in_edited_token(&self, text: &str) -> Option<String> {
        let [header, middle, signature] = text.split('.').collect::<Vec<_>>()[..] else {
            return None;
        };
        if self.own.contains(middle) {
            return None;
        }
        let mut members = decode(middle)?;
        for (name, value) in &mut members {
            *value = match (name.as_str(), value.as_i64()) {
                ("iat" | "exp", Some(second)) => {
                    self.seconds.get(&second).copied().unwrap_or(second).into()
                }
                _ => self.in_json(value),
            };
        }
        let middle = URL_SAFE_NO_PAD.encode(Value::Object(members).to_string());
        Some(format!("{header}.{middle}.{signature}"))
    }

    fn learn_json(&mut self, recorded: &Value, own: Option<&Value>) {
        match (recorded, own) {
            (Value::String(text), own) => {
                let Some(kind) = Kind::of(text) else { return };
                let known = self.of(text).is_some() || self.knows_token(text);
                match own.and_then(Value::as_str) {
                    Some(own) if !known => self.insert(&kind, text, own),
                    None if !known => {
                        self.unlearned.extend(
                            text.split('.')
                                .filter(|part| part.len() > 10)
                                .map(str::to_owned),
                        );
                    }
                    _ => {}
                }
            }
            (Value::Array(items), own) => {
                for (i, item) in items.iter().enumerate() {
                    self.learn_json(item, own.and_then(|own| own.get(i)));
                }
            }
            (Value::Object(members), own) => {
                for (name, value) in members {
                    self.learn_json(value, own.and_then(|own| own.get(name)));
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, recorded: &str, own: &str) {
        self.unlearned.remove(recorded);
        self.pairs.insert(recorded.to_owned(), own.to_owned());
    }

    fn note_times(&mut self, recorded: &Map<String, Value>, own: &Map<String, Value>) {
        for name in ["iat", "exp"] {
            if let (Some(recorded), Some(own)) = (
                recorded.get(name).and_then(Value::as_i64),
                own.get(name).and_then(Value::as_i64),
            ) {
                self.seconds.insert(recorded, own);
            }
        }
    }
}

/// The payload of a token.
pub(crate) fn payload(token: &str) -> Option<Map<String, Value>> {
    decode(token.split('.').nth(1)?)
}

/// The object in one part of a token.
pub(crate) fn decode(part: &str) -> Option<Map<String, Value>> {
    let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
    match serde_json::from_slice(&bytes).ok()? {
        Value::Object(members) => Some(members),
        _ => None,
    }
}
