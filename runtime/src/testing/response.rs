//! What a test asserts of a response, with messages that say what came instead.

use std::fmt::Write as _;

use rocket::http::Cookie;
use serde::Deserialize;

use super::local::LocalResponse;
use crate::claims::ClaimFailure;
use crate::config::ANTI_CSRF;
use crate::token::AccessToken;
use crate::transfer::FRONT_TOKEN;
use crate::web::REASON;

/// What the tests assert of a response, of Rocket's blocking or asynchronous client. With the latter, each one is
/// awaited.
///
/// A check that fails panics with what was expected, the status, what the response does to the client's session, and
/// the body. It shows no tokens.
///
/// ```should_panic
/// # use rocket_supertokens::SuperTokens;
/// use rocket_supertokens::testing::{TestResponse, TestSuperTokens};
/// # fn rocket() -> rocket::Rocket<rocket::Build> {
/// #     rocket::custom(rocket::Config::debug_default()).attach(SuperTokens::fairing())
/// # }
///
/// let st = TestSuperTokens::new();
/// let client = st.client(rocket());
/// // Expected the refusal "try refresh token", but this response came: 404 Not Found
/// //   it leaves the client's session as it is
/// //   body: <!DOCTYPE html>..
/// client.get("/nowhere").dispatch().assert_try_refresh();
/// ```
pub trait TestResponse: LocalResponse {
    /// The client has new tokens: a session began, was refreshed, or its payload has changed.
    #[track_caller]
    fn assert_session_started(self) -> Self::Later<Self> {
        has_effect(self, Effect::Set, "new tokens for the client")
    }

    /// The client's tokens are removed: it signed out, or its session has ended.
    #[track_caller]
    fn assert_session_cleared(self) -> Self::Later<Self> {
        has_effect(
            self,
            Effect::Cleared,
            "that the client's tokens are removed",
        )
    }

    /// The response neither sets nor removes tokens.
    #[track_caller]
    fn assert_session_untouched(self) -> Self::Later<Self> {
        has_effect(
            self,
            Effect::Untouched,
            "that the client's session stays as it is",
        )
    }

    /// The request was refused with "unauthorised": there is no session. The front end shows the login.
    #[track_caller]
    fn assert_unauthorised(self) -> Self::Later<()> {
        refused(self, "unauthorised")
    }

    /// The request was refused with "try refresh token": the front end refreshes the session and tries again.
    #[track_caller]
    fn assert_try_refresh(self) -> Self::Later<()> {
        refused(self, "try refresh token")
    }

    /// The request was refused with "token theft detected".
    #[track_caller]
    fn assert_theft_detected(self) -> Self::Later<()> {
        refused(self, "token theft detected")
    }

    /// The request was refused with "service unavailable", because the core cannot be asked.
    #[track_caller]
    fn assert_core_unavailable(self) -> Self::Later<()> {
        refused(self, "service unavailable")
    }

    /// The request was refused for this reason: one of the codes of [`Error::code`](crate::Error::code). Several reasons
    /// have one message, such as `expired`, `signature` and `anti_csrf`, which are "try refresh token".
    #[track_caller]
    fn assert_refused(self, code: &str) -> Self::Later<Self> {
        let failure = match self.headers_now().get_one(REASON) {
            Some(found) if found == code => None,
            _ => Some(came(&format!("a refusal for `{code}`"), &self)),
        };
        self.unless(failure)
    }

    /// The request was refused because exactly these claims are not as the route demands. They are the ids of the
    /// validators, which are the keys of the claims unless you chose others. Their order does not matter.
    #[track_caller]
    fn assert_claim_error(self, ids: &[&str]) -> Self::Later<()> {
        let expected = sorted(ids.iter().copied());
        let failure = came(&format!("an \"invalid claim\" of {expected:?}"), &self);
        self.judged_by(move |body| {
            let found = serde_json::from_str(body).ok();
            let found = found.map(|RefusedClaims { failures }| {
                sorted(failures.iter().map(|failure| failure.id.as_str()))
            });
            match found {
                Some(found) if found == expected => None,
                _ => Some(failure),
            }
        })
    }
}

impl<R: LocalResponse> TestResponse for R {}

#[derive(Deserialize)]
struct Refused<'a> {
    message: &'a str,
}

#[derive(Deserialize)]
struct RefusedClaims {
    #[serde(rename = "claimValidationErrors")]
    failures: Vec<ClaimFailure>,
}

#[track_caller]
fn has_effect<R: LocalResponse>(response: R, wanted: Effect, expected: &str) -> R::Later<R> {
    let failure = (Effect::of(&response) != wanted).then(|| came(expected, &response));
    response.unless(failure)
}

#[track_caller]
fn refused<R: LocalResponse>(response: R, message: &'static str) -> R::Later<()> {
    let failure = came(&format!("the refusal {message:?}"), &response);
    response.judged_by(move |body| {
        let is_it = serde_json::from_str(body).is_ok_and(|it: Refused<'_>| it.message == message);
        (!is_it).then_some(failure)
    })
}

fn sorted<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut ids: Vec<_> = ids.map(str::to_owned).collect();
    ids.sort_unstable();
    ids
}

/// What a response does to the client's tokens.
#[derive(PartialEq)]
enum Effect {
    Untouched,
    Set,
    Cleared,
}

impl Effect {
    /// The front token goes with every change of tokens.
    fn of(response: &impl LocalResponse) -> Self {
        match response.headers_now().get_one(FRONT_TOKEN) {
            Some("remove") => Self::Cleared,
            Some(_) => Self::Set,
            None => Self::Untouched,
        }
    }
}

/// The message but for the body.
fn came(expected: &str, response: &impl LocalResponse) -> String {
    let status = response.status_now();
    let mut text = format!("expected {expected}, but this response came: {status}\n  ");
    match Effect::of(response) {
        Effect::Untouched => text += "it leaves the client's session as it is",
        Effect::Set => text += "it gives the client new tokens",
        Effect::Cleared => text += "it removes the client's tokens",
    }
    let headers = response.headers_now();
    if let Some(code) = headers.get_one(REASON) {
        _ = write!(text, "\n  the reason is `{code}`");
    }
    let cookies = headers
        .get("set-cookie")
        .filter_map(|line| Cookie::parse(line).ok());
    for cookie in cookies {
        let change = match cookie.value() {
            "" => "removed",
            value if AccessToken::parse(value).is_ok() => "set to an access token",
            _ => "set",
        };
        _ = write!(text, "\n  cookie {}: {change}", cookie.name());
    }
    for header in headers.iter() {
        let name = header.name().as_str();
        if name.starts_with("st-") || name.eq_ignore_ascii_case(ANTI_CSRF) {
            let change = if header.value().is_empty() {
                "empty"
            } else {
                "set"
            };
            _ = write!(text, "\n  header {name}: {change}");
        }
    }
    text
}
