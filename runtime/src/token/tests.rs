//! Tokens that are verified once, against a core that follows a script and changes its keys.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::*;
use crate::cdi::{Jwk, Jwks};
use crate::clock::Clock;
use crate::config::TokenCacheConfig;
use crate::error::{Error, RefreshReason};
use crate::querier::PublicKeys;
use crate::querier::scripted::{Scripted, ScriptedCore, querier};

const CACHE: TokenCacheConfig = TokenCacheConfig {
    entries: 100,
    bytes: 1 << 20,
};
const OFF: TokenCacheConfig = TokenCacheConfig {
    entries: 0,
    bytes: 1 << 20,
};

/// Two keys, of which the core publishes one, the other, or both.
static KEYS: LazyLock<[(&str, KeyPair); 2]> = LazyLock::new(|| {
    let key = || KeyPair::generate(KeySize::Rsa2048).expect("a key");
    [("d-1", key()), ("d-2", key())]
});

fn jwk(key: usize) -> Value {
    let (kid, pair) = &KEYS[key];
    let public = pair.public_key();
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    json!({
        "kty": "RSA", "kid": kid, "alg": "RS256", "use": "sig",
        "n": part(public.modulus().big_endian_without_leading_zero()),
        "e": part(public.exponent().big_endian_without_leading_zero()),
    })
}

fn published(keys: &[usize]) -> Scripted {
    let keys: Vec<_> = keys.iter().map(|key| jwk(*key)).collect();
    Ok((200, json!({ "keys": keys }).to_string()))
}

/// An access token of one of the keys, for a user, with further claims.
fn token(key: usize, user: &str, more: &Value) -> String {
    let (kid, pair) = &KEYS[key];
    let header = json!({ "kid": kid, "typ": "JWT", "version": "5", "alg": "RS256" });
    let mut payload = access::tests::payload();
    payload["sub"] = user.into();
    for (name, value) in more.as_object().into_iter().flatten() {
        payload[name] = value.clone();
    }
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", encode(&header), encode(&payload));
    let mut signature = vec![0; pair.public_modulus_len()];
    let random = SystemRandom::new();
    let signed = pair.sign(
        &RSA_PKCS1_SHA256,
        &random,
        message.as_bytes(),
        &mut signature,
    );
    signed.expect("signed");
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn store(
    script: impl IntoIterator<Item = Scripted>,
    cache: TokenCacheConfig,
) -> (Arc<KeyStore>, ScriptedCore) {
    let (querier, core) = querier(script);
    let max_age = Duration::from_secs(3600);
    (Arc::new(KeyStore::new(querier, max_age, cache)), core)
}

/// Reads and verifies as a request does.
async fn admit(store: &Arc<KeyStore>, text: &str) -> Result<AccessToken, Error> {
    let token = store.token(text).expect("well-formed");
    verify(&token, store).await.map(|()| token)
}

fn is_same(one: &AccessToken, other: &AccessToken) -> bool {
    std::ptr::eq(one.as_str(), other.as_str())
}

fn refusal<T>(result: Result<T, Error>) -> Option<RefreshReason> {
    match result {
        Err(Error::TryRefreshToken { reason }) => Some(reason),
        _ => None,
    }
}

/// Lets the store fetch the next keys of its script: for a key that it does not know.
async fn next_keys(store: &Arc<KeyStore>) {
    tokio::time::advance(Duration::from_secs(10)).await;
    let _ = store.with_key("d-unknown", |_, _| ()).await;
}

#[tokio::test(start_paused = true)]
async fn a_token_is_read_and_checked_once() {
    let (store, core) = store([published(&[0])], CACHE);
    let text = token(0, "alice", &json!({}));
    let first = admit(&store, &text).await.expect("valid");
    let again = admit(&store, &text).await.expect("valid");
    assert!(is_same(&first, &again));
    assert!(std::ptr::eq(first.payload(), again.payload()));
    let other = admit(&store, &token(0, "bob", &json!({}))).await;
    assert_eq!(other.expect("valid").user_id(), "bob");
    assert_eq!(core.urls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn without_room_every_token_is_checked_anew() {
    let no_bytes = TokenCacheConfig { bytes: 0, ..CACHE };
    for cache in [OFF, no_bytes] {
        let (store, _) = store([published(&[0])], cache);
        let text = token(0, "alice", &json!({}));
        let first = admit(&store, &text).await.expect("valid");
        let again = admit(&store, &text).await.expect("valid");
        assert!(!is_same(&first, &again));
    }
}

#[tokio::test(start_paused = true)]
async fn what_resembles_a_known_token_is_not_it() {
    let (store, _) = store([published(&[0])], CACHE);
    let text = token(0, "alice", &json!({}));
    let known = admit(&store, &text).await.expect("valid");
    // Another payload under the same signature, the same payload under another one, more behind it.
    let (message, signature) = text.rsplit_once('.').expect("signed");
    let (header, _) = message.split_once('.').expect("a header");
    let payload = URL_SAFE_NO_PAD.encode(access::tests::payload().to_string());
    let forged = format!("{header}.{payload}.{signature}");
    let (kept, changed) = signature.split_at(signature.len() - 40);
    let flipped = match changed.starts_with('A') {
        true => changed.replacen('A', "B", 1),
        false => format!("A{}", &changed[1..]),
    };
    let resigned = format!("{message}.{kept}{flipped}");
    for text in [&forged, &resigned, &format!("{text}A"), &format!("{text}=")] {
        let reason = refusal(admit(&store, text).await);
        assert_eq!(reason, Some(RefreshReason::Signature), "{text}");
    }
    let again = admit(&store, &text).await.expect("still valid");
    assert!(is_same(&known, &again));
}

#[tokio::test(start_paused = true)]
async fn a_token_begins_by_the_clock() {
    let (store, _) = store([published(&[0])], CACHE);
    let start = store.clock().since_1970().as_secs() + 3600;
    let text = token(0, "alice", &json!({ "nbf": start }));
    let refused = refusal(admit(&store, &text).await);
    assert_eq!(refused, Some(RefreshReason::NotYetValid));
    store.clock().advance(Duration::from_secs(3600));
    assert!(admit(&store, &text).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_known_token_dies_in_its_second() {
    let (store, _) = store([published(&[0])], CACHE);
    let expiry = store.clock().since_1970().as_secs() + 3600;
    let text = token(0, "alice", &json!({ "exp": expiry }));
    let known = admit(&store, &text).await.expect("valid");
    store.clock().advance(Duration::from_secs(3600));
    assert_eq!(
        refusal(admit(&store, &text).await),
        Some(RefreshReason::Expired)
    );
    let again = store.token(&text).expect("well-formed");
    assert!(!is_same(&known, &again), "it is not kept any longer");
}

#[tokio::test(start_paused = true)]
async fn a_withdrawn_key_takes_its_tokens_with_it() {
    let (store, _) = store(
        [published(&[0, 1]), published(&[1]), published(&[0, 1])],
        CACHE,
    );
    let texts = [token(0, "alice", &json!({})), token(1, "bob", &json!({}))];
    let [alice, bob] = &texts;
    let before = admit(&store, alice).await.expect("valid");
    let kept = admit(&store, bob).await.expect("valid");
    next_keys(&store).await;
    assert_eq!(
        refusal(admit(&store, alice).await),
        Some(RefreshReason::UnknownKey)
    );
    // Whoever held it at that moment is refused as well.
    assert_eq!(
        refusal(verify(&before, &store).await),
        Some(RefreshReason::UnknownKey)
    );
    let anew = admit(&store, bob).await.expect("valid");
    assert!(
        !is_same(&kept, &anew),
        "what was known went with the key set"
    );
    // A value that was checked before is checked again, however often it is used.
    for _ in 0..2 {
        verify(&kept, &store).await.expect("valid");
    }
    next_keys(&store).await;
    verify(&before, &store).await.expect("the key is back");
}

#[tokio::test(start_paused = true)]
async fn a_further_key_leaves_the_tokens_alone() {
    let (store, _) = store([published(&[0]), published(&[1, 0])], CACHE);
    let text = token(0, "alice", &json!({}));
    let before = admit(&store, &text).await.expect("valid");
    next_keys(&store).await;
    admit(&store, &token(1, "bob", &json!({})))
        .await
        .expect("the further key is known");
    let after = admit(&store, &text).await.expect("valid");
    assert!(is_same(&before, &after));
}

#[tokio::test(start_paused = true)]
async fn another_key_of_the_same_name_is_another_key() {
    let mut impostor = jwk(1);
    impostor["kid"] = "d-1".into();
    let impostor = Ok((200, json!({ "keys": [impostor] }).to_string()));
    let (store, _) = store([published(&[0]), impostor], CACHE);
    let text = token(0, "alice", &json!({}));
    admit(&store, &text).await.expect("valid");
    next_keys(&store).await;
    assert_eq!(
        refusal(admit(&store, &text).await),
        Some(RefreshReason::Signature)
    );
}

fn key_set(keys: &[usize], before: Option<&KeySet>) -> KeySet {
    let read = |key: &usize| serde_json::from_value::<Jwk>(jwk(*key)).expect("a key");
    let published = PublicKeys {
        keys: Jwks {
            keys: keys.iter().map(read).collect(),
        },
        json: String::new(),
        max_age: None,
    };
    KeySet::new(published, before, CACHE, &Clock::default()).expect("keys")
}

/// Threads verify with the keys that they have read, while the key is withdrawn.
#[test]
fn a_token_checked_with_a_withdrawn_key_never_enters() {
    let texts: Vec<_> = (0..40)
        .map(|n| token(0, &format!("user-{n}"), &json!({})))
        .collect();
    let old = key_set(&[0], None);
    let begun = AtomicBool::new(false);
    let new = thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for text in &texts {
                    let token = old.token(text).expect("well-formed");
                    let key = old.find("d-1").expect("the key");
                    assert!(old.has_signed(&token, key));
                    begun.store(true, Ordering::Release);
                }
            });
        }
        while !begun.load(Ordering::Acquire) {
            thread::yield_now();
        }
        key_set(&[1], Some(&old))
    });
    for text in &texts {
        let token = new.token(text).expect("well-formed");
        assert!(!new.has_verified(&token) && new.find("d-1").is_none());
        assert!(old.has_verified(&old.token(text).expect("well-formed")));
    }
}

#[test]
fn entries_and_bytes_are_limited() {
    let keys = key_set(&[0], None);
    let known = |limits: TokenCacheConfig, more: &Value| {
        let verified = verified::VerifiedTokens::new(limits);
        let text = token(0, "alice", more);
        let texts: Vec<_> = (0..500).map(|n| format!("{text}{n:03}")).collect();
        for text in &texts {
            verified.insert(&keys.token(text).expect("well-formed"));
        }
        let known = texts.iter().filter_map(|text| verified.get(text));
        known.map(|token| token.largest_size()).collect::<Vec<_>>()
    };
    let plenty = 1 << 30;
    let few = known(
        TokenCacheConfig {
            entries: 50,
            bytes: plenty,
        },
        &json!({}),
    );
    assert!((1..=50).contains(&few.len()), "{}", few.len());
    let many = known(
        TokenCacheConfig {
            entries: plenty,
            bytes: plenty,
        },
        &json!({}),
    );
    assert_eq!(many.len(), 500);
    // The claims count as if they had been asked for.
    let claims: Vec<_> = (0..200).collect();
    for more in [json!({}), json!({ "list": claims })] {
        let bytes = 1 << 20;
        let small = known(
            TokenCacheConfig {
                entries: plenty,
                bytes,
            },
            &more,
        );
        let total: usize = small.iter().sum();
        assert!(total as u64 <= bytes && total as u64 > bytes / 2, "{total}");
    }
    // One that does not fit in leaves the others alone.
    let none = known(
        TokenCacheConfig {
            entries: 10,
            bytes: 100,
        },
        &json!({}),
    );
    assert_eq!(none.len(), 0);
}
