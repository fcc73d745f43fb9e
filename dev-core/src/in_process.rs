//! A core without a server, for tests that ask it from inside their own process.

use std::fmt;

use http::{Method, Request, Response};

use crate::clock::Clock;
use crate::http::{self as endpoints, Responder};
use crate::service::core::Core;

/// A core that is asked by function call: no port, no thread, no tokio runtime, and nothing in the log when it
/// starts. Made by [`DevCoreBuilder::in_process`](crate::DevCoreBuilder::in_process); an outage or a slow
/// network is for the caller to play.
///
/// ```
/// use supertokens_dev_core::{DevCore, SigningKeys};
///
/// let keys = SigningKeys::generate("my-tests")?; // once; every core may have them
/// let core = DevCore::builder().in_memory().signing_keys(keys).in_process()?;
/// let request = http::Request::get("/hello").body(Vec::new())?;
/// assert_eq!(core.respond(request).body(), b"Hello\n");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
pub struct InProcessCore {
    responder: Responder,
}

impl fmt::Debug for InProcessCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InProcessCore").finish_non_exhaustive()
    }
}

impl InProcessCore {
    pub(crate) fn new(core: Core) -> Self {
        Self {
            responder: Responder::new(core),
        }
    }

    /// Responds as the core does over HTTP: the same status, headers and body. Of the URI only path and query
    /// matter. It works on the calling thread, for some hundred microseconds where a token is signed.
    #[must_use]
    pub fn respond(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let is_head = request.method() == Method::HEAD;
        let (parts, body) = request.into_parts();
        let request = endpoints::Request::new(parts, body.into());
        let (_, reply) = self.responder.respond(&request);
        let mut response: Response<Vec<u8>> = reply.into_http();
        if is_head {
            response.body_mut().clear();
        }
        response
    }

    /// The clock of the core, which tests may move forward.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.responder.core.clock.clone()
    }

    /// How many requests got a response since the start or the last reset.
    #[must_use]
    pub fn request_count(&self) -> u64 {
        self.responder.counters.all()
    }

    /// How many requests to one endpoint got a response since the start or the last reset. The path
    /// is that of the endpoint (`/recipe/session/verify`), without base path, app and tenant.
    #[must_use]
    pub fn request_count_of(&self, path: &str) -> u64 {
        self.responder.counters.of(path)
    }

    /// Sets all request counts to zero.
    pub fn reset_request_counts(&self) {
        self.responder.counters.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DevCore, SigningKeys, StartError};

    fn ask(core: &InProcessCore, method: &str, path: &str, body: &str) -> Response<Vec<u8>> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("cdi-version", "5.3")
            .body(body.into())
            .expect("a request");
        core.respond(request)
    }

    fn text(response: &Response<Vec<u8>>) -> &str {
        std::str::from_utf8(response.body()).expect("text")
    }

    #[test]
    fn needs_no_runtime_and_counts() -> Result<(), StartError> {
        let core = DevCore::builder().in_process()?;
        assert_eq!(text(&ask(&core, "GET", "/hello", "")), "Hello\n");
        assert_eq!(core.request_count_of("/hello"), 1);
        core.reset_request_counts();
        assert_eq!(core.request_count(), 0);
        Ok(())
    }

    #[test]
    fn given_keys_sign_in_every_app_and_do_not_rotate() -> Result<(), StartError> {
        let keys = SigningKeys::generate("mark")?;
        let core = DevCore::builder().signing_keys(keys).in_process()?;
        let app = r#"{"appId":"a1"}"#;
        assert_eq!(
            ask(&core, "PUT", "/recipe/multitenancy/app/v2", app).status(),
            200
        );
        let before = ask(&core, "GET", "/.well-known/jwks.json", "");
        let kids: Vec<&str> = text(&before).split(r#""kid":""#).skip(1).collect();
        assert_eq!(kids.len(), 2, "{}", text(&before));
        assert!(kids[0].starts_with("d-mark-") && kids[1].starts_with("s-mark-"));
        core.clock()
            .advance(std::time::Duration::from_secs(400 * 24 * 3600));
        for path in ["/.well-known/jwks.json", "/appid-a1/.well-known/jwks.json"] {
            assert_eq!(text(&ask(&core, "GET", path, "")), text(&before), "{path}");
        }
        Ok(())
    }
}
