//! Checks signature and time of an access token.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
use jsonwebtoken::{Algorithm, DecodingKey};

use super::access::AccessToken;
use super::key_store::KeyStore;
use crate::error::{Error, RefreshReason};

/// Checks signature and time. The network is used only if the key is missing.
///
/// The time is checked first, because that is cheap. There is no leeway. `iss` and `aud` are not checked.
pub(crate) async fn verify(token: &AccessToken, keys: &Arc<KeyStore>) -> Result<(), Error> {
    check_time(token, SystemTime::now())?;
    let (message, signature) = token.signed_parts();
    let is_signed_by = |signature: &str, key: &DecodingKey| {
        has_signature(message.as_bytes(), signature, key).unwrap_or(false)
    };
    let verified = match &token.kid {
        Some(kid) => {
            keys.with_key(kid, |key| is_signed_by(signature, key))
                .await?
        }
        None => {
            // Version 2 names no key and has a padded signature in the standard alphabet.
            let signature = signature
                .trim_end_matches('=')
                .replace('+', "-")
                .replace('/', "_");
            let may_be_newer = may_be_newer(token, SystemTime::now(), keys.max_age());
            keys.any_key(may_be_newer, |key| is_signed_by(&signature, key))
                .await?
        }
    };
    if verified {
        Ok(())
    } else {
        Err(RefreshReason::Signature.into())
    }
}

/// Always uses this provider. The default of `jsonwebtoken` is one for the whole process: the application may choose
/// it, and it panics if the enabled features do not decide.
fn has_signature(message: &[u8], signature: &str, key: &DecodingKey) -> Option<bool> {
    let verifier = (DEFAULT_PROVIDER.verifier_factory)(&Algorithm::RS256, key).ok()?;
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?;
    Some(verifier.verify(message, &signature).is_ok())
}

/// Whether the key may be one that is not known here yet: not where the token says that it was made before our keys
/// grew old, or that it is still to be made.
fn may_be_newer(token: &AccessToken, now: SystemTime, max_age: Duration) -> bool {
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let oldest = now.saturating_sub(max_age);
    let created = u128::from(token.claims.created_ms);
    (oldest.as_millis()..=now.as_millis()).contains(&created)
}

fn check_time(token: &AccessToken, now: SystemTime) -> Result<(), RefreshReason> {
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    // As the other SDKs count: a token is dead in the second named by `exp`; version 2 counts milliseconds.
    let dead = match token.version {
        ..3 => u128::from(token.claims.expiry_ms) < now.as_millis(),
        3.. => token.claims.expiry_ms / 1000 <= now.as_secs(),
    };
    if dead {
        return Err(RefreshReason::Expired);
    }
    if token
        .claims
        .not_before
        .is_some_and(|start| start > now.as_secs() as f64)
    {
        return Err(RefreshReason::NotYetValid);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::token::access::tests::{header, payload, token};

    fn check(claims: &[(&str, Value)], now_ms: u64) -> Result<(), RefreshReason> {
        let mut payload = payload();
        for (name, value) in claims {
            payload[name] = value.clone();
        }
        let token = AccessToken::parse(&token(&header(), &payload)).expect("well-formed");
        check_time(&token, UNIX_EPOCH + Duration::from_millis(now_ms))
    }

    #[test]
    fn a_token_dies_in_the_second_it_names() {
        let exp = ("exp", json!(100));
        assert_eq!(check(std::slice::from_ref(&exp), 99_999), Ok(()));
        assert_eq!(
            check(std::slice::from_ref(&exp), 100_000),
            Err(RefreshReason::Expired)
        );
        assert_eq!(check(&[exp], 200_000), Err(RefreshReason::Expired));
        assert_eq!(check(&[("exp", json!(-5))], 1), Err(RefreshReason::Expired));
    }

    #[test]
    fn a_token_may_begin_later() {
        assert_eq!(
            check(&[("nbf", json!(50))], 49_999),
            Err(RefreshReason::NotYetValid)
        );
        assert_eq!(check(&[("nbf", json!(50))], 50_000), Ok(()));
    }
}
