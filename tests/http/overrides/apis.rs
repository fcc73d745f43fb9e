//! APIs of the application's in the place of the original ones.

use std::sync::Arc;

use reqwest::Method;
use rocket_supertokens::error::UnauthorisedReason;
use rocket_supertokens::overrides::{SessionApis, SessionRequest, SignOut};
use rocket_supertokens::policy::VerifyOptions;
use rocket_supertokens::{Error, Session, async_trait};
use rocket_supertokens_tests::Cdi;
use serde_json::json;

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    signing_out_may_fail_with_a_text_for_the_user,
    a_refresh_can_be_refused,
    verification_can_look_at_the_request,
    two_overrides_stack,
);

/// Keeps the session of those who ask for it.
struct Holds(Arc<dyn SessionApis>);

#[async_trait]
impl SessionApis for Holds {
    fn original(&self) -> &dyn SessionApis {
        &*self.0
    }

    async fn sign_out(
        &self,
        request: &SessionRequest<'_>,
        session: Session,
    ) -> Result<SignOut, Error> {
        if request.info().header("x-hold").is_some() {
            return Ok(SignOut::GeneralError {
                message: format!("Not now, {}.", session.user_id()),
            });
        }
        self.original().sign_out(request, session).await
    }
}

async fn signing_out_may_fail_with_a_text_for_the_user(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings.override_apis(Holds)).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        log_in(&mut client, "alice").await;
        core.take_calls();
        let request = client
            .request(Method::POST, "/auth/signout")
            .header("x-hold", "1");
        let reply = client.send(request).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert_eq!(
            reply.text,
            r#"{"status":"GENERAL_ERROR","message":"Not now, alice."}"#
        );
        reply.assert_no_tokens();
        assert!(
            !core
                .take_calls()
                .contains(&"/recipe/session/remove".to_owned())
        );
        assert_eq!(
            client.refresh().await.status,
            200,
            "the others are the original"
        );
        assert_eq!(
            client.post("/auth/signout").await.text,
            r#"{"status":"OK"}"#
        );
    }
}

/// Lets nobody go on who is banned, after the core has made new tokens.
struct Bans(Arc<dyn SessionApis>);

#[async_trait]
impl SessionApis for Bans {
    fn original(&self) -> &dyn SessionApis {
        &*self.0
    }

    async fn refresh(&self, request: &SessionRequest<'_>) -> Result<Session, Error> {
        let session = self.original().refresh(request).await?;
        if session.user_id() != "mallory" {
            return Ok(session);
        }
        session.revoke().await?;
        Err(Error::Unauthorised {
            reason: UnauthorisedReason::SessionGone,
            clear_tokens: true,
        })
    }
}

async fn a_refresh_can_be_refused(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings.override_apis(Bans)).await;
    for mut client in [app.client(), app.client().with_cookies()] {
        log_in(&mut client, "mallory").await;
        let reply = client.refresh().await;
        assert_eq!(
            (reply.status, reply.text.as_str()),
            (401, r#"{"message":"unauthorised"}"#)
        );
        assert_eq!(reply.header("front-token"), Some("remove"));
        assert_eq!(
            (client.access_token.clone(), client.refresh_token.clone()),
            (None, None)
        );
        log_in(&mut client, "alice").await;
        assert_eq!(client.refresh().await.status, 200);
    }
}

/// Asks the database about everybody who comes from elsewhere.
struct Stricter(Arc<dyn SessionApis>);

#[async_trait]
impl SessionApis for Stricter {
    fn original(&self) -> &dyn SessionApis {
        &*self.0
    }

    async fn verify_session(
        &self,
        request: &SessionRequest<'_>,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        let strict = request.info().header("x-elsewhere").is_some();
        let check = strict || options.check_database;
        self.original()
            .verify_session(request, options.check_database(check))
            .await
    }
}

async fn verification_can_look_at_the_request(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings.override_apis(Stricter)).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    client.get("/session").await;
    core.take_calls();
    assert_eq!(client.get("/session").await.status, 200);
    assert_eq!(core.take_calls(), [""; 0]);
    let request = client
        .request(Method::GET, "/session")
        .header("x-elsewhere", "1");
    assert_eq!(client.send(request).await.status, 200);
    assert_eq!(core.take_calls(), ["/recipe/session/verify"]);
}

async fn two_overrides_stack(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| {
        settings
            .override_apis(Stricter)
            .override_apis(Holds)
            .override_apis(Bans)
    })
    .await;
    let mut client = app.client();
    log_in(&mut client, "mallory").await;
    client.get("/session").await;
    core.take_calls();
    let request = client.request(Method::POST, "/auth/signout");
    let reply = client
        .send(request.header("x-hold", "1").header("x-elsewhere", "1"))
        .await;
    assert_eq!(reply.json()["message"], json!("Not now, mallory."));
    assert_eq!(core.take_calls(), ["/recipe/session/verify"]);
    assert_eq!(client.refresh().await.status, 401);
}
