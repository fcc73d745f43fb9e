use rocket::catcher::{self, Handler};
use rocket::http::Status;
use rocket::{Build, Catcher, Request, Response, Rocket};

use super::answer::{self, Answers, ErrorResponses};
use super::request_state::RequestState;
use crate::session::SuperTokens;

/// Catchers for the statuses of refusals, so that fairings which look at an answer (CORS by content type,
/// compression) already see what the front end will read.
///
/// They stand at the root, and only where the application has none of its own: two would stop the launch. Where it
/// has one, the body is replaced when the fairings are through.
pub(super) fn catchers(rocket: &Rocket<Build>) -> Vec<Catcher> {
    let (Some(super_tokens), Some(answers)) =
        (rocket.state::<SuperTokens>(), rocket.state::<Answers>())
    else {
        return Vec::new();
    };
    if answers.responses == ErrorResponses::Catchers {
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
        let mut catcher = Catcher::new(code, Refusals { otherwise });
        catcher.name = Some("SuperTokens".into());
        catcher
    };
    codes.into_iter().map(catcher).collect()
}

/// Answers refusals of ours, and leaves the rest to the catcher that would have been called.
#[derive(Clone)]
struct Refusals {
    otherwise: Box<dyn Handler>,
}

#[rocket::async_trait]
impl Handler for Refusals {
    async fn handle<'r>(&self, status: Status, request: &'r Request<'_>) -> catcher::Result<'r> {
        let state = RequestState::existing(request);
        let failure =
            state.and_then(|state| Some((state, state.failure_behind(status.code, false)?)));
        let Some((state, failure)) = failure else {
            return self.otherwise.handle(status, request).await;
        };
        let mut response = Response::new();
        answer::write(&failure.answer, &mut response);
        state.note_written();
        Ok(response)
    }
}
