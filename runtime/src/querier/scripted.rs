//! A core that answers from a list, for unit tests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderValue, StatusCode};

use super::transport::{CoreRequest, CoreResponse, SendFailure, Sending, Transport};
use super::{Interceptor, Querier};
use crate::config::{Config, RequestFunctions, Settings};
use crate::error::HostFailureKind;

pub(crate) type Scripted = Result<(u16, String), HostFailureKind>;

/// Answers from a list and keeps what was asked.
#[derive(Clone, Default)]
pub(crate) struct ScriptedCore {
    answers: Arc<Mutex<VecDeque<Scripted>>>,
    asked: Arc<Mutex<Vec<CoreRequest>>>,
}

impl Transport for ScriptedCore {
    fn send(&self, request: CoreRequest) -> Sending<'_> {
        self.asked.lock().expect("no panic").push(request);
        let answer = self
            .answers
            .lock()
            .expect("no panic")
            .pop_front()
            .expect("an answer is left");
        Box::pin(async move {
            // A real answer takes a while, in which others may ask.
            tokio::task::yield_now().await;
            let (status, body) = answer.map_err(|kind| SendFailure { kind, source: None })?;
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
pub(crate) fn querier(answers: impl IntoIterator<Item = Scripted>) -> (Querier, ScriptedCore) {
    let settings = Settings {
        connection_uri: Some("http://a.core/appid-x;http://b.core".to_owned()),
        api_key: Some("the-key".to_owned().into()),
        app_name: Some("Test".to_owned()),
        api_domain: Some("http://localhost:8000".to_owned()),
        website_domain: Some("http://localhost:8000".to_owned()),
        ..Settings::default()
    };
    let config = Config::new(settings, RequestFunctions::default()).expect("valid");
    let core = ScriptedCore::default();
    core.answers.lock().expect("no panic").extend(answers);
    let interceptor: Interceptor = Arc::new(|request| {
        _ = request
            .headers
            .insert("x-seen", HeaderValue::from_static("1"))
    });
    (
        Querier::with_transport(Arc::new(config), Some(interceptor), Box::new(core.clone())),
        core,
    )
}
