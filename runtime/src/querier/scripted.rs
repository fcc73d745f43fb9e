//! A core that responds from a list, for unit tests.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use http::header::DATE;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::client::{Interceptor, Querier};
use super::transport::{CoreRequest, CoreResponse, Resolving, Sending, Transport};
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
    date: Arc<Mutex<Option<String>>>,
    addresses: Arc<Mutex<Vec<IpAddr>>>,
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
        let date = self.date.lock().expect("no panic").clone();
        Box::pin(async move {
            // A real response takes a while, in which others may ask.
            tokio::task::yield_now().await;
            let (status, body) = scripted?;
            if status == HANGS {
                std::future::pending::<()>().await;
            }
            let status = StatusCode::from_u16(status).expect("a status");
            let date = date.map(|date| (DATE, HeaderValue::from_str(&date).expect("a text")));
            Ok(CoreResponse {
                status,
                headers: HeaderMap::from_iter(date),
                body: body.into_bytes(),
            })
        })
    }

    fn addresses<'a>(&'a self, _host: &'a str) -> Resolving<'a> {
        let addresses = self.addresses.lock().expect("no panic").clone();
        Box::pin(std::future::ready(addresses))
    }
}

impl ScriptedCore {
    /// The `Date` of its responses from now on.
    pub(crate) fn date(&self, date: SystemTime) {
        *self.date.lock().expect("no panic") = Some(httpdate::fmt_http_date(date));
    }

    /// What every name of a host stands for.
    pub(crate) fn resolve_to(&self, address: IpAddr) {
        self.addresses.lock().expect("no panic").push(address);
    }

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
    querier_with(settings_of(connection_uri), script)
}

/// The settings of a client of these hosts.
pub(crate) fn settings_of(connection_uri: &str) -> Settings {
    Settings {
        connection_uri: Some(connection_uri.to_owned()),
        api_key: Some("the-key".to_owned().into()),
        app_name: Some("Test".to_owned()),
        api_domain: Some("http://localhost:8000".to_owned()),
        website_domain: Some("http://localhost:8000".to_owned()),
        request_timeout: Some(Duration::from_secs(9)),
        ..Settings::default()
    }
}

/// A client with other settings.
pub(crate) fn querier_with(
    settings: Settings,
    script: impl IntoIterator<Item = Scripted>,
) -> (Arc<Querier>, ScriptedCore) {
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
