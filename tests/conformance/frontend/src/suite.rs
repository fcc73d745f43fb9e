//! What the front door asks of these suites: an application for a configuration, and responses with CORS headers.

use std::error::Error;
use std::sync::Arc;

use conformance_front_door::{Response, Suite, Trouble};
use hyper::StatusCode;
use hyper::header::HeaderValue;
use rocket::{Build, Rocket};

use crate::app;
use crate::cors;
use crate::counters::Counters;
use crate::options::Options;
use crate::setup::Setup;

/// The suites of the front-end SDKs.
#[derive(Debug)]
pub struct FrontendSuite {
    options: Options,
    counters: Arc<Counters>,
}

impl FrontendSuite {
    /// Every application has these options.
    pub fn new(options: Options) -> Self {
        let counters = Arc::default();
        Self { options, counters }
    }

    fn application(&self, setup: Setup) -> Rocket<Build> {
        app::rocket(setup, &self.options, Arc::clone(&self.counters))
    }
}

impl Suite for FrontendSuite {
    const CONFIGURATION: &'static str = "/test/setup/st";

    fn initial(&self) -> Rocket<Build> {
        self.application(Setup {
            core_url: self.options.core_url.clone(),
            enable_anti_csrf: true,
            enable_jwt: false,
        })
    }

    fn configured(&self, body: &[u8]) -> Result<Rocket<Build>, Box<dyn Error + Send + Sync>> {
        let setup = serde_json::from_slice(body)
            .map_err(|error| format!("this is no configuration: {error}"))?;
        Ok(self.application(setup))
    }

    fn response(&self, outcome: Result<(), Trouble>) -> Response {
        let (status, text) = match outcome {
            Ok(()) => (StatusCode::OK, String::new()),
            Err(trouble) => (StatusCode::INTERNAL_SERVER_ERROR, trouble.to_string()),
        };
        let mut response = Response::new(text.into());
        *response.status_mut() = status;
        for (name, value) in cors::headers() {
            let value = HeaderValue::from_static(value);
            response.headers_mut().insert(name, value);
        }
        response
    }
}
