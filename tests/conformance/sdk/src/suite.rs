//! What the front door asks of this suite: an application for a configuration, and responses in JSON.

use std::error::Error;

use conformance_front_door::{Response, Suite, Trouble};
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use rocket::{Build, Rocket};
use serde::Deserialize;
use serde_json::json;

use crate::app;
use crate::setup::Setup;

/// The suite of the back-end SDKs.
#[derive(Debug)]
pub struct SdkSuite {
    core_url: String,
}

/// The body of `POST /test/init`.
#[derive(Deserialize)]
struct Init {
    config: String,
}

impl SdkSuite {
    /// The core at this address is used until a test names another.
    pub fn new(core_url: String) -> Self {
        Self { core_url }
    }
}

impl Suite for SdkSuite {
    const CONFIGURATION: &'static str = "/test/init";

    fn initial(&self) -> Rocket<Build> {
        app::rocket(Setup::initial(&self.core_url))
    }

    fn configured(&self, body: &[u8]) -> Result<Rocket<Build>, Box<dyn Error + Send + Sync>> {
        let init: Init = serde_json::from_slice(body)
            .map_err(|error| format!("the body cannot be understood: {error}"))?;
        Ok(app::rocket(Setup::parse(&init.config)?))
    }

    fn response(&self, outcome: Result<(), Trouble>) -> Response {
        let (status, body) = match outcome {
            Ok(()) => (StatusCode::OK, json!({ "ok": true })),
            Err(trouble) => {
                let body = json!({ "message": trouble.to_string() });
                (StatusCode::INTERNAL_SERVER_ERROR, body)
            }
        };
        let mut response = Response::new(body.to_string().into());
        *response.status_mut() = status;
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        response
    }
}
