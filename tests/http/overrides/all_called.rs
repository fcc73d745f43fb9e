//! Whatever reaches a session goes through the functions that an application can override.

use std::sync::{Arc, Mutex};

use rocket_supertokens::overrides::{NewSession, Refresh, SessionFunctions, Verification};
use rocket_supertokens::session::{SessionInformation, SessionsOfUser};
use rocket_supertokens::{Error, JsonObject, Session, SuperTokens, async_trait};
use rocket_supertokens_tests::Cdi;
use serde_json::json;

use crate::fixture::{self, create_session};
use crate::in_both_generations;

in_both_generations!(every_way_in_goes_through_the_functions,);

/// Notes each function's name.
struct Notes {
    original: Arc<dyn SessionFunctions>,
    noted: Arc<Mutex<Vec<&'static str>>>,
}

impl Notes {
    fn note(&self, name: &'static str) -> &dyn SessionFunctions {
        self.noted.lock().expect("no panic").push(name);
        &*self.original
    }
}

#[async_trait]
impl SessionFunctions for Notes {
    fn original(&self) -> &dyn SessionFunctions {
        &*self.original
    }

    async fn verify_session(
        &self,
        input: Verification,
        st: &SuperTokens,
    ) -> Result<Option<Session>, Error> {
        self.note("verify").verify_session(input, st).await
    }

    async fn refresh_session(&self, input: Refresh, st: &SuperTokens) -> Result<Session, Error> {
        self.note("refresh").refresh_session(input, st).await
    }

    async fn session_information(
        &self,
        handle: &str,
        st: &SuperTokens,
    ) -> Result<Option<SessionInformation>, Error> {
        self.note("information")
            .session_information(handle, st)
            .await
    }

    async fn session_handles_of_user(
        &self,
        user: SessionsOfUser,
        st: &SuperTokens,
    ) -> Result<Vec<String>, Error> {
        self.note("handles").session_handles_of_user(user, st).await
    }

    async fn revoke_sessions(
        &self,
        handles: &[&str],
        st: &SuperTokens,
    ) -> Result<Vec<String>, Error> {
        self.note("revoke").revoke_sessions(handles, st).await
    }

    async fn update_session_data(
        &self,
        handle: &str,
        data: JsonObject,
        st: &SuperTokens,
    ) -> Result<bool, Error> {
        self.note("data")
            .update_session_data(handle, data, st)
            .await
    }
}

async fn every_way_in_goes_through_the_functions(cdi: Cdi) {
    let noted = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&noted);
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.override_functions(|original| Notes {
            original,
            noted: notes,
        })
    })
    .await;
    let taken = || std::mem::take(&mut *noted.lock().expect("no panic"));
    let mut client = app.client();
    create_session(&mut client, &json!({ "user_id": "alice" })).await;
    client.get("/session").await;
    assert_eq!(taken(), ["verify"]);
    client.refresh().await;
    assert_eq!(taken(), ["refresh"]);
    client.post("/auth/signout").await;
    assert_eq!(taken(), ["verify", "revoke"]);

    let super_tokens = app.super_tokens();
    let session = super_tokens
        .create_session(NewSession::new("alice"))
        .await
        .expect("a session");
    session.session_data().await.expect("data");
    session.time_created().await.expect("a time");
    session
        .update_session_data(json!({}))
        .await
        .expect("a response");
    assert_eq!(taken(), ["information", "information", "data"]);
    super_tokens
        .merge_into_access_token_payload(session.handle(), json!({}))
        .await
        .expect("a response");
    assert_eq!(
        taken(),
        ["information"],
        "what a function needs it asks the others for"
    );
    super_tokens
        .session_handles_of_user(SessionsOfUser::all("x"))
        .await
        .expect("a response");
    assert!(
        super_tokens
            .revoke_session(session.handle())
            .await
            .expect("a response")
    );
    assert_eq!(taken(), ["handles", "revoke"]);
}
