//! A core that answers from a list, for unit tests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use http::StatusCode;

use super::Querier;
use super::transport::{CoreRequest, CoreResponse, SendFailure, Sending, Transport};
use crate::config::Builder;
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
    let builder = Builder::default()
        .connection_uri("http://a.core/appid-x;http://b.core")
        .api_key("the-key")
        .app_name("Test")
        .api_domain("http://localhost:8000")
        .website_domain("http://localhost:8000");
    let config = builder
        .into_config(&figment::Figment::new())
        .expect("valid");
    let core = ScriptedCore::default();
    core.answers.lock().expect("no panic").extend(answers);
    (
        Querier::with_transport(Arc::new(config), Box::new(core.clone())),
        core,
    )
}
