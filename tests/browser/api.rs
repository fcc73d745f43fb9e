//! The API: the example's routes with CORS, and a list of the requests that arrived.

use std::mem;
use std::sync::{Arc, Mutex};

use rocket::fairing::AdHoc;
use rocket::http::Method;
use rocket::{Build, Request, Response, Rocket, Route};
use rocket_supertokens::Builder;
use rocket_supertokens_tests::{App, cors};

/// The API, until it is dropped.
pub(crate) struct Api {
    pub(crate) app: App,
    exchanges: Exchanges,
}

/// A request that arrived, and the status of the response. What the library adds to the response comes later.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) request_headers: Vec<(String, String)>,
    pub(crate) status: u16,
}

type Exchanges = Arc<Mutex<Vec<Exchange>>>;

impl Api {
    /// The example, on `rocket`, with these settings and further routes, for pages of these origins. Without any there
    /// is no CORS.
    pub(crate) async fn launch(
        rocket: Rocket<Build>,
        settings: Builder,
        routes: Vec<Route>,
        origins: &[String],
    ) -> Self {
        let mut rocket = rocket_example::rocket_with(rocket, settings).mount("/", routes);
        if !origins.is_empty() {
            rocket = rocket.attach(cors(origins).to_cors().expect("it is valid"));
        }
        Self::of(rocket).await
    }

    /// Another application.
    pub(crate) async fn of(rocket: Rocket<Build>) -> Self {
        let exchanges = Exchanges::default();
        let app = App::launch(rocket.attach(noting(Arc::clone(&exchanges)))).await;
        Self { app, exchanges }
    }

    /// How many requests have arrived.
    pub(crate) fn requests(&self) -> usize {
        self.exchanges.lock().expect("no panic").len()
    }

    /// All requests to this path so far.
    pub(crate) fn requests_to(&self, path: &str) -> Vec<Exchange> {
        let exchanges = self.exchanges.lock().expect("no panic");
        let wanted = |exchange: &&Exchange| exchange.path == path;
        exchanges.iter().filter(wanted).cloned().collect()
    }

    /// The last request to this path.
    pub(crate) fn last_request_to(&self, path: &str) -> Exchange {
        let mut requests = self.requests_to(path);
        requests.pop().expect("it arrived")
    }

    /// All requests since this was last asked: `"POST /auth/signout 200"`. They are forgotten.
    pub(crate) fn take_requests(&self) -> Vec<String> {
        let exchanges = mem::take(&mut *self.exchanges.lock().expect("no panic"));
        let exchanges = exchanges.iter();
        exchanges
            .map(|it| format!("{} {} {}", it.method, it.path, it.status))
            .collect()
    }

    /// How often the front end has asked for new tokens.
    pub(crate) fn refreshes(&self) -> usize {
        self.requests_to("/auth/session/refresh").len()
    }
}

/// Preflights are the browser's own.
fn noting(exchanges: Exchanges) -> AdHoc {
    AdHoc::on_response("What arrived", move |request, response| {
        if request.method() != Method::Options {
            let exchange = Exchange::new(request, response);
            exchanges.lock().expect("no panic").push(exchange);
        }
        Box::pin(async {})
    })
}

impl Exchange {
    fn new(request: &Request<'_>, response: &Response<'_>) -> Self {
        let text = |name: &dyn ToString, value: &str| (name.to_string(), value.to_owned());
        let request_headers = request.headers().iter();
        Self {
            method: request.method().to_string(),
            path: request.uri().path().to_string(),
            request_headers: request_headers
                .map(|header| text(&header.name(), header.value()))
                .collect(),
            status: response.status().code,
        }
    }

    /// A header of the request.
    pub(crate) fn request_header(&self, name: &str) -> Option<&str> {
        let mut headers = self.request_headers.iter();
        let header = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_str())
    }
}
