//! What several tests share: a client that speaks the interface.

#![allow(dead_code, reason = "each test uses a part")]

use reqwest::{Client, Method};
use serde_json::{Value, json};
use supertokens_dev_core::DevCore;

/// The newest version of the interface.
pub(crate) const CDI: &str = "5.6";

/// A core of a test's own.
pub(crate) async fn core() -> (DevCore, Caller) {
    let core = DevCore::builder().start().await.expect("the core starts");
    let caller = Caller::new(&core);
    (core, caller)
}

/// `PUT` in the newest version.
pub(crate) async fn put(caller: &Caller, path: &str, body: Value) -> Value {
    caller.call(Method::PUT, path, CDI, Some(&body)).await
}

/// Status and text of a response in the newest version.
pub(crate) async fn status(
    caller: &Caller,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> (u16, String) {
    caller.text(method, path, CDI, body.as_ref()).await
}

/// Speaks to one core with one CDI version.
#[derive(Clone)]
pub(crate) struct Caller {
    http: Client,
    uri: String,
}

impl Caller {
    pub(crate) fn new(core: &DevCore) -> Self {
        Self::at(core.connection_uri())
    }

    pub(crate) fn at(uri: String) -> Self {
        Self {
            http: Client::new(),
            uri,
        }
    }

    /// Where the core is.
    pub(crate) fn uri(&self) -> &str {
        &self.uri
    }

    /// Status and body of a response.
    pub(crate) async fn text(
        &self,
        method: Method,
        path: &str,
        cdi: &str,
        body: Option<&Value>,
    ) -> (u16, String) {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.uri))
            .header("cdi-version", cdi);
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json; charset=utf-8")
                .body(body.to_string());
        }
        let response = request.send().await.expect("the core responds");
        let status = response.status().as_u16();
        (status, response.text().await.expect("the response is text"))
    }

    /// The object of a response, which must be a 200.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        cdi: &str,
        body: Option<&Value>,
    ) -> Value {
        let (status, text) = self.text(method, path, cdi, body).await;
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).expect("a 200 is JSON")
    }

    pub(crate) async fn post(&self, path: &str, cdi: &str, body: Value) -> Value {
        self.call(Method::POST, path, cdi, Some(&body)).await
    }

    pub(crate) async fn get(&self, path: &str, cdi: &str) -> Value {
        self.call(Method::GET, path, cdi, None).await
    }

    pub(crate) async fn create(&self, cdi: &str, user: &str) -> Value {
        let body = json!({
            "userId": user, "userDataInJWT": {}, "userDataInDatabase": {}, "enableAntiCsrf": false
        });
        self.post("/recipe/session", cdi, body).await
    }

    pub(crate) async fn refresh(&self, cdi: &str, token: &str) -> Value {
        let body =
            json!({"refreshToken": token, "enableAntiCsrf": false, "useDynamicSigningKey": true});
        self.post("/recipe/session/refresh", cdi, body).await
    }

    pub(crate) async fn verify(&self, cdi: &str, token: &str, check_database: bool) -> Value {
        let body = json!({
            "accessToken": token, "doAntiCsrfCheck": false, "enableAntiCsrf": false, "checkDatabase": check_database
        });
        self.post("/recipe/session/verify", cdi, body).await
    }
}

/// The text at a path of names.
pub(crate) fn text<'a>(value: &'a Value, path: &[&str]) -> &'a str {
    let found = path.iter().fold(value, |value, name| &value[*name]);
    found
        .as_str()
        .unwrap_or_else(|| panic!("no text at {path:?} in {value}"))
}
