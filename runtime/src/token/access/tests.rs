//! Tokens of every form.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::header::OLD_HEADERS;
use super::*;

pub(crate) fn token(header: &Value, payload: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.c2ln", encode(header), encode(payload))
}

pub(crate) fn header() -> Value {
    json!({ "kid": "d-1", "typ": "JWT", "version": "5", "alg": "RS256" })
}

pub(crate) fn payload() -> Value {
    json!({
        "iat": 1, "exp": 4_000_000_000u64, "sub": "user", "tId": "public", "rsub": "recipe-user",
        "sessionHandle": "handle", "refreshTokenHash1": "hash", "parentRefreshTokenHash1": null,
        "antiCsrfToken": null, "role": "admin",
    })
}

fn defect(header: &Value, payload: &Value) -> Option<TokenDefect> {
    AccessToken::parse(&token(header, payload)).err()
}

fn with(mut value: Value, name: &str, to: Value) -> Value {
    value[name] = to;
    value
}

fn without(mut value: Value, name: &str) -> Value {
    value.as_object_mut().expect("an object").shift_remove(name);
    value
}

#[test]
fn reads_a_current_token() {
    let token = AccessToken::parse(&token(&header(), &payload())).expect("well-formed");
    assert_eq!((token.version(), token.kid()), (5, Some("d-1")));
    assert_eq!(token.user_id(), "user");
    assert_eq!(token.recipe_user_id(), "recipe-user");
    assert_eq!(token.expiry(), 4_000_000_000_000);
    assert!(!token.has_parent() && token.anti_csrf_token().is_none());
    assert!(token.uses_dynamic_key());
    let names: Vec<_> = token.payload().keys().map(String::as_str).collect();
    assert_eq!(names[..3], ["iat", "exp", "sub"]);
    assert_eq!(names[9], "role");
}

#[test]
fn older_versions_lack_some_claims() {
    let v4 = AccessToken::parse(&token(
        &with(header(), "version", json!("4")),
        &without(payload(), "rsub"),
    ));
    assert_eq!(v4.expect("version 4").recipe_user_id(), "user");
    let v3 = token(
        &with(header(), "version", json!("3")),
        &with(payload(), "tId", json!({ "the user's": "own" })),
    );
    assert_eq!(
        AccessToken::parse(&v3).expect("version 3").tenant_id(),
        "public"
    );
    let old = json!({
        "userId": "u", "expiryTime": 5000, "timeCreated": 1, "sessionHandle": "h",
        "refreshTokenHash1": "r", "userData": { "a": 1 },
    });
    let v2 = format!(
        "{}.{}.sig",
        OLD_HEADERS[1],
        STANDARD.encode(old.to_string())
    );
    let v2 = AccessToken::parse(&v2).expect("version 2");
    assert_eq!((v2.version(), v2.expiry()), (2, 5000));
    assert_eq!(
        *v2.payload(),
        *json!({ "a": 1 }).as_object().expect("an object")
    );
}

#[test]
fn refuses_other_algorithms_and_kinds() {
    for alg in ["none", "HS256", "ES256", "rs256"] {
        assert_eq!(
            defect(&with(header(), "alg", json!(alg)), &payload()),
            Some(TokenDefect::Algorithm),
            "{alg}"
        );
    }
    assert_eq!(
        defect(&header(), &with(payload(), "stt", json!(1))),
        Some(TokenDefect::OtherKind)
    );
    assert_eq!(defect(&header(), &with(payload(), "stt", json!(0))), None);
}

#[test]
fn refuses_what_is_incomplete_or_mistyped() {
    for name in [
        "sub",
        "exp",
        "iat",
        "sessionHandle",
        "refreshTokenHash1",
        "rsub",
        "tId",
    ] {
        assert_eq!(
            defect(&header(), &without(payload(), name)),
            Some(TokenDefect::Claim(name)),
            "{name}"
        );
        assert_eq!(
            defect(&header(), &with(payload(), name, json!([]))),
            Some(TokenDefect::Claim(name)),
            "{name}"
        );
    }
    for (name, value) in [
        ("version", json!(5)),
        ("version", json!("2")),
        ("typ", json!("jwt")),
        ("kid", json!(null)),
        ("version", json!(null)),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("crit", json!(null)),
    ] {
        assert_eq!(
            defect(&with(header(), name, value), &payload()),
            Some(TokenDefect::Header),
            "{name}"
        );
    }
    let without_version = without(header(), "version");
    assert_eq!(
        defect(&without_version, &payload()),
        Some(TokenDefect::Header)
    );
    assert_eq!(defect(&header(), &json!([])), Some(TokenDefect::Payload));
}

/// What is not asked for yet must be readable all the same, or a session would lose its claims.
#[test]
fn what_parses_can_be_read_later() {
    let nested = |depth| (0..depth).fold(json!(1), |inner, _| json!([inner]));
    let deep = |depth| token(&header(), &with(payload(), "deep", nested(depth)));
    let deepest = AccessToken::parse(&deep(126)).expect("well-formed");
    assert_eq!(deepest.payload()["deep"], nested(126));
    assert_eq!(
        deepest.payload().len(),
        payload().as_object().expect("an object").len() + 1
    );
    assert_eq!(
        AccessToken::parse(&deep(127)).err(),
        Some(TokenDefect::Payload)
    );

    let raw = |text: &str| {
        let payload = payload().to_string();
        let payload = format!("{},{text}}}", payload.trim_end_matches('}'));
        format!(
            "{}.{}.c2ln",
            URL_SAFE_NO_PAD.encode(header().to_string()),
            URL_SAFE_NO_PAD.encode(payload)
        )
    };
    for unreadable in [
        "\"x\":1e999",
        "\"x\":\"\\ud800\"",
        "\"x\":01",
        "\"x\":[1,]",
        "\"x\":1}",
    ] {
        let parsed = AccessToken::parse(&raw(unreadable));
        assert_eq!(parsed.err(), Some(TokenDefect::Payload), "{unreadable}");
    }
    for readable in [
        "\"x\":18446744073709551616",
        "\"née\":\"\\u00fc\"",
        "\"userId\":{}",
        "\"sub\":\"other\"",
    ] {
        let parsed = AccessToken::parse(&raw(readable)).expect(readable);
        assert_eq!(parsed.payload()["sub"], parsed.user_id(), "{readable}");
        assert!(parsed.payload().len() >= 10, "{readable}");
    }
}

#[test]
fn refuses_any_garbage() {
    let long = "a".repeat(MAX_LENGTH + 1);
    assert_eq!(AccessToken::parse(&long).err(), Some(TokenDefect::TooLong));
    for text in [
        "",
        ".",
        "..",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "é.ü.ß",
        "eyJ.eyJ.x",
        "=.=.=",
    ] {
        assert!(AccessToken::parse(text).is_err(), "{text}");
    }
}

#[test]
fn debug_shows_no_token() {
    let text = token(&header(), &payload());
    let shown = format!("{:?}", AccessToken::parse(&text).expect("well-formed"));
    assert!(!shown.contains("eyJ") && !shown.contains("hash"), "{shown}");
}
