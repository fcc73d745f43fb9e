//! The route audit: which routes run without a session, found by asking the application itself.

// From the ground up: a module uses only those above it. The empty lines keep the order.
mod route;

mod question;

mod exceptions;

use std::fmt;

use rocket::local::blocking;

use self::exceptions::objections;
use self::question::{Question, Round, questions};
pub use self::route::{AuditedRoute, Demand, DemandedBy, Protection};

#[doc = include_str!("../../../docs/audit.md")]
pub fn audit(client: &blocking::Client) -> RouteAudit {
    let questions = questions(client.rocket());
    for round in Round::ALL {
        for question in questions.iter().filter(|question| question.is_open(round)) {
            let request = client.req(question.method(), question.uri());
            let headers = question.headers();
            let request = headers.fold(request, blocking::LocalRequest::header);
            question.put_into(&request, round);
            drop(request.dispatch());
        }
    }
    RouteAudit::of(&questions)
}

pub mod asynchronous {
    //! The same for Rocket's asynchronous client.

    use rocket::local::asynchronous::{Client, LocalRequest};

    use super::RouteAudit;
    use super::question::{Round, questions};

    /// [`audit`](super::audit()) for Rocket's asynchronous client.
    ///
    /// # Panics
    /// If the fairing is not attached.
    pub async fn audit(client: &Client) -> RouteAudit {
        let questions = questions(client.rocket());
        for round in Round::ALL {
            for question in questions.iter().filter(|question| question.is_open(round)) {
                let request = client.req(question.method(), question.uri());
                let request = question.headers().fold(request, LocalRequest::header);
                question.put_into(&request, round);
                drop(request.dispatch().await);
            }
        }
        RouteAudit::of(&questions)
    }
}

/// What [`audit`] has found: every mounted route, and what it demands of a session.
///
/// `Display` writes a table.
#[derive(Debug, Clone)]
pub struct RouteAudit {
    routes: Vec<AuditedRoute>,
}

impl RouteAudit {
    fn of(questions: &[Question<'_>]) -> Self {
        let mut routes: Vec<_> = questions.iter().map(Question::answer).collect();
        routes.sort_by(|a, b| {
            (&a.uri, a.method.as_str(), a.rank).cmp(&(&b.uri, b.method.as_str(), b.rank))
        });
        Self { routes }
    }

    /// The routes, sorted by URI, method and rank.
    pub fn routes(&self) -> &[AuditedRoute] {
        &self.routes
    }

    /// Asserts that all routes demand a session, but those that are named.
    ///
    /// An exception is the URI of a route as it is mounted, parameters included: `"/"`, `"/comments/<id>"`. It has to
    /// stand for one route. If there are several with this URI, say which: `"POST /login"`. The routes of
    /// SuperTokens itself need no exception.
    ///
    /// # Panics
    /// Naming the routes, if one runs without a session and is no exception. A route that lets anonymous requests
    /// through, such as one with `required = false`, does. Also if an exception stands for no route, for several, or
    /// for one that is protected.
    #[track_caller]
    pub fn assert_all_protected_except<E: AsRef<str>>(
        &self,
        exceptions: impl IntoIterator<Item = E>,
    ) {
        let exceptions: Vec<E> = exceptions.into_iter().collect();
        let exceptions: Vec<&str> = exceptions.iter().map(AsRef::as_ref).collect();
        let objections = objections(&self.routes, &exceptions);
        assert!(objections.is_empty(), "{}", objections.join("\n"));
    }
}

impl fmt::Display for RouteAudit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let longest = |column: fn(&AuditedRoute) -> String| {
            let lengths = self
                .routes
                .iter()
                .map(|route| column(route).chars().count());
            lengths.max().unwrap_or_default()
        };
        let [method, uri, name] = [
            AuditedRoute::method_column,
            AuditedRoute::uri_column,
            AuditedRoute::name_column,
        ]
        .map(longest);
        for route in &self.routes {
            writeln!(
                f,
                "{:method$}  {:uri$}  {:name$}  {}",
                route.method_column(),
                route.uri_column(),
                route.name_column(),
                route.protection
            )?;
        }
        Ok(())
    }
}
