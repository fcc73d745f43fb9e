//! Handles that nobody has, and arguments of the wrong kind.

use rocket::serde::json::json;
use rocket_supertokens::Error;
use rocket_supertokens_tests::Cdi;

use crate::{fixture, in_both_generations};

in_both_generations!(
    unknown_handles_are_no_errors,
    what_is_no_object_is_refused_before_the_core_is_asked,
);

async fn unknown_handles_are_no_errors(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    let super_tokens = app.super_tokens();
    for handle in ["", "no-such", "a b&c=d", "名前"] {
        assert!(
            super_tokens
                .session_information(handle)
                .await
                .expect("a response")
                .is_none()
        );
        assert!(
            !super_tokens
                .revoke_session(handle)
                .await
                .expect("a response")
        );
        assert!(
            !super_tokens
                .update_session_data(handle, json!({}))
                .await
                .expect("a response")
        );
        let merged = super_tokens
            .merge_into_access_token_payload(handle, json!({}))
            .await;
        assert!(!merged.expect("a response"));
    }
}

async fn what_is_no_object_is_refused_before_the_core_is_asked(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let super_tokens = app.super_tokens();
    core.take_calls();
    for value in [json!([1]), json!("x"), json!(1), json!(true)] {
        for result in [
            super_tokens.update_session_data("h", &value).await,
            super_tokens
                .merge_into_access_token_payload("h", &value)
                .await,
        ] {
            assert!(matches!(result, Err(Error::NotAnObject { .. })));
        }
        let jwt = super_tokens.jwt(&value).await;
        assert!(matches!(jwt, Err(Error::NotAnObject { .. })));
    }
    assert_eq!(core.take_calls(), [""; 0]);
}
