use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rocket::Request;
use tokio::sync::Mutex;

use super::answer::{Answer, Answers};
use crate::error::{Error, UnauthorisedReason};
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
    verified: Mutex<Verified>,
    /// The failure that ends the request.
    failure: OnceLock<Failure>,
    /// The failure of a guard that an `Option<Session>` may have swallowed.
    swallowable: OnceLock<Failure>,
    /// Whether the answer's body was ours when it left the route or the catcher.
    written: AtomicBool,
}

/// The place of the state in the request-local cache. Looking into it makes no state.
#[derive(Default)]
struct Slot(OnceLock<Option<RequestState>>);

/// The outcome of the checks so far.
#[derive(Default)]
struct Verified {
    session: Option<Session>,
    database_checked: bool,
    /// The route whose attribute was satisfied. A request that is forwarded leaves it behind.
    admitted_by: Option<RouteId>,
    /// Whether the default policy was satisfied.
    by_default: bool,
}

/// Where Rocket keeps the route, which it does not move while it serves.
#[derive(PartialEq, Eq)]
struct RouteId(usize);

impl RouteId {
    fn of(request: &Request<'_>) -> Option<Self> {
        let route = request.route()?;
        Some(Self(std::ptr::from_ref(route).addr()))
    }
}

/// Why the request is refused, and how that is answered.
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) answer: Answer,
    /// What Rocket was told, and chose the catcher by.
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
            written: AtomicBool::new(false),
        })
    }

    /// The request as the session functions take it.
    pub(super) fn session_request<'r>(&self, request: &'r Request<'_>) -> SessionRequest<'r> {
        SessionRequest::new(&self.super_tokens, request, &self.outbox)
    }

    /// Verifies for the attribute of the request's route. On this route a bare `Session` is what is found here.
    pub(super) async fn admit(
        &self,
        request: &Request<'_>,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        let mut verified = self.verified.lock().await;
        let session = self.check(&mut verified, request, options).await?;
        verified.admitted_by = RouteId::of(request);
        Ok(session)
    }

    /// Verifies for one guard, which says nothing of what others may have.
    pub(super) async fn verify(
        &self,
        request: &Request<'_>,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        let mut verified = self.verified.lock().await;
        self.check(&mut verified, request, options).await
    }

    /// What the attribute of this very route found, and on a route without one the outcome of the default policy.
    /// `None` only behind an attribute that lets anonymous requests through.
    pub(super) async fn verified(&self, request: &Request<'_>) -> Result<Option<Session>, Error> {
        let mut verified = self.verified.lock().await;
        let route = RouteId::of(request);
        if verified.by_default || (route.is_some() && verified.admitted_by == route) {
            return Ok(verified.session.clone());
        }
        let found = self
            .check(&mut verified, request, VerifyOptions::default())
            .await?;
        verified.by_default = found.is_some();
        found
            .map(Some)
            .ok_or(Error::unauthorised(UnauthorisedReason::NoToken, false))
    }

    /// Verifies the request's session, or checks only what earlier checks of this request left out.
    async fn check(
        &self,
        verified: &mut Verified,
        request: &Request<'_>,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        let request = self.session_request(request);
        let (required, database) = (options.required, options.check_database);
        if let Some(session) = &verified.session {
            request
                .check_difference(session, verified.database_checked, &options)
                .await?;
        } else {
            // Without a session the checks are quick, and a stricter policy may refuse.
            let apis = self.super_tokens.apis();
            verified.session = apis.verify_session(&request, options).await?;
        }
        verified.database_checked |= database && verified.session.is_some();
        match &verified.session {
            // Only a function of the application's can find no session here.
            None if required => Err(Error::unauthorised(UnauthorisedReason::NoToken, false)),
            found => Ok(found.clone()),
        }
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

    /// Why this answer, with this status, is a refusal of ours. `by_handler`: a handler made the answer, no catcher.
    pub(super) fn failure_behind(&self, status: u16, by_handler: bool) -> Option<&Failure> {
        self.failure.get().or_else(|| {
            let failure = self.swallowable.get()?;
            (self.is_written() || (failure.status == status && !by_handler)).then_some(failure)
        })
    }

    /// Notes that the body of the answer is ours.
    pub(super) fn note_written(&self) {
        self.written.store(true, Ordering::Relaxed);
    }

    /// Whether the body was ours; a fairing may have changed it since.
    pub(super) fn is_written(&self) -> bool {
        self.written.load(Ordering::Relaxed)
    }

    /// Whether a guard failed whose failure an `Option<Session>` may have swallowed.
    pub(super) fn may_have_swallowed(&self) -> bool {
        self.swallowable.get().is_some()
    }

    /// Whether the request came with a session that passed.
    pub(super) fn has_session(&self) -> bool {
        self.verified
            .try_lock()
            .is_ok_and(|verified| verified.session.is_some())
    }
}
