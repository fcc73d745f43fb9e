use std::sync::OnceLock;

use rocket::Request;
use tokio::sync::Mutex;

use crate::error::Error;
use crate::session::{Requirements, Session, SuperTokens};
use crate::transfer::{Incoming, Outbox};

/// What is known of one request's session, kept in Rocket's request-local cache.
///
/// A failing guard cannot write an answer: Rocket drops its cookies and its error. So guards leave here what
/// is to be answered, and the fairing writes it.
pub(super) struct RequestState {
    pub(super) super_tokens: SuperTokens,
    pub(super) outbox: Outbox,
    verified: Mutex<Option<Verified>>,
    failure: OnceLock<Failure>,
}

/// The outcome of the checks so far.
struct Verified {
    session: Option<Session>,
    requirements: Requirements,
}

/// Why the request is refused.
pub(super) struct Failure {
    pub(super) error: Error,
    /// False for a guard whose failure an `Option<Session>` may have swallowed.
    pub(super) ends_request: bool,
}

impl RequestState {
    /// The state of this request, made on first use.
    pub(super) fn of<'r>(request: &'r Request<'_>) -> Result<&'r Self, Error> {
        let state = request.local_cache(|| {
            let super_tokens = request.rocket().state::<SuperTokens>()?.clone();
            let outbox = super_tokens.outbox();
            Some(Self {
                super_tokens,
                outbox,
                verified: Mutex::default(),
                failure: OnceLock::new(),
            })
        });
        state.as_ref().ok_or(Error::NotAttached)
    }

    /// The state, if this request has asked for one.
    pub(super) fn existing<'r>(request: &'r Request<'_>) -> Option<&'r Self> {
        request.local_cache(|| None).as_ref()
    }

    /// Verifies the request's session, or checks only what earlier checks of this request left out.
    pub(super) async fn verify(
        &self,
        request: &Incoming<'_>,
        requirements: Requirements,
    ) -> Result<Option<Session>, Error> {
        let mut verified = self.verified.lock().await;
        match verified.as_mut() {
            Some(Verified {
                session: Some(session),
                requirements: before,
            }) => {
                if *before != requirements {
                    self.super_tokens
                        .check_difference(session, request, *before, requirements)
                        .await?;
                    before.check_database |= requirements.check_database;
                }
                Ok(Some(session.clone()))
            }
            // Without a session the checks are quick, and a stricter policy may refuse.
            _ => {
                let session = self
                    .super_tokens
                    .session_of_request(request, requirements, &self.outbox)
                    .await?;
                *verified = Some(Verified {
                    session: session.clone(),
                    requirements,
                });
                Ok(session)
            }
        }
    }

    /// What the attribute's guard found, or where there is none, the outcome under `fallback`.
    pub(super) async fn verified_or(
        &self,
        request: &Incoming<'_>,
        fallback: Requirements,
    ) -> Result<Option<Session>, Error> {
        if let Some(verified) = self.verified.lock().await.as_ref() {
            return Ok(verified.session.clone());
        }
        self.verify(request, fallback).await
    }

    /// Keeps the first failure for the fairing.
    pub(super) fn fail(&self, error: Error, ends_request: bool) {
        let _ = self.failure.set(Failure {
            error,
            ends_request,
        });
    }

    pub(super) fn failure(&self) -> Option<&Failure> {
        self.failure.get()
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
