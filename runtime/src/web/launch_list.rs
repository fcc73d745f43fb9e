//! Which routes are protected, as far as it is known at launch, where no request has asked them.
//!
//! The attribute makes a type for each route, which Rocket calls at launch: so it is known which protected functions are
//! mounted, by their names. Rocket does not say which of its routes they are.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Mutex, PoisonError};

use rocket::{Ignite, Orbit, Rocket, Route};

use super::guards::{Guard, abort_without_fairing};
use super::protect::{is_witness, without_mounts};
use super::routes::OwnRoutes;
use crate::policy::{Policy, Presence};

/// The functions with an attribute that are mounted.
#[derive(Default)]
pub(super) struct LaunchList(Mutex<Vec<Function>>);

/// A function as its attributes describe it.
#[derive(Debug, Clone, Copy)]
struct Function {
    name: &'static str,
    method: &'static str,
    uri: &'static str,
    required: bool,
}

/// The sentinel of a route with the attribute, by its guard. rustc reports what is no policy where the guard is used;
/// here it takes the fallback.
#[derive(Debug)]
pub struct AtLaunch<G>(PhantomData<fn() -> G>);

impl<P: Policy> AtLaunch<Guard<P>> {
    /// Whether to stop the launch. Notes the route if not.
    pub fn abort(
        rocket: &Rocket<Ignite>,
        name: &'static str,
        method: &'static str,
        uri: &'static str,
    ) -> bool {
        let required = P::Presence::REQUIRED;
        abort_or_note(
            rocket,
            Function {
                name,
                method,
                uri,
                required,
            },
        )
    }
}

/// The fallback for what is no policy.
pub trait AtLaunchFallback {
    /// Whether to stop the launch.
    fn abort(rocket: &Rocket<Ignite>, _: &'static str, _: &'static str, _: &'static str) -> bool {
        abort_without_fairing(rocket)
    }
}

impl<G> AtLaunchFallback for AtLaunch<G> {}

/// Separate, so that rustc compiles it once and not for every policy.
fn abort_or_note(rocket: &Rocket<Ignite>, function: Function) -> bool {
    if let Some(list) = rocket.state::<LaunchList>() {
        list.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(function);
    }
    abort_without_fairing(rocket)
}

/// What is known of a mounted route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Protected,
    /// Anonymous requests are let through.
    Optional,
    /// It has neither an attribute nor a protected mount. Whether it has a `Session` parameter is not seen here.
    Open,
    /// Routes have the same name, method and path, and not all of them have an attribute.
    Unknown,
}

impl LaunchList {
    /// Logs how many routes are protected, and at the level `DEBUG` which.
    pub(super) fn log(&self, rocket: &Rocket<Orbit>) {
        let own = rocket.state::<OwnRoutes>();
        let is_own = |route: &Route| own.is_some_and(|own| own.contains(route));
        let is_of_application = |route: &&Route| !is_witness(route) && !is_own(route);
        let routes: Vec<_> = rocket.routes().filter(is_of_application).collect();
        let functions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known: Vec<_> = routes
            .iter()
            .map(|route| known(route, &routes, &functions))
            .collect();
        let count = |wanted| known.iter().filter(|known| **known == wanted).count();
        let unknown = match count(Known::Unknown) {
            0 => String::new(),
            unknown => format!(", {unknown} not told from others of the same name and path"),
        };
        tracing::info!(
            "routes: {} protected, {} for anonymous requests too, {} open or guarded by a parameter alone{unknown}",
            count(Known::Protected),
            count(Known::Optional),
            count(Known::Open),
        );
        for (route, known) in routes.iter().zip(known) {
            let name = route.name.as_deref().unwrap_or("-");
            tracing::debug!("{} {} ({name}): {known}", route.method, route.uri);
        }
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Protected => "protected",
            Self::Optional => "lets anonymous requests through",
            Self::Open => "open, or guarded by a parameter alone",
            Self::Unknown => "not told from others of the same name and path",
        })
    }
}

/// Rocket does not say which function a route is. But each function with an attribute is noted once, and only if it is
/// mounted. So if there are as many such functions as routes that look like them, these are the routes.
fn known(route: &Route, routes: &[&Route], functions: &[Function]) -> Known {
    let (_, mount) = without_mounts(route);
    if mount == Some(true) {
        return Known::Protected;
    }
    let noted: Vec<_> = functions
        .iter()
        .filter(|function| function.may_be(route))
        .collect();
    let Some(first) = noted.first() else {
        return if mount.is_some() {
            Known::Optional
        } else {
            Known::Open
        };
    };
    let similar = routes.iter().filter(|other| first.may_be(other)).count();
    if noted.len() != similar || noted.iter().any(|other| other.required != first.required) {
        Known::Unknown
    } else if first.required {
        Known::Protected
    } else {
        Known::Optional
    }
}

impl Function {
    fn may_be(&self, route: &Route) -> bool {
        let (name, _) = without_mounts(route);
        let uri = route.uri.unmounted_origin.to_string();
        name == self.name
            && route.method.as_str().eq_ignore_ascii_case(self.method)
            // A URI that the attribute has not found may be any.
            && (self.uri.is_empty() || uri == self.uri)
    }
}
