//! Reads the claims of a payload in one pass, and skips the rest.

use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, Visitor};

use super::passed::{IsText, Name, Passed, Text};

/// The claims as a payload of any version spells them.
#[derive(Default)]
pub(super) struct Found<'de> {
    pub(super) user: Option<Cow<'de, str>>,
    pub(super) recipe_user: Option<Cow<'de, str>>,
    pub(super) tenant: Option<Cow<'de, str>>,
    pub(super) session_handle: Option<Cow<'de, str>>,
    /// Of the hashes nobody needs more.
    pub(super) has_refresh_token_hash: bool,
    pub(super) has_parent_hash: bool,
    pub(super) anti_csrf_token: Option<Cow<'de, str>>,
    pub(super) created: Option<f64>,
    pub(super) expiry: Option<f64>,
    pub(super) not_before: Option<f64>,
    pub(super) kind: Option<f64>,
    pub(super) has_user_data: bool,
}

/// Reads the claims of a payload.
pub(super) struct Reader<'a> {
    /// Whether the payload is of version 2, which spells some claims in another way.
    pub(super) old: bool,
    /// The claim that ended the reading.
    pub(super) mistyped: &'a mut Option<&'static str>,
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Found<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the claims of an access token")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut claims: A) -> Result<Found<'de>, A::Error> {
        let mut found = Found::default();
        while let Some(Name(name)) = claims.next_key()? {
            match (name, self.old) {
                ("sub", false) | ("userId", true) => found.user = text(&mut claims)?,
                ("rsub", false) => found.recipe_user = text(&mut claims)?,
                ("tId", false) => found.tenant = text(&mut claims)?,
                ("sessionHandle", _) => found.session_handle = text(&mut claims)?,
                ("refreshTokenHash1", _) => {
                    found.has_refresh_token_hash = claims.next_value::<IsText>()?.0
                }
                ("parentRefreshTokenHash1", _) => {
                    found.has_parent_hash = claims.next_value::<IsText>()?.0
                }
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
    /// Only a number is accepted.
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
fn text<'de, A: MapAccess<'de>>(claims: &mut A) -> Result<Option<Cow<'de, str>>, A::Error> {
    claims.next_value::<Text<'de>>().map(|text| text.0)
}
