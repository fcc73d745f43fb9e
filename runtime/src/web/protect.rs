//! Protects all routes of a mount.

use std::any::type_name;
use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use rocket::http::{Method, Status};
use rocket::request::{FromRequest, Outcome};
use rocket::route::{self, Handler};
use rocket::{Data, Ignite, Request, Rocket, Route, Sentinel, routes};

use super::guards::{OfPolicy, abort_without_fairing, admit};
use super::refusal::refuse;
use super::state::{AdmittedBy, RequestState};
use crate::error::{Error, UnauthorisedReason};
use crate::policy::{Policy, Presence};

#[doc = include_str!("../../docs/protect.md")]
pub fn protect<P: Policy>(routes: impl Into<Vec<Route>>) -> Vec<Route> {
    let protection = Protection {
        of_policy: OfPolicy::new::<P>(),
        required: P::Presence::REQUIRED,
    };
    let mut policy = short_name(type_name::<P>());
    if !protection.required {
        policy += OPTIONAL;
    }
    protected(routes.into(), protection, &policy)
}

/// Separate, so that rustc compiles it once and not for every policy.
fn protected(mut routes: Vec<Route>, protection: Protection, policy: &str) -> Vec<Route> {
    if let Some(first) = routes.first()
        && !routes.iter().any(is_witness)
    {
        routes.push(witness(first));
    }
    for route in &mut routes {
        if !is_witness(route) {
            let name = route.name.take();
            let separator = if name.is_some() { ", " } else { "" };
            let name = name.unwrap_or_default();
            route.name = Some(format!("{name}{separator}{PROTECTED_BY}{policy}").into());
        }
        let handler = Protected {
            protection,
            inner: route.handler.clone(),
        };
        route.handler = Box::new(handler);
    }
    routes
}

/// What stands before the policy in the name of a protected route.
const PROTECTED_BY: &str = "protected by ";

/// What stands behind a policy that lets anonymous requests through.
const OPTIONAL: &str = " (optional)";

/// The name that a route had before its mounts protected it, and whether one of them requires a session. `None` if no
/// mount protects it.
pub(super) fn without_mounts(route: &Route) -> (&str, Option<bool>) {
    let name = route.name.as_deref().unwrap_or_default();
    let Some((before, policies)) = name.split_once(PROTECTED_BY) else {
        return (name, None);
    };
    let before = before.strip_suffix(", ").unwrap_or(before);
    let mut policies = policies.split(PROTECTED_BY);
    let required = policies.any(|policy| !policy.trim_end_matches(", ").ends_with(OPTIONAL));
    (before, Some(required))
}

/// What a mount demands of its requests.
#[derive(Clone, Copy)]
struct Protection {
    of_policy: OfPolicy,
    required: bool,
}

/// A route's handler behind a policy.
#[derive(Clone)]
struct Protected {
    protection: Protection,
    inner: Box<dyn Handler>,
}

#[rocket::async_trait]
impl Handler for Protected {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> route::Outcome<'r> {
        if let Err(error) = admit(request, self.protection.of_policy, AdmittedBy::Mount).await {
            return refused(request, data, error);
        }
        if self.protection.required {
            return self.inner.handle(request, data).await;
        }
        let missed_session =
            || RequestState::existing(request).is_some_and(RequestState::take_missed);
        // It does not matter what an earlier route has missed.
        missed_session();
        let outcome = self.inner.handle(request, data).await;
        // The route has a `Session` where the policy lets anonymous requests through. The attribute does not let that
        // compile; here it is a refusal like any other.
        if matches!(outcome, route::Outcome::Error(Status::Unauthorized)) && missed_session() {
            let error = Error::unauthorised(UnauthorisedReason::NoToken, false);
            return match refuse::<Infallible>(request, error) {
                Outcome::Error((status, _)) => route::Outcome::Error(status),
                _ => outcome,
            };
        }
        outcome
    }
}

/// The outcome of a route whose mount does not let the request through.
fn refused<'r>(request: &'r Request<'_>, data: Data<'r>, error: Error) -> route::Outcome<'r> {
    match refuse::<Infallible>(request, error) {
        Outcome::Success(never) => match never {},
        Outcome::Error((status, _)) => route::Outcome::error(status),
        Outcome::Forward(status) => route::Outcome::forward(data, status),
    }
}

/// A route that no request reaches. It stops the launch without the fairing: the wrapped routes cannot, because Rocket
/// takes their sentinels from the parameters of their functions.
///
/// It has the path of one of the routes, and a rank that no other route has.
fn witness(route: &Route) -> Route {
    let mut witness = routes![needs_fairing].remove(0);
    let mut hasher = DefaultHasher::new();
    (route.method, route.rank, &route.name).hash(&mut hasher);
    (
        route.uri.as_str(),
        route.format.as_ref().map(ToString::to_string),
    )
        .hash(&mut hasher);
    witness.name = Some(WITNESS.into());
    // Of this method there is no request with a path.
    witness.method = Method::Connect;
    witness.uri = route.uri.clone();
    witness.rank = hasher.finish() as isize;
    witness
}

/// The name of the route that stops the launch.
const WITNESS: &str = "stops the launch if SuperTokens' fairing is missing";

/// Whether this is such a route, or at least a route that no request reaches.
pub(crate) fn is_witness(route: &Route) -> bool {
    route.method == Method::Connect && route.name.as_deref() == Some(WITNESS)
}

#[rocket::get("/")]
fn needs_fairing(_fairing: FairingOfProtectedRoutes) {}

/// Fails at launch, and admits no request.
struct FairingOfProtectedRoutes;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for FairingOfProtectedRoutes {
    type Error = Infallible;

    async fn from_request(_: &'r Request<'_>) -> Outcome<Self, Infallible> {
        Outcome::Forward(Status::NotFound)
    }
}

impl Sentinel for FairingOfProtectedRoutes {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        abort_without_fairing(rocket)
    }
}

/// The name of a type without the modules that it is in, and that its parameters are in.
pub(crate) fn short_name(full: &str) -> String {
    let mut short = String::new();
    for part in full.split_inclusive(|c: char| !(c.is_alphanumeric() || "_:".contains(c))) {
        short += part.rsplit("::").next().unwrap_or(part);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{AllOf, DefaultPolicy, Optional, Required};

    #[test]
    fn names_are_as_one_would_write_them() {
        assert_eq!(short_name(type_name::<DefaultPolicy>()), "DefaultPolicy");
        let nested = type_name::<AllOf<DefaultPolicy, AllOf<Required, Optional>>>();
        assert_eq!(
            short_name(nested),
            "AllOf<DefaultPolicy, AllOf<Required, Optional>>"
        );
        assert_eq!(short_name("a::b::C<u8, [a::D; 3]>"), "C<u8, [D; 3]>");
    }
}
