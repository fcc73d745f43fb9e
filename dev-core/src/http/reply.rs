//! Responses, in the real core's form.

use hyper::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};

use crate::json::{Object, object, object_text};
use crate::service::refusal::Refusal;

const JSON: &str = "application/json;charset=UTF-8";
const TEXT: &str = "text/html;charset=UTF-8";

/// A response before it becomes HTTP.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
    pub(crate) cache_control: Option<String>,
}

impl Reply {
    /// 200 with an object.
    pub(crate) fn json(members: &Object) -> Self {
        let body = object_text(members) + "\n";
        Self {
            status: StatusCode::OK,
            content_type: JSON,
            body,
            cache_control: None,
        }
    }

    /// 200 with nothing but a status.
    pub(crate) fn status(status: &str) -> Self {
        Self::json(&object([("status", status.into())]))
    }

    /// A line of text.
    pub(crate) fn text(status: StatusCode, line: &str) -> Self {
        Self {
            status,
            content_type: TEXT,
            body: format!("{line}\n"),
            cache_control: None,
        }
    }

    /// 400 with a line of text.
    pub(crate) fn bad_request(line: &str) -> Self {
        Self::text(StatusCode::BAD_REQUEST, line)
    }

    /// The response as HTTP.
    pub(crate) fn into_http<B: From<String>>(self) -> Response<B> {
        let closes = self.closes();
        let mut response = Response::new(self.body.into());
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if closes {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        if let Some(value) = self
            .cache_control
            .and_then(|text| HeaderValue::try_from(text).ok())
        {
            headers.insert(CACHE_CONTROL, value);
        }
        response
    }

    /// Whether the connection ends with this response.
    fn closes(&self) -> bool {
        matches!(
            self.status,
            StatusCode::BAD_REQUEST | StatusCode::INTERNAL_SERVER_ERROR
        )
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::BadRequest(_) | Refusal::UnknownTenant { .. } | Refusal::Config(_) => {
                Self::bad_request(&refusal.to_string())
            }
            Refusal::Forbidden(line) => Self::text(StatusCode::FORBIDDEN, line),
            Refusal::Database(_) | Refusal::Crypto(_) => {
                tracing::error!(
                    error = &refusal as &dyn std::error::Error,
                    "a request failed"
                );
                Self::text(StatusCode::INTERNAL_SERVER_ERROR, "Internal Error")
            }
        }
    }
}
