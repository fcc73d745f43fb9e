//! Catchers of our own, so that other fairings see the refusal as the client will read it.

use rocket::catcher::{self, Handler};
use rocket::http::Status;
use rocket::{Build, Catcher, Request, Response, Rocket};

use crate::config::ErrorResponses;
use crate::session::SuperTokens;
use crate::web::response::{OWN_CATCHER, Refusals, write};
use crate::web::state::RequestState;

/// Catchers for the statuses of refusals, so that fairings which look at a response (CORS by content type,
/// compression) already see what the front end will read.
///
/// They are registered at the root, and only for a status without a catcher of the application: two catchers would stop
/// the launch. If the application has a catcher, the body is replaced after all fairings.
pub(in crate::web) fn catchers(rocket: &Rocket<Build>) -> Vec<Catcher> {
    let (Some(super_tokens), Some(refusals)) =
        (rocket.state::<SuperTokens>(), rocket.state::<Refusals>())
    else {
        return Vec::new();
    };
    if refusals.responses == ErrorResponses::Catchers {
        return Vec::new();
    }
    let of_the_application =
        |code| move |catcher: &&Catcher| catcher.code == code && catcher.base.path() == "/";
    let otherwise = rocket.catchers().find(of_the_application(None));
    let otherwise = otherwise.map_or_else(|| Catcher::default().handler, |c| c.handler.clone());
    let session = &super_tokens.config().session;
    let mut codes = vec![
        400,
        session.session_expired_status_code,
        session.invalid_claim_status_code,
        500,
        503,
    ];
    codes.sort_unstable();
    codes.dedup();
    codes.retain(|code| {
        !rocket
            .catchers()
            .any(|c| of_the_application(Some(*code))(&c))
    });
    let catcher = |code| {
        let otherwise = otherwise.clone();
        let mut catcher = Catcher::new(code, WriteRefusal { otherwise });
        catcher.name = Some(OWN_CATCHER.into());
        catcher
    };
    codes.into_iter().map(catcher).collect()
}

/// Responds to refusals of ours, and leaves the rest to the catcher that would have been called.
#[derive(Clone)]
struct WriteRefusal {
    otherwise: Box<dyn Handler>,
}

#[rocket::async_trait]
impl Handler for WriteRefusal {
    async fn handle<'r>(&self, status: Status, request: &'r Request<'_>) -> catcher::Result<'r> {
        let noted = RequestState::existing(request).map(|state| &state.refusals);
        let refused = noted.and_then(|noted| Some((noted, noted.behind(status.code, false)?)));
        let Some((noted, refusal)) = refused else {
            return self.otherwise.handle(status, request).await;
        };
        let mut response = Response::new();
        write(&refusal.response, &mut response);
        noted.note_written();
        Ok(response)
    }
}
