//! Rocket's local clients, requests and responses: blocking and asynchronous ones as one.

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;

use rocket::http::uri::Origin;
use rocket::http::{Cookie, CookieJar, Header, HeaderMap, Status};
use rocket::local::{asynchronous, blocking};
use rocket::{Orbit, Request, Rocket};

/// A client of Rocket's, blocking or asynchronous.
pub trait LocalClient: Sealed {
    /// A request of it.
    type Request<'c>: LocalRequest
    where
        Self: 'c;

    #[doc(hidden)]
    fn post_to<'c>(&'c self, path: Origin<'static>) -> Self::Request<'c>;

    #[doc(hidden)]
    fn application(&self) -> &Rocket<Orbit>;

    #[doc(hidden)]
    fn jar(&self) -> CookieJar<'_>;
}

/// A request of such a client.
pub trait LocalRequest: Sealed + Sized {
    #[doc(hidden)]
    fn look<T>(&self, look: impl FnOnce(&Request<'_>) -> T) -> T;

    /// Instead of what the request has of this name.
    #[doc(hidden)]
    fn with_header(self, name: &'static str, value: String) -> Self;

    #[doc(hidden)]
    fn with_cookie(self, name: String, value: String) -> Self;
}

/// A response to such a request.
pub trait LocalResponse: Sealed + Sized {
    /// What a check returns: for a blocking client the value itself, for an asynchronous one a future of it.
    type Later<T>;

    #[doc(hidden)]
    fn status_now(&self) -> Status;

    #[doc(hidden)]
    fn headers_now(&self) -> &HeaderMap<'_>;

    #[doc(hidden)]
    fn jar_now(&self) -> &CookieJar<'_>;

    /// The response unread, or a panic with this text and the body.
    #[doc(hidden)]
    #[track_caller]
    fn unless(self, failure: Option<String>) -> Self::Later<Self>;

    /// Reads the body, and panics with what is wrong with it.
    #[doc(hidden)]
    #[track_caller]
    fn judged_by(
        self,
        judge: impl FnOnce(&str) -> Option<String> + Send + 'static,
    ) -> Self::Later<()>;
}

#[doc(hidden)]
pub trait Sealed {}

macro_rules! local {
    ($kind:ident) => {
        impl Sealed for $kind::Client {}
        impl Sealed for $kind::LocalRequest<'_> {}
        impl Sealed for $kind::LocalResponse<'_> {}

        impl LocalClient for $kind::Client {
            type Request<'c> = $kind::LocalRequest<'c>;

            fn post_to<'c>(&'c self, path: Origin<'static>) -> Self::Request<'c> {
                self.post(path)
            }

            fn application(&self) -> &Rocket<Orbit> {
                self.rocket()
            }

            fn jar(&self) -> CookieJar<'_> {
                self.cookies()
            }
        }

        impl LocalRequest for $kind::LocalRequest<'_> {
            fn look<T>(&self, look: impl FnOnce(&Request<'_>) -> T) -> T {
                look(self.inner())
            }

            fn with_header(mut self, name: &'static str, value: String) -> Self {
                self.replace_header(Header::new(name, value));
                self
            }

            fn with_cookie(self, name: String, value: String) -> Self {
                self.cookie(Cookie::new(name, value))
            }
        }
    };
}

local!(blocking);
local!(asynchronous);

impl LocalResponse for blocking::LocalResponse<'_> {
    type Later<T> = T;

    fn status_now(&self) -> Status {
        self.status()
    }

    fn headers_now(&self) -> &HeaderMap<'_> {
        self.headers()
    }

    fn jar_now(&self) -> &CookieJar<'_> {
        self.cookies()
    }

    #[track_caller]
    fn unless(self, failure: Option<String>) -> Self {
        match failure {
            None => self,
            Some(failure) => panic!("{failure}{}", body_line(self.into_string().as_deref())),
        }
    }

    #[track_caller]
    fn judged_by(self, judge: impl FnOnce(&str) -> Option<String> + Send + 'static) {
        let body = self.into_string();
        if let Some(failure) = judge(body.as_deref().unwrap_or_default()) {
            panic!("{failure}{}", body_line(body.as_deref()));
        }
    }
}

impl<'c> LocalResponse for asynchronous::LocalResponse<'c> {
    type Later<T> = Pin<Box<dyn Future<Output = T> + Send + 'c>>;

    fn status_now(&self) -> Status {
        self.status()
    }

    fn headers_now(&self) -> &HeaderMap<'_> {
        self.headers()
    }

    fn jar_now(&self) -> &CookieJar<'_> {
        self.cookies()
    }

    #[track_caller]
    fn unless(self, failure: Option<String>) -> Self::Later<Self> {
        // Rust names the place of an asynchronous panic in here, and not where the test asserts.
        let asserted_at = Location::caller();
        Box::pin(async move {
            match failure {
                None => self,
                Some(failure) => {
                    let body = self.into_string().await;
                    panic!(
                        "{failure}{}\n  asserted at {asserted_at}",
                        body_line(body.as_deref())
                    )
                }
            }
        })
    }

    #[track_caller]
    fn judged_by(
        self,
        judge: impl FnOnce(&str) -> Option<String> + Send + 'static,
    ) -> Self::Later<()> {
        let asserted_at = Location::caller();
        Box::pin(async move {
            let body = self.into_string().await;
            if let Some(failure) = judge(body.as_deref().unwrap_or_default()) {
                panic!(
                    "{failure}{}\n  asserted at {asserted_at}",
                    body_line(body.as_deref())
                );
            }
        })
    }
}

/// More of a body is not shown.
const SHOWN: usize = 1000;
/// A longer word may be a token.
const LONGEST_WORD: usize = 64;

/// The body as a line of the message, without tokens.
fn body_line(body: Option<&str>) -> String {
    let Some(body) = body.filter(|body| !body.is_empty()) else {
        return "\n  without a body".to_owned();
    };
    let ends_word = |c: char| c.is_whitespace() || "\"'<>,;:{}()[]&?=".contains(c);
    let words = body.split_inclusive(ends_word);
    let shown = words.map(|word| match word.len() > LONGEST_WORD {
        true => "[..]",
        false => word,
    });
    let text: String = shown.collect();
    let end = text
        .char_indices()
        .nth(SHOWN)
        .map_or(text.len(), |(n, _)| n);
    format!("\n  body: {}", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_has_the_body_and_no_token() {
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSIsInRJZCI6InB1YmxpYyJ9.c2lnbmF0dXJl";
        assert!(token.len() > LONGEST_WORD);
        let body = format!(r#"{{"message":"try refresh token","t":"{token}"}}"#);
        let line = body_line(Some(&body));
        assert_eq!(
            line,
            "\n  body: {\"message\":\"try refresh token\",\"t\":\"[..]}"
        );
        assert_eq!(body_line(Some("")), "\n  without a body");
        assert!(body_line(Some(&"ä ".repeat(5000))).len() < 2000);
    }
}
