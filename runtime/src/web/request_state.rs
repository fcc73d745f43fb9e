use std::sync::OnceLock;

use rocket::Request;
use tokio::sync::Mutex;

use super::answer::{Answer, Answers};
use crate::error::Error;
use crate::session::{Session, SessionRequest, SuperTokens, VerifyOptions};
use crate::transfer::Outbox;

/// What is known of one request's session, kept in Rocket's request-local cache.
///
/// A failing guard cannot write an answer: Rocket drops its cookies and its error. So guards leave here what
/// is to be answered, and the fairing writes it.
pub(super) struct RequestState {
    pub(super) super_tokens: SuperTokens,
    pub(super) answers: Answers,
    pub(super) outbox: Outbox,
    verified: Mutex<Option<Verified>>,
    /// The failure that ends the request.
    failure: OnceLock<Failure>,
    /// The failure of a guard that an `Option<Session>` may have swallowed.
    swallowable: OnceLock<Failure>,
}

/// The place of the state in the request-local cache. Looking into it makes no state.
#[derive(Default)]
struct Slot(OnceLock<Option<RequestState>>);

/// The outcome of the checks so far.
struct Verified {
    session: Option<Session>,
    database_checked: bool,
}

/// Why the request is refused, and how that is answered.
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) answer: Answer,
    /// What Rocket was told; differs from the answer's where that is no error.
    pub(super) status: u16,
}

impl RequestState {
    /// The state of this request, made on first use.
    pub(super) fn of<'r>(request: &'r Request<'_>) -> Result<&'r Self, Error> {
        let slot: &Slot = request.local_cache(Slot::default);
        slot.0
            .get_or_init(|| Self::new(request))
            .as_ref()
            .ok_or(Error::NotAttached)
    }

    /// The state, if this request has asked for one.
    pub(super) fn existing<'r>(request: &'r Request<'_>) -> Option<&'r Self> {
        let slot: &Slot = request.local_cache(Slot::default);
        slot.0.get()?.as_ref()
    }

    fn new(request: &Request<'_>) -> Option<Self> {
        let super_tokens = request.rocket().state::<SuperTokens>()?.for_request();
        let answers = request.rocket().state::<Answers>()?.clone();
        let outbox = Outbox::new(super_tokens.config().transfer.of(request));
        Some(Self {
            super_tokens,
            answers,
            outbox,
            verified: Mutex::default(),
            failure: OnceLock::new(),
            swallowable: OnceLock::new(),
        })
    }

    /// The request as the session functions take it.
    pub(super) fn session_request<'r>(&self, request: &'r Request<'_>) -> SessionRequest<'r> {
        SessionRequest::new(&self.super_tokens, request, &self.outbox)
    }

    /// Verifies the request's session, or checks only what earlier checks of this request left out.
    pub(super) async fn verify(
        &self,
        request: &Request<'_>,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        let request = self.session_request(request);
        let mut verified = self.verified.lock().await;
        match verified.as_mut() {
            Some(Verified {
                session: Some(session),
                database_checked,
            }) => {
                request
                    .check_difference(session, *database_checked, &options)
                    .await?;
                *database_checked |= options.check_database;
                Ok(Some(session.clone()))
            }
            // Without a session the checks are quick, and a stricter policy may refuse.
            _ => {
                let database_checked = options.check_database;
                let session = self
                    .super_tokens
                    .apis()
                    .verify_session(&request, options)
                    .await?;
                *verified = Some(Verified {
                    session: session.clone(),
                    database_checked,
                });
                Ok(session)
            }
        }
    }

    /// What the attribute's guard found, or where there is none, the outcome of the default policy.
    pub(super) async fn verified(&self, request: &Request<'_>) -> Result<Option<Session>, Error> {
        if let Some(verified) = self.verified.lock().await.as_ref() {
            return Ok(verified.session.clone());
        }
        self.verify(request, VerifyOptions::default()).await
    }

    /// Keeps the first failure of its kind for the fairing.
    pub(super) fn fail(&self, failure: Failure, ends_request: bool) {
        let place = if ends_request {
            &self.failure
        } else {
            &self.swallowable
        };
        let _ = place.set(failure);
    }

    /// Why the request is refused, as far as is known by now.
    pub(super) fn failure(&self) -> Option<&Failure> {
        self.failure.get().or_else(|| self.swallowable.get())
    }

    /// Why this answer, with this status, is a refusal of ours.
    pub(super) fn failure_behind(&self, status: u16) -> Option<&Failure> {
        self.failure.get().or_else(|| {
            self.swallowable
                .get()
                .filter(|failure| failure.status == status)
        })
    }

    /// Whether the request came with a session that passed.
    pub(super) fn has_session(&self) -> bool {
        self.verified.try_lock().is_ok_and(|verified| {
            verified
                .as_ref()
                .is_some_and(|found| found.session.is_some())
        })
    }
}
