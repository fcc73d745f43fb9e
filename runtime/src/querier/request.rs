//! A request to the core, before its host and version are chosen.

use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method};

use super::attempt::Attempt;
use super::trace_context::TraceContext;
use super::transport::CoreRequest;
use crate::cdi::{Call, Repeated, Version};
use crate::config::{CoreConfig, CoreHost};

/// A request to the core, still without a host and a version.
pub(super) struct Message {
    pub(super) path: String,
    /// The path without the tenant.
    route: &'static str,
    pub(super) request: CoreRequest,
    pub(super) repeated: Repeated,
}

impl Message {
    pub(super) fn new<C: Call>(call: &C, config: &CoreConfig) -> Self {
        let mut request = CoreRequest::of(call);
        if let Some(key) = &config.api_key {
            request.headers.insert("api-key", key.0.clone());
        }
        Self {
            path: call.path().into_owned(),
            route: C::PATH,
            request,
            repeated: C::REPEATED,
        }
    }

    pub(super) fn set_version(&mut self, version: Version) {
        self.request.set_version(version);
    }

    pub(super) fn set_trace(&mut self, trace: &TraceContext) {
        trace.put_into(&mut self.request.headers);
    }

    /// One attempt to send it.
    pub(super) fn attempt<'a>(
        &'a self,
        host: &'a CoreHost,
        number: usize,
        time: Duration,
    ) -> Attempt<'a> {
        Attempt {
            host,
            path: &self.path,
            route: self.route,
            number,
            time,
        }
    }

    pub(super) fn to(&self, host: &CoreHost) -> CoreRequest {
        CoreRequest {
            url: url(host, &self.request.url),
            ..self.request.clone()
        }
    }
}

impl CoreRequest {
    /// A call, still without host, API key and version.
    pub(crate) fn of<C: Call>(call: &C) -> Self {
        let fields = serde_json::to_value(call)
            .expect("texts, numbers and JSON objects can be written as JSON");
        let mut request = Self::get(call.path().into_owned());
        request.method = C::METHOD;
        if let Some(recipe) = C::RECIPE {
            let recipe = HeaderValue::from_static(recipe);
            request.headers.insert("rid", recipe);
        }
        if C::METHOD == Method::GET {
            request.url.push_str(&query(&fields));
        } else {
            // Without the charset the core reads the body as ISO-8859-1.
            let json = HeaderValue::from_static("application/json; charset=utf-8");
            request.headers.insert(CONTENT_TYPE, json);
            request.body = fields.to_string().into_bytes();
        }
        request
    }

    pub(crate) fn set_version(&mut self, version: Version) {
        let text = HeaderValue::from_str(&version.to_string())
            .expect("digits and a dot make a header value");
        self.headers.insert("cdi-version", text);
    }
}

pub(super) fn url(host: &CoreHost, path: &str) -> String {
    format!("{}{}{path}", host.domain, host.base_path)
}

/// The fields of a GET as its query, with the question mark.
fn query(fields: &serde_json::Value) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields.as_object().into_iter().flatten() {
        match value {
            serde_json::Value::String(text) => pairs.append_pair(name, text),
            other => pairs.append_pair(name, &other.to_string()),
        };
    }
    let pairs = pairs.finish();
    if pairs.is_empty() {
        pairs
    } else {
        format!("?{pairs}")
    }
}
