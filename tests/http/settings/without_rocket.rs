//! A `SuperTokens` of a program that has no Rocket, such as a queue worker.

use rocket::figment::Figment;
use rocket::figment::providers::Serialized;
use rocket_supertokens::error::{ConfigError, UnauthorisedReason};
use rocket_supertokens::overrides::NewSession;
use rocket_supertokens::policy::VerifyOptions;
use rocket_supertokens::{Error, SuperTokens};
use rocket_supertokens_tests::{Cdi, Core};
use serde_json::json;

use crate::in_both_generations;

in_both_generations!(
    a_worker_verifies_what_another_process_created,
    the_rest_is_read_from_a_figment,
    mistakes_are_returned,
);

async fn a_worker_verifies_what_another_process_created(cdi: Cdi) {
    let core = Core::start(cdi).await;
    let (other, worker) = (core.settings().build(), core.settings().build());
    let (other, worker) = (other.expect("valid"), worker.expect("valid"));
    assert_eq!(core.take_calls(), [""; 0], "building asks for nothing");
    let create = |user| other.create_session(NewSession::new(user));
    let created = create("alice").await.expect("a session");
    let token = created.all_tokens_dangerously().access_token;
    let foreign = create("bob").await.expect("a session");
    let foreign = foreign.all_tokens_dangerously().access_token;
    core.take_calls();
    let options = || VerifyOptions::default().anti_csrf_check(false);
    let verified = worker.verify_token(&token).options(options()).await;
    let session = verified.expect("verified");
    assert_eq!(session.user_id(), "alice");
    assert_eq!(core.take_calls(), ["/.well-known/jwks.json"]);
    created.revoke().await.expect("revoked");
    let options = options().check_database(true);
    let error = worker.verify_token(&token).options(options).await;
    assert!(
        matches!(
            error.expect_err("revoked"),
            Error::Unauthorised {
                reason: UnauthorisedReason::Core(_),
                ..
            }
        ),
        "the core knows that it is over"
    );
    let (signed, _) = token.rsplit_once('.').expect("a signature");
    let (_, signature) = foreign.rsplit_once('.').expect("a signature");
    let forged = format!("{signed}.{signature}");
    let options = VerifyOptions::default();
    let error = worker.verify_token(&forged).options(options).await;
    assert!(matches!(error, Err(Error::TryRefreshToken { .. })));
}

async fn the_rest_is_read_from_a_figment(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let figment = Figment::from(Serialized::default(
        "supertokens",
        json!({ "api_domain": "https://api.example.com", "api_base_path": "/v1", "app_name": 7 }),
    ));
    let builder = SuperTokens::builder()
        .connection_uri(core.connection_uri())
        .website_domain("https://example.com")
        .api_base_path("/own");
    let super_tokens = builder.build_from(&figment).expect("valid");
    let session = super_tokens
        .create_session(NewSession::new("bob"))
        .await
        .expect("a session");
    let payload = session.access_token_payload();
    assert_eq!(payload["iss"], "https://api.example.com/own");
}

async fn mistakes_are_returned(_: Cdi) {
    let error = SuperTokens::builder().build().expect_err("nothing is set");
    let ConfigError::Missing { names } = &error else {
        panic!("{error}");
    };
    assert_eq!(
        *names,
        ["connection_uri", "app_name", "api_domain", "website_domain"]
    );
    let section = json!({ "supertokens": { "anti_csrf": "via-cookie" } });
    let figment = Figment::from(Serialized::defaults(section));
    let error = SuperTokens::builder().build_from(&figment);
    let text = error.expect_err("no such choice").to_string();
    assert!(text.contains("anti_csrf"), "{text}");
    assert!(text.contains("via-custom-header"), "{text}");
}
