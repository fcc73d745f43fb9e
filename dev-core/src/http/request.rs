//! A request as the operations see it: read to its end, decoded the way the real core decodes.

use http::request::Parts;
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::{HeaderMap, Method};

use super::input::{Body, Query};
use super::reply::Reply;
use crate::json::{Json, parse};
use crate::text::trim;

/// A request with its whole body.
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) path: String,
    query: Option<String>,
    headers: HeaderMap,
    body: Bytes,
}

impl Request {
    pub(crate) fn new(parts: Parts, body: Bytes) -> Self {
        Self {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(Into::into),
            headers: parts.headers,
            body,
        }
    }

    /// The version header, if there is one.
    pub(crate) fn cdi_version(&self) -> Option<&str> {
        self.header("cdi-version")
    }

    /// The API key: of its own header, or else of `Authorization`, with or without the scheme.
    pub(crate) fn api_key(&self) -> Option<&str> {
        let own = self.header("api-key");
        let key = own.or_else(|| {
            let value = self.header(AUTHORIZATION.as_str())?;
            let scheme = value
                .get(..7)
                .filter(|scheme| scheme.eq_ignore_ascii_case("bearer "));
            Some(scheme.map_or(value, |scheme| &value[scheme.len()..]))
        });
        key.map(trim)
    }

    /// The parameters of the query.
    pub(crate) fn query(&self) -> Query {
        Query::parse(self.query.as_deref().unwrap_or_default())
    }

    /// The object in the body.
    pub(crate) fn body(&self) -> Result<Body, Reply> {
        match self.text().as_deref().map(parse) {
            Some(Ok(Json::Object(members))) => Ok(Body::new(members)),
            _ => Err(Reply::bad_request("Invalid Json Input")),
        }
    }

    /// Without `charset=utf-8` every byte is a character of ISO-8859-1. Line ends become line feeds.
    fn text(&self) -> Option<String> {
        let text = if self.says_utf8() {
            String::from_utf8(self.body.to_vec()).ok()?
        } else {
            self.body.iter().map(|byte| char::from(*byte)).collect()
        };
        Some(if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text
        })
    }

    fn says_utf8(&self) -> bool {
        self.header(CONTENT_TYPE.as_str()).is_some_and(|value| {
            value.split(';').skip(1).any(|parameter| {
                parameter.split_once('=').is_some_and(|(name, charset)| {
                    name.trim().eq_ignore_ascii_case("charset")
                        && charset
                            .trim()
                            .trim_matches('"')
                            .eq_ignore_ascii_case("utf-8")
                })
            })
        })
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(headers: &[(&'static str, &'static str)], body: &'static [u8]) -> Request {
        let headers = headers
            .iter()
            .map(|(name, value)| {
                (
                    hyper::header::HeaderName::from_static(name),
                    hyper::header::HeaderValue::from_static(value),
                )
            })
            .collect();
        Request {
            method: Method::POST,
            path: "/".into(),
            query: None,
            headers,
            body: Bytes::from_static(body),
        }
    }

    #[test]
    fn the_api_key_is_found_and_trimmed() {
        let key = |headers: &[(&'static str, &'static str)]| {
            request(headers, b"").api_key().map(str::to_owned)
        };
        assert_eq!(key(&[("api-key", " k ")]), Some("k".into()));
        assert_eq!(key(&[("authorization", "Bearer k")]), Some("k".into()));
        assert_eq!(key(&[("authorization", "k")]), Some("k".into()));
        assert_eq!(key(&[("authorization", "Basic k")]), Some("Basic k".into()));
        assert_eq!(
            key(&[("api-key", "a"), ("authorization", "Bearer b")]),
            Some("a".into())
        );
        assert_eq!(key(&[]), None);
    }

    #[test]
    fn the_charset_decides_how_bytes_are_read() {
        let id = |content_type| {
            let body = request(
                &[("content-type", content_type)],
                "{\"a\":\"é\"}".as_bytes(),
            )
            .body();
            body.and_then(|body| body.text("a")).unwrap_or_default()
        };
        assert_eq!(id("application/json; charset=UTF-8"), "é");
        assert_eq!(id("application/json"), "Ã©");
    }

    #[test]
    fn broken_bytes_are_a_bad_request() {
        let body = request(
            &[("content-type", "application/json;charset=utf-8")],
            b"{\"a\":\"\xff\"}",
        )
        .body();
        assert!(body.is_err_and(|reply| reply.body == "Invalid Json Input\n"));
    }
}
