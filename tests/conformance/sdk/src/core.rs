//! What goes to the core without the SDK, since it concerns recipes that this SDK does not have.

use reqwest::Method;
use serde_json::Value;

/// The oldest version that all cores in question speak.
const CDI_VERSION: &str = "5.0";

/// The core of the present test.
pub(crate) struct Core {
    http: reqwest::Client,
    url: String,
}

/// A call that brought no usable response.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    #[error("the core gave no response: {0}")]
    Http(#[from] reqwest::Error),
    #[error(
        "SuperTokens core threw an error for a {method} request to path: '{path}' with status code: {status} and message: {text}"
    )]
    Status {
        method: Method,
        path: String,
        status: u16,
        text: String,
    },
    #[error("the core's response cannot be understood: {0}")]
    Json(#[from] serde_json::Error),
}

impl Core {
    pub(crate) fn new(url: &str) -> Self {
        Self {
            http: reqwest::Client::new(),
            url: url.to_owned(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Value, CallError> {
        self.call(Method::GET, path, &Value::Null).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value, CallError> {
        self.call(Method::POST, path, body).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Result<Value, CallError> {
        self.call(Method::PUT, path, body).await
    }

    async fn call(&self, method: Method, path: &str, body: &Value) -> Result<Value, CallError> {
        let mut request = self
            .http
            .request(method.clone(), format!("{}{path}", self.url))
            .header("cdi-version", CDI_VERSION);
        if !body.is_null() {
            request = request
                .header("content-type", "application/json; charset=utf-8")
                .body(body.to_string());
        }
        let response = request.send().await?;
        let status = response.status().as_u16();
        let text = response.text().await?;
        if status == 200 {
            Ok(serde_json::from_str(&text)?)
        } else {
            Err(CallError::Status {
                method,
                path: path.to_owned(),
                status,
                text,
            })
        }
    }
}
