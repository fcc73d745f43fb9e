//! The core under test, asked over HTTP or by function call.

use hyper::HeaderMap;
use reqwest::{Client, Method};
use supertokens_dev_core::{Clock, DevCore, DevCoreBuilder, InProcessCore};

/// How a core is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    OverHttp,
    InProcess,
}

/// A core that was started in one of the ways.
pub(crate) enum Asked {
    OverHttp(DevCore, Client),
    InProcess(Box<InProcessCore>),
}

impl Asked {
    pub(crate) async fn start(builder: DevCoreBuilder, way: Way) -> Self {
        match way {
            Way::OverHttp => {
                let core = builder.start().await.expect("the core starts");
                Self::OverHttp(core, Client::new())
            }
            Way::InProcess => Self::InProcess(Box::new(builder.in_process().expect("it opens"))),
        }
    }

    pub(crate) fn clock(&self) -> Clock {
        match self {
            Self::OverHttp(core, _) => core.clock(),
            Self::InProcess(core) => core.clock(),
        }
    }

    /// Status, headers and body of the response.
    pub(crate) async fn ask(
        &self,
        method: &Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> (u16, HeaderMap, String) {
        match self {
            Self::OverHttp(core, client) => {
                let url = format!("{}{path}", core.connection_uri());
                let mut request = client.request(method.clone(), url).body(body);
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                let response = request.send().await.expect("the core responds");
                let (status, headers) = (response.status().as_u16(), response.headers().clone());
                let text = response.text().await.expect("the response is text");
                (status, headers, text)
            }
            Self::InProcess(core) => {
                let mut request = hyper::Request::builder().method(method).uri(path);
                for (name, value) in headers {
                    request = request.header(*name, *value);
                }
                let response = core.respond(request.body(body).expect("a request"));
                let (parts, body) = response.into_parts();
                let text = String::from_utf8(body).expect("the response is text");
                (parts.status.as_u16(), parts.headers, text)
            }
        }
    }
}
