//! A core that responds from a list, for unit tests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};

use super::client::{Interceptor, Querier};
use super::transport::{CoreRequest, CoreResponse, Sending, Transport};
use crate::clock::Clock;
use crate::config::{Config, RequestFunctions, Settings};
use crate::error::HostFailureKind;

pub(crate) type Scripted = Result<(u16, String), HostFailureKind>;

/// A status that never comes.
pub(crate) const HANGS: u16 = 0;

/// Responds from a list and keeps the requests.
#[derive(Clone, Default)]
pub(crate) struct ScriptedCore {
    script: Arc<Mutex<VecDeque<Scripted>>>,
    asked: Arc<Mutex<Vec<CoreRequest>>>,
}

impl Transport for ScriptedCore {
    fn send(&self, request: CoreRequest) -> Sending<'_> {
        self.asked.lock().expect("no panic").push(request);
        let scripted = self
            .script
            .lock()
            .expect("no panic")
            .pop_front()
            .expect("a response is left");
        Box::pin(async move {
            // A real response takes a while, in which others may ask.
            tokio::task::yield_now().await;
            let (status, body) = scripted?;
            if status == HANGS {
                std::future::pending::<()>().await;
            }
            let status = StatusCode::from_u16(status).expect("a status");
            Ok(CoreResponse {
                status,
                headers: HeaderMap::new(),
                body: body.into_bytes(),
            })
        })
    }
}

impl ScriptedCore {
    pub(crate) fn asked(&self) -> Vec<CoreRequest> {
        self.asked.lock().expect("no panic").clone()
    }

    pub(crate) fn urls(&self) -> Vec<String> {
        self.asked()
            .into_iter()
            .map(|request| request.url)
            .collect()
    }
}

/// A client of two hosts, both played by the returned core.
pub(crate) fn querier(script: impl IntoIterator<Item = Scripted>) -> (Arc<Querier>, ScriptedCore) {
    querier_of("http://a.core/appid-x;http://b.core", script)
}

/// A client of these hosts, with nine seconds of patience.
pub(crate) fn querier_of(
    connection_uri: &str,
    script: impl IntoIterator<Item = Scripted>,
) -> (Arc<Querier>, ScriptedCore) {
    let settings = Settings {
        connection_uri: Some(connection_uri.to_owned()),
        api_key: Some("the-key".to_owned().into()),
        app_name: Some("Test".to_owned()),
        api_domain: Some("http://localhost:8000".to_owned()),
        website_domain: Some("http://localhost:8000".to_owned()),
        request_timeout: Some(Duration::from_secs(9)),
        ..Settings::default()
    };
    let config = Config::new(settings, RequestFunctions::default()).expect("valid");
    let core = ScriptedCore::default();
    core.script.lock().expect("no panic").extend(script);
    let interceptor: Interceptor = Arc::new(|request| {
        _ = request
            .headers
            .insert("x-seen", HeaderValue::from_static("1"))
    });
    let transport = Box::new(core.clone());
    let querier = Querier::with_transport(
        Arc::new(config),
        Some(interceptor),
        transport,
        Clock::movable(),
    );
    (Arc::new(querier), core)
}
