//! The request by which a route is asked what it demands.

use std::sync::Arc;

use rocket::http::uncased::UncasedStr;
use rocket::http::{Header, MediaType, Method};
use rocket::route::RouteUri;
use rocket::{Orbit, Request, Rocket, Route};

use super::route::{AuditedRoute, Demand, DemandedBy, Protection};
use crate::error::Error;
use crate::session::SuperTokens;
use crate::web::{
    self, Asked, FailsWith, Heard, LastRoute, OwnRoutes, RequestState, is_witness, short_name,
};

/// Stands for every parameter of a path. It is none of the words that a route has in such a place.
const PARAMETER: &str = "supertokens-route-audit";

/// A route, and what is asked of it.
pub(super) struct Question<'r> {
    route: &'r Route,
    super_tokens: &'r SuperTokens,
    is_own: bool,
    first: Arc<Asked>,
    second: Arc<Asked>,
    uri: String,
}

/// How often a route is asked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Round {
    First,
    /// For what a guard demands. It may be one of the application's that decides by the status of ours.
    Second,
}

impl Round {
    pub(super) const ALL: [Self; 2] = [Self::First, Self::Second];
}

/// A question for every route that requests can reach.
///
/// # Panics
/// If the fairing is not attached.
pub(super) fn questions(rocket: &Rocket<Orbit>) -> Vec<Question<'_>> {
    let super_tokens = rocket
        .state()
        .unwrap_or_else(|| panic!("{}", Error::NotAttached));
    let own = rocket.state::<OwnRoutes>();
    let routes = rocket.routes().filter(|route| !is_witness(route));
    let questions = routes.map(|route| Question {
        route,
        super_tokens,
        is_own: own.is_some_and(|own| own.contains(route)),
        first: Asked::of(route, FailsWith::OwnStatus),
        second: Asked::of(route, FailsWith::RealStatus),
        uri: example(&route.uri),
    });
    questions.collect()
}

impl Question<'_> {
    /// Whether a request is needed. The routes of the fairing are known.
    pub(super) fn is_open(&self, round: Round) -> bool {
        !self.is_own
            && match round {
                Round::First => true,
                Round::Second => is_ended_by_guard(&self.first.heard()),
            }
    }

    pub(super) fn method(&self) -> Method {
        self.route.method
    }

    pub(super) fn uri(&self) -> String {
        self.uri.clone()
    }

    /// What a request needs to match the format of the route.
    pub(super) fn headers(&self) -> impl Iterator<Item = Header<'static>> {
        let name = match self.route.method.supports_payload() {
            true => "Content-Type",
            false => "Accept",
        };
        let format = self.route.format.as_ref().map(concrete);
        format.map(|format| Header::new(name, format)).into_iter()
    }

    /// Puts the question into the request that is to be dispatched.
    ///
    /// # Panics
    /// If the fairing is not attached.
    pub(super) fn put_into(&self, request: &Request<'_>, round: Round) {
        let asked = match round {
            Round::First => &self.first,
            Round::Second => &self.second,
        };
        let result = RequestState::ask(request, Arc::clone(asked));
        assert!(result.is_ok(), "{}", Error::NotAttached);
    }

    /// What was heard of the route.
    pub(super) fn answer(&self) -> AuditedRoute {
        let route = self.route;
        AuditedRoute {
            method: route.method,
            uri: route.uri.to_string(),
            rank: route.rank,
            format: route.format.as_ref().map(ToString::to_string),
            name: route.name.as_ref().map(ToString::to_string),
            protection: if self.is_own {
                Protection::OfSuperTokens
            } else {
                self.protection(self.first.heard())
            },
        }
    }

    /// Only what a guard said on this very route makes it a protected one. Whatever is not certain, is not.
    fn protection(&self, heard: Heard) -> Protection {
        let demands = || {
            heard
                .demands
                .iter()
                .map(|demand| self.demand(demand))
                .collect()
        };
        if is_certain(&heard) || (is_ended_by_guard(&heard) && self.second.heard().ended) {
            Protection::Required(demands())
        } else if heard.demands.iter().any(|demand| demand.options.required) {
            Protection::Unclear(demands())
        } else if !heard.demands.is_empty() {
            Protection::Optional(demands())
        } else if self.was_reached(heard.last.as_ref()) {
            Protection::Open
        } else {
            let answered_by = heard
                .last
                .map(|last| format!("{} {}", last.method, last.uri));
            Protection::NotReached { answered_by }
        }
    }

    /// Whether the request came as far as this route: Rocket tries them by rank, and after those for HEAD those for GET.
    fn was_reached(&self, last: Option<&LastRoute>) -> bool {
        last.is_some_and(|last| last.method != self.route.method || last.rank >= self.route.rank)
    }

    fn demand(&self, demand: &web::Demand) -> Demand {
        let options = &demand.options;
        let validators = options
            .claims
            .validators(self.super_tokens.global_claim_validators());
        Demand {
            by: match demand.by {
                web::DemandedBy::Attribute => DemandedBy::Attribute,
                web::DemandedBy::Mount => DemandedBy::Mount,
                web::DemandedBy::Guard => DemandedBy::Guard,
            },
            policy: policy_name(demand.policy),
            required: options.required,
            check_database: options.check_database,
            anti_csrf_check: options.anti_csrf_check,
            claims: validators.iter().map(|it| it.id().to_owned()).collect(),
        }
    }
}

/// Whether an attribute or a mount demands a session, which no code of the application can change.
fn is_certain(heard: &Heard) -> bool {
    let is_certain =
        |demand: &web::Demand| demand.options.required && demand.by != web::DemandedBy::Guard;
    heard.demands.iter().any(is_certain)
}

/// Whether a guard that demands a session has ended the request, and nothing more certain.
fn is_ended_by_guard(heard: &Heard) -> bool {
    let last = heard.demands.last();
    heard.ended && !is_certain(heard) && last.is_some_and(|demand| demand.options.required)
}

/// A URI that matches the route: its words as they are, something for its parameters.
fn example(uri: &RouteUri<'_>) -> String {
    let is_parameter = |part: &str| part.starts_with('<') && part.ends_with('>');
    let segment = |segment| {
        if is_parameter(segment) {
            PARAMETER
        } else {
            segment
        }
    };
    let path: Vec<_> = uri.path().split('/').map(segment).collect();
    let query = uri.query().into_iter().flat_map(|query| query.split('&'));
    let query: Vec<_> = query.filter(|part| !is_parameter(part)).collect();
    let separator = if query.is_empty() { "" } else { "?" };
    format!("{}{separator}{}", path.join("/"), query.join("&"))
}

/// A media type that a request can have, without the wildcards of a route's.
fn concrete(format: &MediaType) -> String {
    let part = |part: &UncasedStr| match part == "*" {
        true => "x".to_owned(),
        false => part.to_string(),
    };
    format!("{}/{}", part(format.top()), part(format.sub()))
}

/// The policy as the application calls it; `None` if the library or the attribute has made it.
fn policy_name(full: &str) -> Option<String> {
    let own = full
        .split_once("::")
        .is_some_and(|(krate, _)| krate == env!("CARGO_PKG_NAME"));
    let of_attribute = full.contains("::__verify_session_");
    let combined = full.contains("policy::all_of::AllOf<");
    (!of_attribute && (!own || combined)).then(|| short_name(full))
}

#[cfg(test)]
mod tests {
    use rocket::http::Method;
    use rocket::route::dummy_handler;

    use super::*;
    use crate::policy::{AllOf, DefaultPolicy};

    #[test]
    fn examples_match_their_routes() {
        for (uri, expected) in [
            ("/", "/"),
            (
                "/a/<b>/c/<d..>",
                "/a/supertokens-route-audit/c/supertokens-route-audit",
            ),
            ("/<_>?<page>", "/supertokens-route-audit"),
            ("/a?x=1&<page>&y&<rest..>", "/a?x=1&y"),
        ] {
            let route = Route::new(Method::Get, uri, dummy_handler);
            assert_eq!(example(&route.uri), expected);
        }
    }

    #[test]
    fn formats_become_those_of_requests() {
        assert_eq!(concrete(&MediaType::JSON), "application/json");
        assert_eq!(concrete(&MediaType::new("text", "*")), "text/x");
        assert_eq!(concrete(&MediaType::Any), "x/x");
    }

    #[test]
    fn only_policies_of_the_application_have_a_name() {
        let name = std::any::type_name::<DefaultPolicy>();
        assert_eq!(policy_name(name), None);
        assert_eq!(policy_name("app::routes::__verify_session_like"), None);
        assert_eq!(policy_name("app::Admin").as_deref(), Some("Admin"));
        let name = std::any::type_name::<AllOf<DefaultPolicy, DefaultPolicy>>();
        let expected = "AllOf<DefaultPolicy, DefaultPolicy>";
        assert_eq!(policy_name(name).as_deref(), Some(expected));
    }
}
