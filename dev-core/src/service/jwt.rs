//! Tokens signed for the caller.

use super::app::App;
use super::core::Core;
use super::keyring::KeyKind;
use super::refusal::Refusal;
use crate::json::{Object, object, spelled_for_jwt};
use crate::token::encode;

impl Core {
    /// Signs a token. The caller's own `iat`, `exp` and `iss` win over those made here.
    pub(crate) fn sign_jwt(
        &self,
        app: &App,
        kind: KeyKind,
        issuer: &str,
        validity_seconds: i64,
        payload: &Object,
    ) -> Result<String, Refusal> {
        let key = self.signing_key(app, kind)?;
        let now = self.now();
        // An absurd validity wraps around, as it does in the real core.
        let expires_at = now.wrapping_add(validity_seconds.wrapping_mul(1000));
        let mut claims = object([
            ("iat", (now / 1000).into()),
            ("exp", (expires_at / 1000).into()),
            ("iss", issuer.into()),
        ]);
        for (name, value) in payload {
            claims.insert(name.clone(), spelled_for_jwt(value));
        }
        Ok(encode(&claims, None, &key)?)
    }
}
