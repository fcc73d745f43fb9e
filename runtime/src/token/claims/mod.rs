//! The claims that sessions are made of.

mod passed;
mod reader;

use std::borrow::Cow;

use serde::de::Deserializer;

use self::reader::{Found, Reader};
use crate::cdi::PUBLIC_TENANT;
use crate::error::TokenDefect;

/// The claims that sessions are made of, borrowed from the payload's text.
pub(crate) struct Claims<'a> {
    pub(crate) user_id: Cow<'a, str>,
    pub(crate) recipe_user_id: Cow<'a, str>,
    pub(crate) tenant_id: Cow<'a, str>,
    pub(crate) session_handle: Cow<'a, str>,
    pub(crate) expiry_ms: u64,
    pub(crate) created_ms: u64,
    /// Not before this time, in seconds; only where the user's payload says so.
    pub(crate) not_before: Option<f64>,
    /// Whether it came from a refresh whose refresh token has not been used yet (CDI up to 5.5).
    pub(crate) has_parent: bool,
    pub(crate) anti_csrf_token: Option<Cow<'a, str>>,
}

impl<'a> Claims<'a> {
    /// Reads them from a token's payload. The rest is skipped, and must be JSON that can be read later.
    pub(super) fn read(json: &'a [u8], version: u32) -> Result<Self, TokenDefect> {
        let mut mistyped = None;
        // One check of the whole text is cheaper than one of each part.
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

impl<'a> Found<'a> {
    /// Version 3 and later.
    fn current(self, version: u32) -> Result<Claims<'a>, TokenDefect> {
        let user_id = self.user.ok_or(TokenDefect::Claim("sub"))?;
        let created = self.created.ok_or(TokenDefect::Claim("iat"))?;
        let expiry = self.expiry.ok_or(TokenDefect::Claim("exp"))?;
        let session_handle = self
            .session_handle
            .ok_or(TokenDefect::Claim("sessionHandle"))?;
        if !self.has_refresh_token_hash {
            return Err(TokenDefect::Claim("refreshTokenHash1"));
        }
        let recipe_user_id = if version >= 5 {
            self.recipe_user.ok_or(TokenDefect::Claim("rsub"))?
        } else {
            user_id.clone()
        };
        // A `tId` in a version 3 token is the user's own claim.
        let tenant_id = if version >= 4 {
            self.tenant.ok_or(TokenDefect::Claim("tId"))?
        } else {
            Cow::Borrowed(PUBLIC_TENANT)
        };
        Ok(Claims {
            user_id,
            recipe_user_id,
            tenant_id,
            session_handle,
            expiry_ms: (expiry * 1000.0) as u64,
            created_ms: (created * 1000.0) as u64,
            not_before: self.not_before,
            has_parent: self.has_parent_hash,
            anti_csrf_token: self.anti_csrf_token,
        })
    }

    /// Version 2, written before 2023: other names, milliseconds, the user's part nested.
    fn old(self) -> Result<Claims<'a>, TokenDefect> {
        let session_handle = self
            .session_handle
            .ok_or(TokenDefect::Claim("sessionHandle"))?;
        let user_id = self.user.ok_or(TokenDefect::Claim("userId"))?;
        if !self.has_refresh_token_hash {
            return Err(TokenDefect::Claim("refreshTokenHash1"));
        }
        if !self.has_user_data {
            return Err(TokenDefect::Claim("userData"));
        }
        let expiry = self.expiry.ok_or(TokenDefect::Claim("expiryTime"))?;
        let created = self.created.ok_or(TokenDefect::Claim("timeCreated"))?;
        Ok(Claims {
            recipe_user_id: user_id.clone(),
            user_id,
            tenant_id: Cow::Borrowed(PUBLIC_TENANT),
            session_handle,
            expiry_ms: expiry as u64,
            created_ms: created as u64,
            not_before: None,
            has_parent: self.has_parent_hash,
            anti_csrf_token: self.anti_csrf_token,
        })
    }
}
