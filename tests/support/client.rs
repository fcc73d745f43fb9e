//! A front end that keeps tokens.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use serde_json::Value;

use crate::http::client_to;
use crate::{App, Reply};

/// A front end: it keeps tokens and sends them, in cookies or in headers.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    cookies: bool,
    /// The access token as it was received.
    pub access_token: Option<String>,
    /// The refresh token as it was received.
    pub refresh_token: Option<String>,
}

impl Client {
    pub(crate) fn new(base: String) -> Self {
        let http = client_to(&base).no_proxy().build().expect("a client");
        Self {
            http,
            base,
            cookies: false,
            access_token: None,
            refresh_token: None,
        }
    }

    /// Uses cookies instead of headers.
    pub fn with_cookies(mut self) -> Self {
        self.cookies = true;
        self
    }

    /// Begins a session through the example's `/login`.
    pub async fn login(&mut self, user_id: &str) -> Reply {
        let reply = self
            .json(
                Method::POST,
                "/login",
                &serde_json::json!({ "user_id": user_id }),
            )
            .await;
        assert_eq!(reply.status, 200, "{reply:?}");
        reply
    }

    /// `GET`.
    pub async fn get(&mut self, path: &str) -> Reply {
        let request = self.request(Method::GET, path);
        self.send(request).await
    }

    /// `POST` without a body.
    pub async fn post(&mut self, path: &str) -> Reply {
        let request = self.request(Method::POST, path);
        self.send(request).await
    }

    /// Any method with a JSON body.
    pub async fn json(&mut self, method: Method, path: &str, body: &Value) -> Reply {
        let request = self
            .request(method, path)
            .header("content-type", "application/json")
            .body(body.to_string());
        self.send(request).await
    }

    /// Trades the refresh token for new tokens.
    pub async fn refresh(&mut self) -> Reply {
        let request = self.refresh_request();
        self.send(request).await
    }

    /// What [`refresh`](Self::refresh) sends.
    pub fn refresh_request(&self) -> reqwest::RequestBuilder {
        let mut request = self.bare(Method::POST, "/auth/session/refresh");
        if let Some(token) = &self.refresh_token {
            request = match self.cookies {
                true => request.header("cookie", format!("sRefreshToken={token}")),
                false => request.header("authorization", format!("Bearer {token}")),
            };
        }
        request
    }

    /// Asks for new tokens with this `Cookie` header and no token of its own.
    pub async fn at_refresh(&mut self, cookie: &str) -> Reply {
        let request = self.bare(Method::POST, "/auth/session/refresh");
        self.send(request.header("cookie", cookie)).await
    }

    /// A request with the access token, to be changed before it is [sent](Self::send).
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.bare(method, path);
        match &self.access_token {
            Some(token) if self.cookies => {
                request.header("cookie", format!("sAccessToken={token}"))
            }
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        }
    }

    /// A request without tokens.
    pub fn bare(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let mode = if self.cookies { "cookie" } else { "header" };
        self.plain(method, path).header("st-auth-mode", mode)
    }

    /// A request without anything of a front end.
    pub fn plain(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    /// The same front end, calling another application.
    pub fn at(mut self, app: &App) -> Self {
        self.base = app.url();
        self
    }

    /// Sends, and keeps the tokens that the response sets or clears.
    pub async fn send(&mut self, request: reqwest::RequestBuilder) -> Reply {
        self.try_send(request).await.expect("a response")
    }

    /// The same, where there may be no response.
    pub async fn try_send(
        &mut self,
        request: reqwest::RequestBuilder,
    ) -> Result<Reply, reqwest::Error> {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let reply = Reply {
            status,
            headers,
            text: response.text().await?,
        };
        let kept = |token: String| (!token.is_empty()).then_some(token);
        if let Some(token) = reply.token(self.cookies, "sAccessToken", "st-access-token") {
            self.access_token = kept(token);
        }
        if let Some(token) = reply.token(self.cookies, "sRefreshToken", "st-refresh-token") {
            self.refresh_token = kept(token);
        }
        Ok(reply)
    }
}

/// What JavaScript's `encodeURIComponent` makes of a token: these stay as they are, with letters and digits.
pub fn encode_uri_component(text: &str) -> String {
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'!')
        .remove(b'~')
        .remove(b'*')
        .remove(b'\'')
        .remove(b'(')
        .remove(b')');
    utf8_percent_encode(text, ENCODED).to_string()
}
