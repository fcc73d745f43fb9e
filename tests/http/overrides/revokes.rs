//! Functions of the application's that end the session they are about to return, as for a user who was banned.

use std::sync::Arc;

use rocket_supertokens::overrides::{
    Refresh, SessionApis, SessionFunctions, SessionRequest, Verification,
};
use rocket_supertokens::{Error, Session, SuperTokens, async_trait};
use rocket_supertokens_tests::{App, Cdi, Client, Reply};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    a_session_revoked_while_it_is_refreshed_gives_no_tokens,
    a_session_revoked_while_it_is_verified_is_cleared,
    a_session_revoked_after_its_refresh_gives_no_tokens,
);

struct Bans {
    original: Arc<dyn SessionFunctions>,
    by_handle: bool,
    verifying: bool,
}

impl Bans {
    async fn ban(&self, session: &Session, super_tokens: &SuperTokens) -> Result<(), Error> {
        if self.by_handle {
            super_tokens
                .revoke_session(session.handle())
                .await
                .map(drop)
        } else {
            session.revoke().await
        }
    }
}

#[async_trait]
impl SessionFunctions for Bans {
    fn original(&self) -> &dyn SessionFunctions {
        &*self.original
    }

    async fn verify_session(
        &self,
        input: Verification,
        super_tokens: &SuperTokens,
    ) -> Result<Option<Session>, Error> {
        let session = self.original().verify_session(input, super_tokens).await?;
        if let Some(session) = session.as_ref().filter(|_| self.verifying) {
            self.ban(session, super_tokens).await?;
        }
        Ok(session)
    }

    async fn refresh_session(
        &self,
        input: Refresh,
        super_tokens: &SuperTokens,
    ) -> Result<Session, Error> {
        let session = self.original().refresh_session(input, super_tokens).await?;
        self.ban(&session, super_tokens).await?;
        Ok(session)
    }
}

/// One that keeps tokens in cookies, and one that does not.
fn clients(app: &App) -> [(bool, Client); 2] {
    [(false, app.client()), (true, app.client().with_cookies())]
}

#[track_caller]
fn assert_over(reply: &Reply, cookies: bool) {
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header("front-token"), Some("remove"), "{reply:?}");
    assert_eq!(reply.header("anti-csrf"), None);
    if cookies {
        let lines = reply.set_cookies();
        assert_eq!(lines.len(), 2, "{reply:?}");
        assert!(lines[0].starts_with("sAccessToken=;") && lines[1].starts_with("sRefreshToken=;"));
    } else {
        assert_eq!(reply.header("st-access-token"), Some(""));
        assert_eq!(reply.header("st-refresh-token"), Some(""));
    }
}

async fn a_session_revoked_while_it_is_refreshed_gives_no_tokens(cdi: Cdi) {
    for by_handle in [false, true] {
        let (_core, app) = fixture::start(cdi, |settings| {
            settings.override_functions(move |original| Bans {
                original,
                by_handle,
                verifying: false,
            })
        })
        .await;
        for (cookies, mut client) in clients(&app) {
            log_in(&mut client, "alice").await;
            let mut straggler = client.clone();
            assert_over(&client.refresh().await, cookies);
            assert_eq!(
                (&client.access_token, &client.refresh_token),
                (&None, &None)
            );
            straggler
                .refresh()
                .await
                .assert_refused("unauthorised", true);
        }
    }
}

async fn a_session_revoked_while_it_is_verified_is_cleared(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.override_functions(|original| Bans {
            original,
            by_handle: false,
            verifying: true,
        })
    })
    .await;
    for (cookies, mut client) in clients(&app) {
        log_in(&mut client, "alice").await;
        assert_over(&client.get("/session").await, cookies);
    }
}

/// Ends the session when its tokens are in the response already.
struct BansLate {
    original: Arc<dyn SessionApis>,
    by_handle: bool,
}

#[async_trait]
impl SessionApis for BansLate {
    fn original(&self) -> &dyn SessionApis {
        &*self.original
    }

    async fn refresh(&self, request: &SessionRequest<'_>) -> Result<Session, Error> {
        let session = self.original().refresh(request).await?;
        if self.by_handle {
            let super_tokens = request.super_tokens();
            super_tokens.revoke_session(session.handle()).await?;
        } else {
            session.revoke().await?;
        }
        Ok(session)
    }
}

async fn a_session_revoked_after_its_refresh_gives_no_tokens(cdi: Cdi) {
    for by_handle in [false, true] {
        let (_core, app) = fixture::start(cdi, |settings| {
            settings.override_apis(move |original| BansLate {
                original,
                by_handle,
            })
        })
        .await;
        for cookies in [false, true] {
            let mut client = app.client();
            if cookies {
                client = client.with_cookies();
            }
            log_in(&mut client, "alice").await;
            assert_over(&client.refresh().await, cookies);
        }
    }
}
