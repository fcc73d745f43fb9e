//! Verifying a token that came some other way than with a request.

use rocket_supertokens::config::AntiCsrf;
use rocket_supertokens::error::{RefreshReason, UnauthorisedReason};
use rocket_supertokens::overrides::NewSession;
use rocket_supertokens::policy::VerifyOptions;
use rocket_supertokens::{Error, Session, SuperTokens};
use rocket_supertokens_tests::Cdi;
use serde_json::json;

use crate::{fixture, in_both_generations};

in_both_generations!(
    a_token_is_verified,
    what_is_no_token_is_no_session,
    the_database_is_asked_when_wanted,
    the_anti_csrf_token_is_checked_unless_told_otherwise,
    the_custom_header_cannot_be_checked_here,
);

async fn new_session(super_tokens: &SuperTokens) -> Session {
    let new = NewSession::new("alice");
    super_tokens.create_session(new).await.expect("a session")
}

fn access_token(session: &Session) -> String {
    session.all_tokens_dangerously().access_token
}

fn options() -> VerifyOptions {
    VerifyOptions::default()
}

async fn a_token_is_verified(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let super_tokens = app.super_tokens();
    let created = new_session(super_tokens).await;
    core.take_calls();
    let token = access_token(&created);
    let verify = || super_tokens.verify_token(&token);
    let checked = || verify().options(options().anti_csrf_check(true));
    for verified in [
        verify().await.map(Some),
        verify().optional().await,
        checked().await.map(Some),
        checked().optional().await,
    ] {
        let session = verified.expect("a session").expect("a session");
        assert_eq!(
            (session.handle(), session.user_id()),
            (created.handle(), "alice")
        );
        let tokens = session.all_tokens_dangerously();
        assert_eq!(tokens.access_token, token);
        assert_eq!(
            tokens.front_token,
            created.all_tokens_dangerously().front_token
        );
        assert!(tokens.refresh_token.is_none() && !tokens.access_and_front_token_updated);
    }
    assert_eq!(core.take_calls(), ["/.well-known/jwks.json"]);
}

async fn what_is_no_token_is_no_session(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let super_tokens = app.super_tokens();
    let token = access_token(&new_session(super_tokens).await);
    core.take_calls();
    for text in ["", "x", "a.b.c", &token.replace('.', "")] {
        let required = super_tokens.verify_token(text).await;
        assert!(matches!(
            required,
            Err(Error::Unauthorised {
                reason: UnauthorisedReason::Unusable(_),
                clear_tokens: false
            })
        ));
        let optional = super_tokens.verify_token(text).optional().await;
        assert!(optional.expect("no error").is_none());
        // It is the function that says whether a session is required.
        let options = options().required(false);
        let required = super_tokens.verify_token(text).options(options).await;
        assert!(matches!(required, Err(Error::Unauthorised { .. })));
    }
    assert_eq!(core.take_calls(), [""; 0]);
    let forged = format!("{}AAAA", &token[..token.len() - 4]);
    for verified in [
        super_tokens.verify_token(&forged).await.map(Some),
        super_tokens.verify_token(&forged).optional().await,
    ] {
        assert!(matches!(
            verified,
            Err(Error::TryRefreshToken {
                reason: RefreshReason::Signature
            })
        ));
    }
}

async fn the_database_is_asked_when_wanted(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let super_tokens = app.super_tokens();
    let session = new_session(super_tokens).await;
    let token = access_token(&session);
    let check = || options().check_database(true);
    assert!(
        super_tokens
            .verify_token(&token)
            .options(check())
            .await
            .is_ok()
    );
    session.revoke().await.expect("a response");
    core.take_calls();
    assert!(super_tokens.verify_token(&token).await.is_ok());
    assert_eq!(core.take_calls(), [""; 0]);
    let revoked = super_tokens.verify_token(&token).options(check()).await;
    assert!(matches!(
        revoked,
        Err(Error::Unauthorised {
            reason: UnauthorisedReason::Core(_),
            clear_tokens: true
        })
    ));
    let call = &core.take_whole_calls()[0];
    assert_eq!(
        (call.method.as_str(), call.path.as_str()),
        ("POST", "/recipe/session/verify")
    );
    assert_eq!(
        call.body,
        json!({ "accessToken": token, "doAntiCsrfCheck": true, "enableAntiCsrf": false, "checkDatabase": true })
    );
}

async fn the_anti_csrf_token_is_checked_unless_told_otherwise(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings.anti_csrf(AntiCsrf::ViaToken)).await;
    let super_tokens = app.super_tokens();
    let session = new_session(super_tokens).await;
    let tokens = session.all_tokens_dangerously();
    let anti_csrf = tokens.anti_csrf_token.as_deref().expect("a token");
    let token = &tokens.access_token;
    for (given, options, passes) in [
        (Some(anti_csrf), options(), true),
        (None, options(), false),
        (Some("x"), options(), false),
        (None, options().anti_csrf_check(false), true),
    ] {
        let verify = || {
            let verify = super_tokens.verify_token(token).options(options.clone());
            match given {
                Some(given) => verify.anti_csrf(given),
                None => verify,
            }
        };
        for verified in [verify().await.map(Some), verify().optional().await] {
            match verified {
                Ok(session) => assert!(passes && session.is_some(), "{given:?}"),
                Err(Error::TryRefreshToken {
                    reason: RefreshReason::AntiCsrf,
                }) => assert!(!passes),
                Err(error) => panic!("{error}"),
            }
        }
    }
    // A session that is to travel in a header has none.
    let mut new = NewSession::new("alice");
    new.disable_anti_csrf = true;
    let session = super_tokens.create_session(new).await.expect("a session");
    assert_eq!(session.all_tokens_dangerously().anti_csrf_token, None);
    let refresh = tokens.refresh_token.expect("a token");
    let without = super_tokens.refresh(&*refresh).await;
    assert!(matches!(
        without,
        Err(Error::Unauthorised {
            clear_tokens: true,
            ..
        })
    ));
    let with = super_tokens.refresh(&*refresh).anti_csrf(anti_csrf).await;
    assert!(
        with.expect("a session")
            .all_tokens_dangerously()
            .anti_csrf_token
            .is_some()
    );
}

async fn the_custom_header_cannot_be_checked_here(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| {
        settings.anti_csrf(AntiCsrf::ViaCustomHeader)
    })
    .await;
    let super_tokens = app.super_tokens();
    let token = access_token(&new_session(super_tokens).await);
    core.take_calls();
    for options in [options(), options().anti_csrf_check(true)] {
        let verified = super_tokens.verify_token(&token).options(options).await;
        assert!(matches!(verified, Err(Error::CustomHeaderUncheckable)));
    }
    assert_eq!(core.take_calls(), [""; 0]);
    let unchecked = options().anti_csrf_check(false);
    assert!(
        super_tokens
            .verify_token(&token)
            .options(unchecked)
            .await
            .is_ok()
    );
}
