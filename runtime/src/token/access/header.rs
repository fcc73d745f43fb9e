//! The header of a token: its version and the key it was signed with.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::decode::with_decoded;
use crate::error::TokenDefect;

/// The headers of versions 1 and 2 are constant and have no key id.
pub(super) const OLD_HEADERS: [&str; 2] = [
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsInZlcnNpb24iOiIxIn0=",
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsInZlcnNpb24iOiIyIn0=",
];

/// What the header says. Version 2 has no key id.
pub(in crate::token) struct Header<'a> {
    pub(in crate::token) version: u32,
    pub(in crate::token) kid: Option<Cow<'a, str>>,
}

impl Header<'static> {
    /// Reads a header that nobody has seen before.
    pub(super) fn read(text: &str) -> Result<Self, TokenDefect> {
        if OLD_HEADERS.contains(&text) {
            return Ok(Self {
                version: 2,
                kid: None,
            });
        }
        with_decoded(text, Self::parse).ok_or(TokenDefect::Header)?
    }

    fn parse(json: &[u8]) -> Result<Self, TokenDefect> {
        let header: Json<'_> = serde_json::from_slice(json).map_err(|_| TokenDefect::Header)?;
        if header.alg.is_none_or(|alg| alg.0 != "RS256") {
            return Err(TokenDefect::Algorithm);
        }
        // JWTs of `POST /recipe/jwt` do not have it: they are signed with the same keys, but their maker chooses the
        // claims.
        let version = header.version.and_then(|text| text.0.parse().ok());
        match (version, header.typ.as_ref().map(|typ| &*typ.0), header.kid) {
            (Some(version @ 3..), Some("JWT"), Some(kid)) if !header.crit => Ok(Self {
                version,
                kid: Some(Cow::Owned(kid)),
            }),
            _ => Err(TokenDefect::Header),
        }
    }
}

#[derive(Deserialize)]
struct Json<'a> {
    #[serde(borrow)]
    alg: Option<JsonText<'a>>,
    #[serde(borrow)]
    typ: Option<JsonText<'a>>,
    #[serde(borrow)]
    version: Option<JsonText<'a>>,
    kid: Option<String>,
    /// Names extensions that a verifier must understand. The core writes none, and we do not know any.
    #[serde(default, deserialize_with = "present")]
    crit: bool,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

/// A text that is only looked at: it is not copied, unless it contains escapes.
#[derive(Deserialize)]
struct JsonText<'a>(#[serde(borrow)] Cow<'a, str>);
