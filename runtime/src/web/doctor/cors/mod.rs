//! Whether the front end may read the responses: the application sends itself what a browser would send.

mod http;
mod judge;

use std::time::Duration;

use rocket::http::Method;
use rocket::{Orbit, Rocket, Route};

use self::http::{Response, Server};
use self::judge::{Trouble, hidden_headers};
use crate::config::{Domain, REFRESH_PATH};
use crate::doctor::Finding;
use crate::session::SuperTokens;
use crate::transfer::{CORS_HEADERS, FRONT_TOKEN};
use crate::web::launch_question::{ANSWER_HEADER, LaunchQuestion, NAME};

/// How long all of it may take. Then there is no result.
const TIME: Duration = Duration::from_secs(10);

/// What to ask this application, and as whom.
pub(super) struct CorsCheck {
    server: Server,
    /// The front end.
    origin: String,
    /// Of the refresh route.
    path: String,
    query: String,
    answer: String,
    /// Headers that the front end must be able to read.
    exposed: Vec<String>,
    /// Methods of the application's routes that browsers ask for first, each with the path of one such route.
    methods: Vec<(Method, String)>,
}

impl CorsCheck {
    /// `None` if there is nothing to ask: API and front end are one origin, or the front end depends on the request; it
    /// is switched off; or the application cannot be asked, because it uses TLS itself, does not listen, or has a
    /// refresh route of its own.
    pub(super) fn of(rocket: &Rocket<Orbit>, super_tokens: &SuperTokens) -> Option<Self> {
        let config = super_tokens.config();
        let app = &config.app;
        let question = rocket.state::<LaunchQuestion>()?;
        let website = config.website().map(Domain::as_str)?;
        let listener = rocket.config();
        if !app.checks_cors_at_launch
            || website == app.api_domain.as_str()
            || !config.routes.refresh
            || listener.tls_enabled()
            || listener.port == 0
        {
            return None;
        }
        let names = &config.transfer.without_request().names;
        let exposed = [FRONT_TOKEN, &names.access_header, &names.refresh_header];
        Some(Self {
            server: Server::new(listener.address, listener.port, app.api_domain.authority()),
            origin: website.to_owned(),
            path: format!("{}{REFRESH_PATH}", app.api_base_path),
            query: question.query.clone(),
            answer: question.answer.clone(),
            exposed: exposed.map(str::to_owned).to_vec(),
            methods: methods_to_ask_for(rocket.routes()),
        })
    }

    /// What is wrong; `None` if the application did not respond, or another one did.
    pub(super) async fn run(self) -> Option<Vec<Finding>> {
        tokio::time::timeout(TIME, self.ask()).await.ok().flatten()
    }

    async fn ask(&self) -> Option<Vec<Finding>> {
        if !self.is_our_port().await? {
            return None;
        }
        let response = self.refresh(Some(&self.origin)).await?;
        if !self.is_from_us(&response) {
            // Some CORS fairings refuse the requests of other origins, and say nothing else to them.
            let without_origin = self.refresh(None).await?;
            let refused = Finding::CorsOrigin {
                origin: self.origin.clone(),
                allowed: None,
            };
            return self.is_from_us(&without_origin).then(|| vec![refused]);
        }
        let mut troubles = Trouble::in_response(&response, &self.origin);
        let mut others = Vec::new();
        // Where the headers are missing altogether, the finding says to write all of them.
        if !troubles.contains(&Trouble::Missing) {
            let hidden = hidden_headers(&response, &self.exposed);
            if !hidden.is_empty() {
                others.push(Finding::CorsHiddenHeaders { headers: hidden });
            }
            others.extend(self.ask_preflights(&mut troubles).await?);
        }
        let troubles = troubles.into_iter();
        let findings = troubles.map(|trouble| trouble.into_finding(&self.origin));
        Some(findings.chain(others).collect())
    }

    /// What else is wrong with the preflights. Troubles that only they have are added to the known ones.
    async fn ask_preflights(&self, known: &mut Vec<Trouble>) -> Option<Vec<Finding>> {
        let mut findings = Vec::new();
        let mut methods = self.methods.clone();
        let all = self.preflight(Method::Post, &self.path, &CORS_HEADERS);
        if !all
            .await?
            .allows_headers(&self.origin, known, &CORS_HEADERS)
        {
            // Some fairings do not say what they miss, so they are asked for one thing at a time.
            let bare = self.preflight(Method::Get, &self.path, &[]).await?;
            if !bare.is_success() || bare.allowed_origin().is_none() {
                return Some(vec![Finding::CorsPreflight {
                    origin: self.origin.clone(),
                    status: bare.status(),
                    has_headers: bare.allowed_origin().is_some(),
                }]);
            }
            for trouble in Trouble::in_response(&bare, &self.origin) {
                if !known.contains(&trouble) {
                    known.push(trouble);
                }
            }
            findings.extend(self.ask_for_headers(known).await?);
            methods.insert(0, (Method::Post, self.path.clone()));
        }
        let mut missing = Vec::new();
        for (method, path) in methods {
            let response = self.preflight(method, &some_path(&path), &[]).await?;
            if !response.allows_method(&self.origin, known, method.as_str()) {
                missing.push((method.to_string(), path));
            }
        }
        if !missing.is_empty() {
            findings.push(Finding::CorsMethods {
                origin: self.origin.clone(),
                methods: missing,
            });
        }
        Some(findings)
    }

    async fn ask_for_headers(&self, known: &[Trouble]) -> Option<Vec<Finding>> {
        let mut missing = Vec::new();
        let mut wildcard = false;
        for header in CORS_HEADERS {
            let response = self.preflight(Method::Get, &self.path, &[header]).await?;
            if !response.allows_headers(&self.origin, known, &[header]) {
                missing.push(header.to_owned());
                wildcard |= response.allows_all_headers();
            }
        }
        let finding = (!missing.is_empty()).then(|| Finding::CorsHeaders {
            origin: self.origin.clone(),
            headers: missing,
            wildcard,
        });
        Some(finding.into_iter().collect())
    }

    /// Whether it is this application that listens. A stranger is asked nothing else.
    async fn is_our_port(&self) -> Option<bool> {
        let target = format!("{}?{}", self.path, self.query);
        let response = self.server.send(Method::Get, &target, []).await?;
        Some(response.header(ANSWER_HEADER).as_deref() == Some(&*self.answer))
    }

    /// A refresh that our route knows as a question.
    async fn refresh(&self, origin: Option<&str>) -> Option<Response> {
        let headers = origin.map(|origin| ("origin", origin));
        let target = format!("{}?{}", self.path, self.query);
        self.server.send(Method::Post, &target, headers).await
    }

    async fn preflight(&self, method: Method, path: &str, headers: &[&str]) -> Option<Response> {
        let names = headers.join(",");
        let names = (!names.is_empty()).then_some(("access-control-request-headers", &*names));
        let origin = [
            ("origin", &*self.origin),
            ("access-control-request-method", method.as_str()),
        ];
        let target = format!("{path}?{NAME}");
        let headers = origin.into_iter().chain(names);
        self.server.send(Method::Options, &target, headers).await
    }

    fn is_from_us(&self, response: &Response) -> bool {
        response.body() == self.answer.as_bytes()
    }
}

/// Browsers send GET, HEAD and POST without asking for the method.
fn methods_to_ask_for<'a>(routes: impl Iterator<Item = &'a Route>) -> Vec<(Method, String)> {
    let mut methods = Vec::<(Method, String)>::new();
    for route in routes {
        let is_asked_for = matches!(route.method, Method::Put | Method::Patch | Method::Delete);
        if is_asked_for && !methods.iter().any(|(method, _)| *method == route.method) {
            methods.push((route.method, route.uri.path().to_owned()));
        }
    }
    methods.sort_by_key(|(method, _)| method.as_str());
    methods
}

/// A path that a route with this one may match. Only a preflight goes there.
fn some_path(path: &str) -> String {
    let parts = path.split('/');
    let parts = parts.map(|part| if part.starts_with('<') { "0" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use rocket::{delete, get, patch, put, routes};

    use super::*;

    #[delete("/a/<id>/b/<_..>")]
    fn remove(id: u8) -> String {
        id.to_string()
    }

    #[put("/x")]
    fn replace() {}

    #[put("/y")]
    fn replace_other() {}

    #[get("/z")]
    fn read() {}

    #[patch("/")]
    fn change() {}

    #[test]
    fn each_method_is_asked_for_once() {
        let routes = routes![replace, replace_other, read, change, remove];
        assert_eq!(
            methods_to_ask_for(routes.iter()),
            [
                (Method::Delete, "/a/<id>/b/<_..>".to_owned()),
                (Method::Patch, "/".to_owned()),
                (Method::Put, "/x".to_owned())
            ]
        );
        assert_eq!(some_path("/a/<id>/b/<_..>"), "/a/0/b/0");
    }
}
