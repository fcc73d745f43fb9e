use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::cdi::PUBLIC_TENANT;
use crate::error::TokenDefect;

/// The claims that sessions are made of.
#[derive(Clone)]
pub(crate) struct Claims {
    pub(crate) user_id: String,
    pub(crate) recipe_user_id: String,
    pub(crate) tenant_id: String,
    pub(crate) session_handle: String,
    pub(crate) expiry_ms: u64,
    pub(crate) created_ms: u64,
    /// Not before this time, in seconds; only where the user's payload says so.
    pub(crate) not_before: Option<f64>,
    /// Whether it came from a refresh whose refresh token has not been used yet (CDI up to 5.5).
    pub(crate) has_parent: bool,
    pub(crate) anti_csrf_token: Option<String>,
}

impl Claims {
    /// Reads them from a token's payload. What else is there is read past, and must be JSON that can be read later.
    pub(super) fn read(json: &[u8], version: u32) -> Result<Self, TokenDefect> {
        let mut mistyped = None;
        // One look at the whole is cheaper than one at each text.
        let json = std::str::from_utf8(json).map_err(|_| TokenDefect::Payload)?;
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let reader = Reader {
            old: version < 3,
            mistyped: &mut mistyped,
        };
        let found = deserializer
            .deserialize_map(reader)
            .and_then(|found| deserializer.end().map(|()| found));
        let found = found.map_err(|_| mistyped.map_or(TokenDefect::Payload, TokenDefect::Claim))?;
        if found.kind.is_some_and(|kind| kind != 0.0) {
            return Err(TokenDefect::OtherKind);
        }
        if version < 3 {
            found.old()
        } else {
            found.current(version)
        }
    }
}

/// The claims as a payload spells them, in whichever version.
#[derive(Default)]
struct Found {
    user: Option<String>,
    recipe_user: Option<String>,
    tenant: Option<String>,
    session_handle: Option<String>,
    refresh_token_hash: Option<String>,
    parent_hash: Option<String>,
    anti_csrf_token: Option<String>,
    created: Option<f64>,
    expiry: Option<f64>,
    not_before: Option<f64>,
    kind: Option<f64>,
    has_user_data: bool,
}

impl Found {
    /// Version 3 and later.
    fn current(self, version: u32) -> Result<Claims, TokenDefect> {
        let user_id = self.user.ok_or(TokenDefect::Claim("sub"))?;
        let created = self.created.ok_or(TokenDefect::Claim("iat"))?;
        let expiry = self.expiry.ok_or(TokenDefect::Claim("exp"))?;
        let session_handle = self
            .session_handle
            .ok_or(TokenDefect::Claim("sessionHandle"))?;
        self.refresh_token_hash
            .ok_or(TokenDefect::Claim("refreshTokenHash1"))?;
        let recipe_user_id = if version >= 5 {
            self.recipe_user.ok_or(TokenDefect::Claim("rsub"))?
        } else {
            user_id.clone()
        };
        // A `tId` in a version 3 token is the user's own claim.
        let tenant_id = if version >= 4 {
            self.tenant.ok_or(TokenDefect::Claim("tId"))?
        } else {
            PUBLIC_TENANT.to_owned()
        };
        Ok(Claims {
            user_id,
            recipe_user_id,
            tenant_id,
            session_handle,
            expiry_ms: (expiry * 1000.0) as u64,
            created_ms: (created * 1000.0) as u64,
            not_before: self.not_before,
            has_parent: self.parent_hash.is_some(),
            anti_csrf_token: self.anti_csrf_token,
        })
    }

    /// Version 2, written before 2023: other names, milliseconds, the user's part nested.
    fn old(self) -> Result<Claims, TokenDefect> {
        let session_handle = self
            .session_handle
            .ok_or(TokenDefect::Claim("sessionHandle"))?;
        let user_id = self.user.ok_or(TokenDefect::Claim("userId"))?;
        self.refresh_token_hash
            .ok_or(TokenDefect::Claim("refreshTokenHash1"))?;
        if !self.has_user_data {
            return Err(TokenDefect::Claim("userData"));
        }
        let expiry = self.expiry.ok_or(TokenDefect::Claim("expiryTime"))?;
        let created = self.created.ok_or(TokenDefect::Claim("timeCreated"))?;
        Ok(Claims {
            recipe_user_id: user_id.clone(),
            user_id,
            tenant_id: "public".to_owned(),
            session_handle,
            expiry_ms: expiry as u64,
            created_ms: created as u64,
            not_before: None,
            has_parent: self.parent_hash.is_some(),
            anti_csrf_token: self.anti_csrf_token,
        })
    }
}

struct Reader<'a> {
    old: bool,
    /// The claim that ended the reading.
    mistyped: &'a mut Option<&'static str>,
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the claims of an access token")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut claims: A) -> Result<Found, A::Error> {
        let mut found = Found::default();
        while let Some(Name(name)) = claims.next_key()? {
            match (name, self.old) {
                ("sub", false) | ("userId", true) => found.user = text(&mut claims)?,
                ("rsub", false) => found.recipe_user = text(&mut claims)?,
                ("tId", false) => found.tenant = text(&mut claims)?,
                ("sessionHandle", _) => found.session_handle = text(&mut claims)?,
                ("refreshTokenHash1", _) => found.refresh_token_hash = text(&mut claims)?,
                ("parentRefreshTokenHash1", _) => found.parent_hash = text(&mut claims)?,
                ("antiCsrfToken", _) => found.anti_csrf_token = text(&mut claims)?,
                ("iat", false) => found.created = self.number(&mut claims, "iat")?,
                ("timeCreated", true) => found.created = self.number(&mut claims, "timeCreated")?,
                ("exp", false) => found.expiry = self.number(&mut claims, "exp")?,
                ("expiryTime", true) => found.expiry = self.number(&mut claims, "expiryTime")?,
                ("nbf", false) => found.not_before = self.number(&mut claims, "nbf")?,
                ("stt", _) => found.kind = self.number(&mut claims, "stt")?,
                _ => {
                    found.has_user_data |= name == "userData";
                    claims.next_value::<Passed>()?;
                }
            }
        }
        Ok(found)
    }
}

impl Reader<'_> {
    /// Nothing but a number will do.
    fn number<'de, A: MapAccess<'de>>(
        &mut self,
        claims: &mut A,
        name: &'static str,
    ) -> Result<Option<f64>, A::Error> {
        let number = claims.next_value::<f64>();
        if number.is_err() {
            *self.mistyped = Some(name);
        }
        number.map(Some)
    }
}

/// `null` and other types count as absent.
fn text<'de, A: MapAccess<'de>>(claims: &mut A) -> Result<Option<String>, A::Error> {
    claims.next_value::<Text>().map(|text| text.0)
}

/// The names of the claims that are read. Any other name is an empty text here.
struct Name(&'static str);

const NAMES: [&str; 15] = [
    "sub",
    "userId",
    "rsub",
    "tId",
    "sessionHandle",
    "refreshTokenHash1",
    "parentRefreshTokenHash1",
    "antiCsrfToken",
    "iat",
    "timeCreated",
    "exp",
    "expiryTime",
    "nbf",
    "stt",
    "userData",
];

/// A text, or something else that is read past.
struct Text(Option<String>);

/// Anything, read past: with the parser's limits of depth and number, but without a place in memory.
struct Passed;

/// What reads past a value of any type.
macro_rules! pass {
    ($($visit:ident: $type:ty),*) => {
        $(fn $visit<E>(self, _: $type) -> Result<Self::Value, E> {
            Ok(Self::PASSED)
        })*

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::PASSED)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Self::Value, A::Error> {
            while values.next_element::<Passed>()?.is_some() {}
            Ok(Self::PASSED)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut values: A) -> Result<Self::Value, A::Error> {
            while values.next_entry::<Passed, Passed>()?.is_some() {}
            Ok(Self::PASSED)
        }

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("any value")
        }
    };
}

struct NameVisitor;

impl Visitor<'_> for NameVisitor {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a claim")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        let known = NAMES.into_iter().find(|known| *known == name);
        Ok(Name(known.unwrap_or_default()))
    }
}

struct TextVisitor;

impl TextVisitor {
    const PASSED: Text = Text(None);
}

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    pass!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(Text(Some(text.to_owned())))
    }
}

struct PassedVisitor;

impl PassedVisitor {
    const PASSED: Passed = Passed;
}

impl<'de> Visitor<'de> for PassedVisitor {
    type Value = Passed;

    pass!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

impl<'de> Deserialize<'de> for Passed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PassedVisitor)
    }
}
