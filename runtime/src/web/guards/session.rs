//! `Session` as a guard.

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};
use rocket::{Ignite, Request, Rocket, Sentinel};

use super::sentinel::abort_without_fairing;
use crate::error::{Error, UnauthorisedReason};
use crate::session::Session;
use crate::web::refusal::refuse_swallowably;
use crate::web::state::RequestState;

/// The session of the request.
///
/// On a route with the attribute it is the session that the attribute found. On a route without the attribute, the
/// request is verified as by `#[verify_session]` without options: a `Session` is always verified. If another route has
/// forwarded the request, or a [`Verify`](crate::policy::Verify) guard has checked it, only the checks that they left
/// out are made.
///
/// | outcome | status |
/// |---|---|
/// | a valid session | success |
/// | no token, or not one of SuperTokens | 401 `unauthorised` |
/// | a token that has expired or has a wrong signature; a failed anti-csrf check | 401 `try refresh token` |
/// | a global validator fails | 403 `invalid claim` |
/// | the core is needed and cannot be reached | 503 |
///
/// Without the attribute, an `Option<Session>` is `None` after every refusal, also after that of an expired session. A
/// catcher that changes the status then also changes what the client receives. So prefer the attribute.
#[rocket::async_trait]
impl<'r> FromRequest<'r> for Session {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        let state = match RequestState::of(request) {
            Ok(state) => state,
            Err(error) => return refuse_swallowably(request, error),
        };
        #[cfg(feature = "testing")]
        if let Some(asked) = state.asked() {
            return asked.session(request);
        }
        match state.session_on_route(request).await {
            Ok(Some(session)) => Outcome::Success(session),
            // Where anonymous requests pass. In an `Option<Session>` this is not a refusal.
            Ok(None) => {
                let error = Error::unauthorised(UnauthorisedReason::NoToken, false);
                Outcome::Error((Status::Unauthorized, error))
            }
            Err(error) => refuse_swallowably(request, error),
        }
    }
}

impl Sentinel for Session {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        abort_without_fairing(rocket)
    }
}
