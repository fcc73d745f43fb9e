//! Requests of the route audit: guards are asked what they demand, and verify nothing.

use std::any::type_name;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rocket::Route;
use rocket::http::{Method, Status};
use rocket::request::{Outcome, Request};

use super::route_id::RouteId;
use crate::error::{Error, UnauthorisedReason};
use crate::policy::DefaultPolicy;
use crate::session::VerifyOptions;

/// The status of a request that one of our guards has ended. No other cause has it.
const ENDED: Status = Status::new(599);

/// What is asked of one route. The request that asks comes to all routes of its path, in Rocket's order.
#[derive(Debug)]
pub(crate) struct Asked {
    route: RouteId,
    heard: Mutex<Heard>,
}

/// What was heard while the request was under way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heard {
    /// What the guards of the route demand, in the order in which they ran.
    pub(crate) demands: Vec<Demand>,
    /// The route that the request came to last.
    pub(crate) last: Option<LastRoute>,
    /// Whether one of our guards ended the request, and so no handler ran.
    pub(crate) ended: bool,
}

/// What one guard demands.
#[derive(Debug, Clone)]
pub(crate) struct Demand {
    pub(crate) by: DemandedBy,
    /// The type of the policy, with all its modules.
    pub(crate) policy: &'static str,
    pub(crate) options: VerifyOptions,
}

/// Where a demand stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DemandedBy {
    Attribute,
    Mount,
    /// A parameter of the route, or a guard that the application has written.
    Guard,
}

#[derive(Debug, Clone)]
pub(crate) struct LastRoute {
    pub(crate) method: Method,
    pub(crate) rank: isize,
    pub(crate) uri: String,
}

impl Asked {
    pub(crate) fn of(route: &Route) -> Arc<Self> {
        Arc::new(Self {
            route: RouteId::of(route),
            heard: Mutex::default(),
        })
    }

    pub(crate) fn heard(&self) -> Heard {
        self.lock().clone()
    }

    /// Whether the request has come to the route.
    fn is_there(&self, request: &Request<'_>) -> bool {
        request.route().map(RouteId::of).as_ref() == Some(&self.route)
    }

    /// The guard of an attribute. It ends the request in any case.
    pub(super) fn attribute(
        &self,
        request: &Request<'_>,
        policy: &'static str,
        options: VerifyOptions,
    ) -> Result<(), Error> {
        Err(self.note(request, DemandedBy::Attribute, policy, options))
    }

    /// The policy of a mount. What lets anonymous requests through lets this one through to what stands behind it.
    pub(super) fn mount(
        &self,
        request: &Request<'_>,
        policy: &'static str,
        options: VerifyOptions,
    ) -> Result<(), Error> {
        let required = options.required;
        let refusal = self.note(request, DemandedBy::Mount, policy, options);
        if required { Err(refusal) } else { Ok(()) }
    }

    /// A guard that names a policy.
    pub(super) fn guard<T>(
        &self,
        request: &Request<'_>,
        policy: &'static str,
        options: VerifyOptions,
    ) -> Result<T, Error> {
        Err(self.note(request, DemandedBy::Guard, policy, options))
    }

    /// A `Session` on a route without an attribute.
    pub(super) fn session<T>(&self, request: &Request<'_>) -> Outcome<T, Error> {
        let policy = type_name::<DefaultPolicy>();
        let options = VerifyOptions::default();
        let refusal = self.note(request, DemandedBy::Guard, policy, options);
        self.outcome(request, refusal)
    }

    fn note(
        &self,
        request: &Request<'_>,
        by: DemandedBy,
        policy: &'static str,
        options: VerifyOptions,
    ) -> Error {
        if self.is_there(request) {
            let demand = Demand {
                by,
                policy,
                options,
            };
            self.lock().demands.push(demand);
        }
        Error::unauthorised(UnauthorisedReason::NoToken, false)
    }

    /// The outcome of a guard that would refuse an anonymous request. On other routes it forwards, so that the request
    /// comes to the one that is asked for.
    pub(super) fn outcome<T>(&self, request: &Request<'_>, error: Error) -> Outcome<T, Error> {
        if self.is_there(request) {
            Outcome::Error((ENDED, error))
        } else {
            Outcome::Forward(Status::NotFound)
        }
    }

    /// Notes how the request ended.
    pub(super) fn note_end(&self, request: &Request<'_>, status: Status) {
        let mut heard = self.lock();
        heard.ended = status == ENDED;
        heard.last = request.route().map(|route| LastRoute {
            method: route.method,
            rank: route.rank,
            uri: route.uri.to_string(),
        });
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
