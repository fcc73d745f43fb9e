//! A front end that keeps tokens, and what it receives.

use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::App;

/// A front end: it keeps tokens and sends them, in cookies or in headers.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    cookies: bool,
    /// The access token as it was received.
    pub access_token: Option<String>,
    /// The refresh token as it was received.
    pub refresh_token: Option<String>,
}

/// An answer, with its raw header lines.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// All header lines.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
}

impl Client {
    pub(crate) fn new(base: String) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
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

    /// Sends, and keeps the tokens that the answer sets or clears.
    pub async fn send(&mut self, request: reqwest::RequestBuilder) -> Reply {
        self.try_send(request).await.expect("an answer")
    }

    /// The same, where there may be no answer.
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

impl Reply {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A header that occurs at most once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next()?.to_str().expect("a text");
        assert!(values.next().is_none(), "{name} occurs twice: {self:?}");
        Some(value)
    }

    /// The `Set-Cookie` lines.
    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers
            .get_all("set-cookie")
            .iter()
            .map(|line| line.to_str().expect("a text"))
            .collect()
    }

    /// The `Set-Cookie` lines, with every moment but the epoch written as the days from now, for instance
    /// `Expires=+365d`.
    pub fn cookies_by_day(&self) -> Vec<String> {
        let lines = self.set_cookies().into_iter();
        lines.map(|line| by_day(line, SystemTime::now())).collect()
    }

    /// The front token, decoded; None where it is absent or says `remove`.
    pub fn front_token(&self) -> Option<Value> {
        let json = STANDARD.decode(self.header("front-token")?).ok()?;
        Some(serde_json::from_slice(&json).expect("JSON"))
    }

    /// Asserts a refusal with its FDI body, and whether it clears the client's tokens.
    #[track_caller]
    pub fn assert_refused(&self, message: &str, clears: bool) {
        assert_eq!(
            (self.status, self.json()),
            (401, serde_json::json!({ "message": message })),
            "{self:?}"
        );
        assert_eq!(self.header("content-type"), Some("application/json"));
        if clears {
            self.assert_cleared();
        } else {
            self.assert_no_tokens();
        }
    }

    /// Asserts that cookies and headers are emptied.
    #[track_caller]
    pub fn assert_cleared(&self) {
        let expires = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax";
        let access = format!("sAccessToken=; Path=/; {expires}");
        let refresh = format!("sRefreshToken=; Path=/auth/session/refresh; {expires}");
        assert_eq!(self.set_cookies(), [access, refresh], "{self:?}");
        assert_eq!(self.header("st-access-token"), Some(""));
        assert_eq!(self.header("st-refresh-token"), Some(""));
        assert_eq!(self.header("front-token"), Some("remove"));
        assert_eq!(
            self.header("access-control-expose-headers"),
            Some("front-token, st-access-token, st-refresh-token")
        );
    }

    /// Asserts that the answer says nothing about tokens.
    #[track_caller]
    pub fn assert_no_tokens(&self) {
        assert_eq!(self.set_cookies(), [""; 0], "{self:?}");
        for name in [
            "st-access-token",
            "st-refresh-token",
            "front-token",
            "anti-csrf",
        ] {
            assert_eq!(self.header(name), None, "{self:?}");
        }
    }

    fn token(&self, cookies: bool, cookie: &str, header: &str) -> Option<String> {
        if !cookies {
            return self.header(header).map(str::to_owned);
        }
        let prefix = format!("{cookie}=");
        let lines = self.set_cookies();
        let line = lines
            .iter()
            .rev()
            .find_map(|line| line.strip_prefix(&prefix))?;
        Some(line.split(';').next().unwrap_or_default().to_owned())
    }
}

/// Puts the days from now in the place of an `Expires` that lies within a minute of them.
fn by_day(line: &str, now: SystemTime) -> String {
    let (before, rest) = line.split_once("Expires=").expect("an Expires");
    let (date, after) = rest.split_once(';').unwrap_or((rest, ""));
    let moment = httpdate::parse_http_date(date).expect("a date");
    assert_eq!(httpdate::fmt_http_date(moment), date, "the usual format");
    if moment == SystemTime::UNIX_EPOCH {
        return line.to_owned();
    }
    let seconds = moment.duration_since(now).expect("not over yet").as_secs();
    let days = (seconds + 60) / 86_400;
    assert!((seconds + 60) % 86_400 <= 120, "whole days: {line}");
    format!("{before}Expires=+{days}d;{after}")
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

/// The claims of a token, unverified.
pub fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).expect("three parts");
    let json = URL_SAFE_NO_PAD.decode(payload).expect("base64");
    serde_json::from_slice(&json).expect("JSON")
}
