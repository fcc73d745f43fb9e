//! What is known about one request's session, kept in Rocket's request-local cache.

#[cfg(feature = "testing")]
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rocket::Request;
use tokio::sync::{Mutex, MutexGuard};

#[cfg(feature = "testing")]
use super::asked::Asked;
use super::response::{NotedRefusals, Refusals};
use super::route_id::RouteId;
use crate::error::{Error, UnauthorisedReason};
use crate::measure::{VerificationSpan, count_verification};
use crate::session::{Session, SessionRequest, SuperTokens, VerifyOptions};
use crate::transfer::Outbox;

/// What guards, handler and the writer of the response share.
pub(crate) struct RequestState {
    pub(super) super_tokens: SuperTokens,
    pub(super) refusals: NotedRefusals,
    admitted: Mutex<Admitted>,
    /// Whether a guard wanted a session where a mount let the request through without one.
    missed: AtomicBool,
    /// What the route audit asks with this request.
    #[cfg(feature = "testing")]
    asked: Option<Arc<Asked>>,
}

/// The place of the state in the request-local cache. Looking into it makes no state.
#[derive(Default)]
struct Slot(OnceLock<Option<RequestState>>);

/// The outcome of the checks so far.
#[derive(Default)]
struct Admitted {
    session: Option<Session>,
    database_checked: bool,
    /// The route whose attribute or mount let the request pass. It does not count after the request is forwarded.
    to_route: Option<RouteId>,
    /// What let it pass last.
    by: AdmittedBy,
    /// Whether the request met the default policy.
    by_default: bool,
}

/// What admits a request to its route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum AdmittedBy {
    #[default]
    Attribute,
    Mount,
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

    /// `None` without the fairing: nobody would write tokens and refusals.
    fn new(request: &Request<'_>) -> Option<Self> {
        request.rocket().state::<Refusals>()?;
        let super_tokens = request.rocket().state::<SuperTokens>()?;
        let transfer = super_tokens.config().transfer.of(request);
        Some(Self {
            super_tokens: super_tokens.for_request(transfer),
            refusals: NotedRefusals::default(),
            admitted: Mutex::default(),
            missed: AtomicBool::default(),
            #[cfg(feature = "testing")]
            asked: None,
        })
    }

    /// Makes this a request of the route audit, before it is dispatched.
    #[cfg(feature = "testing")]
    pub(crate) fn ask(request: &Request<'_>, asked: Arc<Asked>) -> Result<(), Error> {
        let slot: &Slot = request.local_cache(Slot::default);
        let mut state = Self::new(request).ok_or(Error::NotAttached)?;
        state.asked = Some(asked);
        // Nothing has looked for the state of a request that is not dispatched yet.
        let _ = slot.0.set(Some(state));
        Ok(())
    }

    /// What the route audit asks with this request, if it is one of its own.
    #[cfg(feature = "testing")]
    pub(super) fn asked(&self) -> Option<&Asked> {
        self.asked.as_deref()
    }

    /// Where changes to the client's tokens are collected.
    pub(super) fn outbox(&self) -> &Outbox {
        let outbox = self.super_tokens.outbox();
        outbox.expect("this handle was made for the request")
    }

    /// The request as the session functions take it.
    pub(super) fn session_request<'r>(&'r self, request: &'r Request<'_>) -> SessionRequest<'r> {
        SessionRequest::new(&self.super_tokens, request, self.outbox())
    }

    /// Admits the request to its route, for an attribute or a mount. On this route a bare `Session` is what is found
    /// here.
    pub(super) async fn admit_to_route(
        &self,
        request: &Request<'_>,
        options: VerifyOptions,
        by: AdmittedBy,
    ) -> Result<(), Error> {
        let mut admitted = self.admitted().await;
        // If this check refuses what a weaker one has admitted, a catcher shall not get that session.
        admitted.to_route = None;
        self.admit_with(&mut admitted, request, options).await?;
        admitted.to_route = request.route().map(RouteId::of);
        admitted.by = by;
        Ok(())
    }

    /// Admits the request for one guard. It does not decide for other guards.
    pub(super) async fn admit(
        &self,
        request: &Request<'_>,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        let mut admitted = self.admitted().await;
        self.admit_with(&mut admitted, request, options).await
    }

    /// The session that the attribute or the mount of this very route found. On a route with neither, the request is
    /// admitted by the default policy. `None` only if they let anonymous requests through.
    pub(super) async fn session_on_route(
        &self,
        request: &Request<'_>,
    ) -> Result<Option<Session>, Error> {
        let mut admitted = self.admitted().await;
        let route = request.route().map(RouteId::of);
        if admitted.by_default || (route.is_some() && admitted.to_route == route) {
            if admitted.session.is_none() && admitted.by == AdmittedBy::Mount {
                self.missed.store(true, Ordering::Relaxed);
            }
            return Ok(admitted.session.clone());
        }
        let session =
            Box::pin(self.admit_with(&mut admitted, request, VerifyOptions::default())).await?;
        admitted.by_default = session.is_some();
        session.map(Some).ok_or_else(no_token)
    }

    /// As [`check`](Self::check), watched.
    async fn admit_with(
        &self,
        admitted: &mut Admitted,
        request: &Request<'_>,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        let result = match VerificationSpan::begin(Some(request)) {
            Some(span) => Box::pin(span.around(self.check(admitted, request, options))).await,
            None => self.check(admitted, request, options).await,
        };
        count_verification(self.super_tokens.figures(), &result);
        result
    }

    /// Verifies the session. If it was verified before, only checks what earlier checks of this request left out.
    async fn check(
        &self,
        admitted: &mut Admitted,
        request: &Request<'_>,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        let request = self.session_request(request);
        let (required, database) = (options.required, options.check_database);
        if let Some(session) = &admitted.session {
            let checked = admitted.database_checked;
            Box::pin(request.check_difference(session, checked, &options)).await?;
        } else {
            // Without a session the checks are quick, and a stricter policy may refuse.
            admitted.session = request.find_session(options).await?;
        }
        admitted.database_checked |= database && admitted.session.is_some();
        match &admitted.session {
            // Here only an override of the application can find no session.
            None if required => Err(no_token()),
            found => Ok(found.clone()),
        }
    }

    async fn admitted(&self) -> MutexGuard<'_, Admitted> {
        match self.admitted.try_lock() {
            Ok(admitted) => admitted,
            // Guards that the application runs at the same time.
            Err(_) => Box::pin(self.admitted.lock()).await,
        }
    }

    /// Whether a guard wanted the session of a request that a mount let through without one, since the last call of this
    /// function.
    pub(super) fn take_missed(&self) -> bool {
        self.missed.swap(false, Ordering::Relaxed)
    }

    /// Whether the request has a session that passed.
    pub(super) fn has_session(&self) -> bool {
        self.admitted
            .try_lock()
            .is_ok_and(|admitted| admitted.session.is_some())
    }
}

fn no_token() -> Error {
    Error::unauthorised(UnauthorisedReason::NoToken, false)
}
