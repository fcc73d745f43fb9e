//! What a session knows of itself, from tokens of each form.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use figment::Figment;
use figment::providers::Serialized;
use serde_json::json;

use super::Session;
use crate::config::{Config, RequestFunctions, Settings};
use crate::session::super_tokens::{Parts, SuperTokens};
use crate::token::{AccessToken, access_token_for_tests};

fn session(access_token: AccessToken) -> Session {
    Session::found(&super_tokens(), access_token, None)
}

fn super_tokens() -> SuperTokens {
    let section = json!({
        "connection_uri": "http://127.0.0.1:3567", "app_name": "Test",
        "api_domain": "http://localhost", "website_domain": "http://localhost",
    });
    let figment = Figment::from(Serialized::default("supertokens", section));
    let settings = Settings::from_figment(&figment).expect("a section");
    let config = Config::new(settings, RequestFunctions::default()).expect("valid");
    let originals = crate::session::originals();
    SuperTokens::new(config, Parts::default(), originals).expect("valid")
}

fn old_token() -> AccessToken {
    let header = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsInZlcnNpb24iOiIyIn0=";
    let payload = json!({
        "sessionHandle": "old", "userId": "user", "refreshTokenHash1": "hash", "userData": {},
        "timeCreated": 1000, "expiryTime": 5001,
    });
    let payload = STANDARD.encode(payload.to_string());
    AccessToken::parse(&format!("{header}.{payload}.sig")).expect("version 2")
}

#[test]
fn a_session_says_when_its_access_token_expires() {
    let session = session(access_token_for_tests(&json!({ "exp": 7 })));
    assert_eq!(session.access_token_expiry(), 7000);
    session.replace_access_token(access_token_for_tests(&json!({ "exp": 9 })));
    assert_eq!(
        session.access_token_expiry(),
        9000,
        "that of the token by now"
    );
}

/// Version 2 counts milliseconds, and names no tenant.
#[test]
fn a_session_of_version_2_says_it_too() {
    let session = session(old_token());
    assert_eq!(session.access_token_expiry(), 5001);
    assert_eq!((session.handle(), session.tenant_id()), ("old", "public"));
    assert_eq!(session.recipe_user_id(), "user");
}

/// A worker may give each of its jobs a value, and make each handle from the last one.
#[test]
fn handles_made_of_each_other_do_not_keep_each_other() {
    let kept = Arc::new(());
    let transfer = Arc::clone(super_tokens().config().transfer.without_request());
    for mut handle in [super_tokens(), super_tokens().for_request(transfer)] {
        let is_of_request = handle.outbox().is_some();
        // Far deeper than a stack could go.
        for _ in 0..200_000 {
            handle = handle.with_context(Arc::clone(&kept));
        }
        assert_eq!(handle.outbox().is_some(), is_of_request);
        assert!(handle.context::<Arc<()>>().is_some());
        assert_eq!(Arc::strong_count(&kept), 2, "only the last one's value");
    }
}
