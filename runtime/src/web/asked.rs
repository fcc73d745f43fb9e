//! Requests of the route audit: guards are asked what they demand, and verify nothing.

use std::any::type_name;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rocket::http::{Method, Status};
use rocket::request::{Outcome, Request};
use rocket::{Response, Route};

use super::handled::{mark_handled, take_handled};
use super::response::{OWN_CATCHER, Refusals};
use super::route_id::RouteId;
use crate::error::{Error, UnauthorisedReason};
use crate::policy::DefaultPolicy;
use crate::session::VerifyOptions;

/// The status with which our guards fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailsWith {
    /// One that has no other cause: whatever ends with it was ended by a guard of ours.
    OwnStatus,
    /// That of a refusal, for guards of the application that decide by the status.
    RealStatus,
}

const OWN_STATUS: Status = Status::new(599);

/// What is asked of one route. The request that asks comes to all routes of its path, in Rocket's order.
#[derive(Debug)]
pub(crate) struct Asked {
    route: RouteId,
    fails_with: FailsWith,
    heard: Mutex<Heard>,
}

/// What was heard while the request was under way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heard {
    /// What the guards of the route demand, in the order in which they ran.
    pub(crate) demands: Vec<Demand>,
    /// The route that the request came to last.
    pub(crate) last: Option<LastRoute>,
    /// The status with which the first of our guards failed.
    failed_with: Option<Status>,
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
    pub(crate) fn of(route: &Route, fails_with: FailsWith) -> Arc<Self> {
        Arc::new(Self {
            route: RouteId::of(route),
            fails_with,
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

    /// A `Session` on a route without an attribute.
    pub(super) fn session<T>(&self, request: &Request<'_>) -> Outcome<T, Error> {
        let policy = type_name::<DefaultPolicy>();
        let options = VerifyOptions::default();
        let refusal = self.note(request, DemandedBy::Guard, policy, options);
        self.outcome(request, refusal)
    }

    /// Notes what a guard demands, and gives the failure with which it ends the request.
    pub(super) fn note(
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
        if !self.is_there(request) {
            return Outcome::Forward(Status::NotFound);
        }
        let status = match self.fails_with {
            FailsWith::OwnStatus => OWN_STATUS,
            FailsWith::RealStatus => {
                let refusal = Refusals::refusal_in(request.rocket(), error.clone());
                Status::new(refusal.catcher_status)
            }
        };
        let mut heard = self.lock();
        // Once: a catcher may ask for a session too, and is no handler.
        if heard.failed_with.is_none() {
            heard.failed_with = Some(status);
            mark_handled(request);
        }
        Outcome::Error((status, error))
    }

    /// Notes how the request ended.
    pub(super) fn note_end(&self, request: &Request<'_>, response: &mut Response<'_>) {
        let by_handler = take_handled(response);
        let mut heard = self.lock();
        let is_end = |failed| is_end(request, failed, response.status());
        heard.ended = !by_handler && heard.failed_with.is_some_and(is_end);
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

/// Whether a response of no handler has the status of a guard that failed. A catcher that the application has for just
/// this status may have made a page or a redirection of it.
fn is_end(request: &Request<'_>, failed: Status, status: Status) -> bool {
    let has_catcher = || {
        let mut catchers = request.rocket().catchers();
        catchers.any(|it| it.code == Some(failed.code) && it.name.as_deref() != Some(OWN_CATCHER))
    };
    status == failed || (status.code < 400 && has_catcher())
}
