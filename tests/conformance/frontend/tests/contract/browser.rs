//! A client that keeps what the server gives it, as a browser does.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::server::Server;

/// A page with a front-end SDK: it keeps cookies and the anti-csrf token, and sends them.
pub(crate) struct Browser {
    http: reqwest::Client,
    base: String,
    mode: &'static str,
    cookies: BTreeMap<String, String>,
    pub(crate) anti_csrf: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Browser {
    pub(crate) fn new(server: &Server) -> Self {
        let http = reqwest::Client::builder().no_proxy().build();
        Self {
            http: http.expect("a client"),
            base: server.url().to_owned(),
            mode: "cookie",
            cookies: BTreeMap::new(),
            anti_csrf: None,
        }
    }

    /// Asks for tokens in headers.
    pub(crate) fn with_headers(mut self) -> Self {
        self.mode = "header";
        self
    }

    pub(crate) async fn login(&mut self, user_id: &str) -> Reply {
        let reply = self.json("/login", &json!({ "userId": user_id })).await;
        assert_eq!((reply.status, &*reply.text), (200, user_id), "{reply:?}");
        reply
    }

    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        self.send(Method::GET, path, &[], None).await
    }

    pub(crate) async fn post(&mut self, path: &str) -> Reply {
        self.send(Method::POST, path, &[], None).await
    }

    pub(crate) async fn json(&mut self, path: &str, body: &Value) -> Reply {
        let headers = [("content-type", "application/json")];
        self.send(Method::POST, path, &headers, Some(body)).await
    }

    /// Any request. Every response is looked at as a browser would: may the front end read it?
    pub(crate) async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Reply {
        let url = format!("{}{path}", self.base);
        let mut request = self
            .http
            .request(method, url)
            .header("st-auth-mode", self.mode);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            let pairs = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"));
            request = request.header("cookie", pairs.collect::<Vec<_>>().join("; "));
        }
        if let Some(token) = &self.anti_csrf {
            request = request.header("anti-csrf", token);
        }
        if let Some(body) = body {
            request = request.body(body.to_string());
        }
        let response = request.send().await.expect("a response");
        let reply = Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.expect("a text"),
        };
        reply.assert_readable();
        self.keep(&reply);
        reply
    }

    fn keep(&mut self, reply: &Reply) {
        for line in reply.headers.get_all("set-cookie") {
            let line = line.to_str().expect("a text");
            let (name, rest) = line.split_once('=').expect("a cookie");
            match rest.split(';').next() {
                Some("") | None => self.cookies.remove(name),
                Some(value) => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        if let Some(token) = reply.header("anti-csrf") {
            self.anti_csrf = Some(token.to_owned());
        }
    }
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?.to_str().expect("a text");
        assert!(values.next().is_none(), "{name} occurs twice: {self:?}");
        Some(value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The claims that the front end is told.
    pub(crate) fn claims(&self) -> Value {
        let front_token = self.header("front-token").expect("a front token");
        let json = STANDARD.decode(front_token).expect("base64");
        let token: Value = serde_json::from_slice(&json).expect("JSON");
        token["up"].clone()
    }

    #[track_caller]
    pub(crate) fn assert_is(&self, status: u16, text: &str) {
        assert_eq!((self.status, &*self.text), (status, text), "{self:?}");
    }

    #[track_caller]
    fn assert_readable(&self) {
        let origin = self.header("access-control-allow-origin");
        let public = origin == Some("*");
        assert!(
            public || origin == Some("http://localhost:8080"),
            "{self:?}"
        );
        assert_eq!(
            self.header("access-control-allow-credentials"),
            Some("true"),
            "{self:?}"
        );
        assert_eq!(self.header("vary"), Some("Origin"), "{self:?}");
    }
}
