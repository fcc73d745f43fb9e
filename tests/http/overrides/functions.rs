//! Functions of the application's in the place of the original ones.

use std::sync::{Arc, Mutex};

use rocket_supertokens::error::UnauthorisedReason;
use rocket_supertokens::overrides::{NewSession, SessionFunctions, Verification};
use rocket_supertokens::{Builder, Error, Session, SuperTokens, async_trait};
use rocket_supertokens_tests::{Cdi, claims};
use serde_json::json;

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    one_is_replaced_and_the_others_call_the_original,
    two_overrides_stack,
    a_replaced_verification_may_find_the_session_elsewhere,
    an_error_of_an_override_is_refused_like_any_other,
);

/// Adds a claim with its own name, and counts nothing else.
struct Adds {
    original: Arc<dyn SessionFunctions>,
    name: &'static str,
}

#[async_trait]
impl SessionFunctions for Adds {
    fn original(&self) -> &dyn SessionFunctions {
        &*self.original
    }

    async fn create_session(
        &self,
        mut new: NewSession,
        super_tokens: &SuperTokens,
    ) -> Result<Session, Error> {
        // The issuer is there by now.
        let count = new.payload.len();
        new.payload.insert(self.name.to_owned(), json!(count));
        self.original().create_session(new, super_tokens).await
    }
}

fn adds(settings: Builder, name: &'static str) -> Builder {
    settings.override_functions(move |original| Adds { original, name })
}

async fn one_is_replaced_and_the_others_call_the_original(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| adds(settings, "added")).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        let reply = log_in(&mut client, "alice").await;
        let front_token = reply.front_token().expect("a front token");
        assert_eq!(front_token["up"]["added"], 1);
        assert_eq!(client.get("/checked").await.status, 200);
        assert_eq!(client.refresh().await.status, 200);
        assert_eq!(
            claims(client.access_token.as_deref().expect("a token"))["added"],
            1
        );
        assert_eq!(client.post("/auth/signout").await.status, 200);
    }
    let new = NewSession::new("alice");
    let session = app
        .super_tokens()
        .create_session(new)
        .await
        .expect("a session");
    assert_eq!(session.access_token_payload()["added"], 1, "here too");
}

/// The one that was added last is asked first, and calls those before it.
async fn two_overrides_stack(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| adds(adds(settings, "inner"), "outer")).await;
    let reply = log_in(&mut app.client(), "alice").await;
    let front_token = reply.front_token().expect("a front token");
    assert_eq!(
        (&front_token["up"]["outer"], &front_token["up"]["inner"]),
        (&json!(1), &json!(2))
    );
}

/// Takes a session for one that it keeps itself, as for an API key.
struct KeepsOne {
    original: Arc<dyn SessionFunctions>,
    kept: Arc<Mutex<Option<Session>>>,
}

#[async_trait]
impl SessionFunctions for KeepsOne {
    fn original(&self) -> &dyn SessionFunctions {
        &*self.original
    }

    async fn verify_session(
        &self,
        input: Verification,
        super_tokens: &SuperTokens,
    ) -> Result<Option<Session>, Error> {
        if input.access_token.is_none() {
            return Ok(self.kept.lock().expect("no panic").clone());
        }
        self.original().verify_session(input, super_tokens).await
    }
}

async fn a_replaced_verification_may_find_the_session_elsewhere(cdi: Cdi) {
    let kept = Arc::new(Mutex::new(None));
    let place = Arc::clone(&kept);
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.override_functions(|original| KeepsOne {
            original,
            kept: place,
        })
    })
    .await;
    assert_eq!(app.client().get("/optional").await.json(), json!(null));
    let new = NewSession::new("machine");
    let session = app
        .super_tokens()
        .create_session(new)
        .await
        .expect("a session");
    *kept.lock().expect("no panic") = Some(session);
    let reply = app.client().get("/optional").await;
    assert_eq!(reply.json(), "machine");
    // Nothing says how such a client carries tokens: by header is what remains.
    assert!(reply.header("st-access-token").is_some());
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    assert_eq!(client.get("/optional").await.json(), "alice");
}

/// Refuses everybody.
struct Refuses(Arc<dyn SessionFunctions>);

#[async_trait]
impl SessionFunctions for Refuses {
    fn original(&self) -> &dyn SessionFunctions {
        &*self.0
    }

    async fn verify_session(
        &self,
        _: Verification,
        _: &SuperTokens,
    ) -> Result<Option<Session>, Error> {
        Err(Error::Unauthorised {
            reason: UnauthorisedReason::SessionGone,
            clear_tokens: true,
        })
    }
}

async fn an_error_of_an_override_is_refused_like_any_other(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings.override_functions(Refuses)).await;
    for path in ["/session", "/optional"] {
        let reply = app.client().get(path).await;
        reply.assert_refused("unauthorised", true);
    }
}
