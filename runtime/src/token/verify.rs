//! Checks signature and time of an access token.

use std::sync::Arc;
use std::time::Duration;

use super::access::AccessToken;
use super::key_set::KeySet;
use super::key_store::KeyStore;
use crate::error::{Error, RefreshReason};
use crate::measure::SignatureSource;

/// Checks signature and time. The network is used only if the key is missing.
///
/// The time is checked first, because that is cheap. There is no leeway. `iss` and `aud` are not checked.
pub(crate) async fn verify(token: &AccessToken, keys: &Arc<KeyStore>) -> Result<(), Error> {
    let now = keys.clock().since_1970();
    if let Err(reason) = check_time(token, now) {
        if reason == RefreshReason::Expired {
            keys.forget(token);
        }
        return Err(reason.into());
    }
    if keys.has_verified(token, now.as_secs()) {
        keys.figures().signature_check(SignatureSource::Cache);
        return Ok(());
    }
    let verified = match token.kid() {
        Some(kid) => {
            keys.with_key(kid, |keys, key| keys.has_signed(token, key))
                .await?
        }
        None => {
            let may_be_newer = may_be_newer(token, now, keys.max_age());
            let check = |keys: &KeySet| keys.has_any_signed(token);
            Box::pin(keys.any_key(may_be_newer, check)).await?
        }
    };
    keys.figures().signature_check(SignatureSource::Signature);
    if verified {
        Ok(())
    } else {
        Err(RefreshReason::Signature.into())
    }
}

/// Whether the key may be one that is not known here yet: not where the token says that it was made before our keys
/// grew old, or that it is still to be made.
fn may_be_newer(token: &AccessToken, now: Duration, max_age: Duration) -> bool {
    let oldest = now.saturating_sub(max_age);
    let created = u128::from(token.time_created());
    (oldest.as_millis()..=now.as_millis()).contains(&created)
}

fn check_time(token: &AccessToken, now: Duration) -> Result<(), RefreshReason> {
    // As the other SDKs count: a token is dead in the second named by `exp`; version 2 counts milliseconds.
    let dead = match token.version() {
        ..3 => u128::from(token.expiry()) < now.as_millis(),
        3.. => token.expiry() / 1000 <= now.as_secs(),
    };
    if dead {
        return Err(RefreshReason::Expired);
    }
    if token
        .not_before()
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
        check_time(&token, Duration::from_millis(now_ms))
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
