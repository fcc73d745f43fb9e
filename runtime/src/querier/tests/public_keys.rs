//! The public keys of several hosts.

use super::*;

#[tokio::test]
async fn are_fetched_in_order_and_bare() {
    let (querier, core) = two_hosts([fails(HostFailureKind::Broken), ok(r#"{"keys":[]}"#)]);
    let keys = querier.public_keys(Ok).await.expect("keys");
    assert!(keys.keys.keys.is_empty());
    assert_eq!(keys.json, r#"{"keys":[]}"#);
    assert_eq!(
        core.urls(),
        [
            "http://a.core/appid-x/.well-known/jwks.json",
            "http://b.core/.well-known/jwks.json"
        ]
    );
    assert!(
        core.asked().iter().all(|it| it.headers.is_empty()),
        "not even the interceptor sees them"
    );
}

#[tokio::test]
async fn those_that_cannot_be_used_are_not_the_last_word() {
    for nonsense in [
        ok("<html>"),
        ok("{}"),
        ok(r#"{"keys":[]}"#),
        Ok((500, String::new())),
    ] {
        let keys = ok(r#"{"keys":[{"kty":"RSA","kid":"d-1"}]}"#);
        let (querier, _) = two_hosts([nonsense, keys, ok(r#"{"keys":[]}"#), ok(r#"{"keys":[]}"#)]);
        let usable = |keys: PublicKeys| match keys.keys.keys.is_empty() {
            true => Err(CoreError::NoUsableKey),
            false => Ok(()),
        };
        assert!(querier.public_keys(usable).await.is_ok());
        let error = querier.public_keys(usable).await.expect_err("none");
        assert!(matches!(error, CoreError::NoUsableKey));
        assert!(error.is_unavailable());
    }
}
