//! The tokens of a session of a test, and tokens that no core gives.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::testing::core::keys;
use crate::token::AccessToken;

/// An access token that has expired did so this long ago, in seconds.
const EXPIRED_BEFORE: u64 = 3600;

/// What a client holds.
pub(crate) struct Tokens {
    pub(crate) access_token: AccessToken,
    pub(crate) refresh_token: String,
}

/// The token as it would have been if it had expired an hour before `now`, in seconds since 1970. Signed with its key.
pub(super) fn expired(token: &AccessToken, now: u64) -> String {
    let mut payload = token.payload().clone();
    let expiry = now.saturating_sub(EXPIRED_BEFORE);
    payload.insert("exp".to_owned(), expiry.into());
    payload.insert(
        "iat".to_owned(),
        expiry.saturating_sub(EXPIRED_BEFORE).into(),
    );
    let header = token.as_str().split('.').next().unwrap_or_default();
    let payload = URL_SAFE_NO_PAD.encode(Value::Object(payload).to_string());
    signed(
        &format!("{header}.{payload}"),
        token.kid().unwrap_or_default(),
    )
}

/// The same token with a signature of another key than the one it names.
pub(super) fn signed_by_another_key(token: &str, named: &str) -> String {
    let [dynamic, fixed] = keys().key_ids();
    let other = if named == dynamic { fixed } else { dynamic };
    let signed_part = token.rsplit_once('.').map_or(token, |(signed, _)| signed);
    signed(signed_part, other)
}

fn signed(text: &str, key_id: &str) -> String {
    let signature = keys().sign(key_id, text.as_bytes());
    let signature = signature.expect("the core of the test has no other keys");
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}
