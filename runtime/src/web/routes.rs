use rocket::request::{FromRequest, Outcome};
use rocket::response::content::RawJson;
use rocket::{Request, Route, post, routes};

use super::guard::refuse;
use super::incoming::incoming;
use super::policy::{DefaultPolicy, requirements};
use super::request_state::RequestState;
use crate::error::Error;
use crate::transfer::Incoming;

/// The routes of the front-end driver interface.
pub(super) fn routes() -> Vec<Route> {
    routes![refresh, sign_out]
}

/// Trades the refresh token for new tokens.
#[post("/session/refresh")]
async fn refresh(caller: Caller<'_>) -> Result<RawJson<&'static str>, Error> {
    let Caller { incoming, state } = caller;
    state
        .super_tokens
        .refresh_in_request(&incoming, &state.outbox)
        .await?;
    Ok(RawJson("{}"))
}

/// Ends the session. The client's tokens go even where the core knows nothing of the session any more.
#[post("/signout")]
async fn sign_out(caller: Caller<'_>) -> Result<RawJson<&'static str>, Error> {
    let Caller { incoming, state } = caller;
    if let Some(session) = state
        .verify(&incoming, requirements::<DefaultPolicy>())
        .await?
    {
        session.revoke().await?;
    }
    Ok(RawJson(r#"{"status":"OK"}"#))
}

/// Who calls, for routes that read the tokens in their own way.
struct Caller<'r> {
    incoming: Incoming<'r>,
    state: &'r RequestState,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Caller<'r> {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        match RequestState::of(request) {
            Ok(state) => Outcome::Success(Self {
                incoming: incoming(request),
                state,
            }),
            Err(error) => refuse(request, error, true),
        }
    }
}
