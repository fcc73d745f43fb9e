use std::io::Cursor;
use std::sync::Arc;

use rocket::http::{ContentType, Status};
use rocket::{Request, Response};
use serde_json::{Value, json};

use super::wire_text::message_of;
use crate::error::{Chain, Error};
use crate::session::SuperTokens;

/// Seconds after which a client may ask again when the core is away.
const RETRY_AFTER: &str = "5";

/// Status, body and headers of a refusal.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Answer {
    /// The status code. Below 300 it is ignored, since the front end would take it for success.
    pub status: u16,
    /// The body.
    pub body: Value,
    /// Headers that the answer gets besides; names and values.
    pub headers: Vec<(String, String)>,
}

impl Answer {
    /// Adds a header, or replaces it. One that HTTP does not allow is left out, with a line in the log.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    ///
    /// // Pages that are made on the server send their visitors to log in.
    /// let settings = SuperTokens::builder().on_unauthorised(|_, answer| {
    ///     answer.status = 303;
    ///     answer.set_header("Location", "/login");
    /// });
    /// ```
    pub fn set_header(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let name = name.into();
        self.headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        self.headers.push((name, value.into()));
    }

    fn new(status: u16, body: Value) -> Self {
        Self {
            status,
            body,
            headers: Vec::new(),
        }
    }
}

/// Who writes status and body of a refusal. Token headers and cookies are written in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ErrorResponses {
    /// We, as the front-end driver interface has it, whatever catchers there are.
    #[default]
    FrontEnd,
    /// The application's catchers write the body; [`Error::of`](Error::of) tells them why. The status
    /// stays ours, since the front end acts on it.
    Catchers,
}

/// How refusals are answered in one application.
#[derive(Clone, Default)]
pub(super) struct Answers {
    pub(super) responses: ErrorResponses,
    pub(super) on_unauthorised: Option<AnswerHandler>,
    pub(super) on_try_refresh_token: Option<AnswerHandler>,
    pub(super) on_token_theft_detected: Option<AnswerHandler>,
    pub(super) on_invalid_claims: Option<AnswerHandler>,
    pub(super) on_clear_duplicate_session_cookies: Option<AnswerHandler>,
}

pub(super) type AnswerHandler = Arc<dyn Fn(&Error, &mut Answer) + Send + Sync>;

impl Answers {
    /// The answer to `error` as the front-end driver interface has it.
    pub(super) fn standard(error: &Error, super_tokens: &SuperTokens) -> Answer {
        let session = &super_tokens.config().session;
        standard(
            error,
            session.session_expired_status_code,
            session.invalid_claim_status_code,
        )
    }

    /// The answer to `error`, as the application wants it.
    pub(super) fn to(&self, error: &Error, standard: Answer) -> Answer {
        let handler = match error {
            Error::Unauthorised { .. } => &self.on_unauthorised,
            Error::TryRefreshToken { .. } => &self.on_try_refresh_token,
            Error::TokenTheftDetected { .. } => &self.on_token_theft_detected,
            Error::InvalidClaims(_) => &self.on_invalid_claims,
            Error::ClearDuplicateSessionCookies => &self.on_clear_duplicate_session_cookies,
            _ => return standard,
        };
        let Some(change) = handler else {
            return standard;
        };
        let mut answer = standard.clone();
        change(error, &mut answer);
        // Only the answer about duplicate cookies is a success by its nature.
        let lowest = if standard.status == 200 { 200 } else { 300 };
        if !(lowest..600).contains(&answer.status) {
            tracing::error!(
                status = answer.status,
                "a refusal cannot have this status, it stays {}",
                standard.status
            );
            answer.status = standard.status;
        }
        answer
    }
}

/// Status and body as the front end expects them.
pub(super) fn standard(error: &Error, session_expired: u16, invalid_claim: u16) -> Answer {
    let message = message_of(error);
    let body = match error {
        Error::InvalidClaims(failures) => {
            json!({ "message": message, "claimValidationErrors": failures })
        }
        _ => json!({ "message": message }),
    };
    Answer::new(status_of(error, session_expired, invalid_claim), body)
}

fn status_of(error: &Error, session_expired: u16, invalid_claim: u16) -> u16 {
    match error {
        Error::Unauthorised { .. }
        | Error::TryRefreshToken { .. }
        | Error::TokenTheftDetected { .. } => session_expired,
        Error::InvalidClaims(_) => invalid_claim,
        Error::ClearDuplicateSessionCookies => 200,
        Error::ProtectedClaim { .. }
        | Error::NotAnObject { .. }
        | Error::PayloadTooLarge { .. }
        | Error::NestedTooDeeply { .. }
        | Error::NotBefore
        | Error::TenantId { .. } => 400,
        Error::Core(error) if error.is_unavailable() => 503,
        Error::Core(_)
        | Error::Serialize { .. }
        | Error::Payload(_)
        | Error::NotAttached
        | Error::DuplicateSessionCookies
        | Error::CustomHeaderUncheckable
        | Error::FetchClaim { .. }
        | Error::UnknownRole { .. }
        | Error::UnknownUser { .. }
        | Error::InsecureCookies => 500,
    }
}

/// Whether the client loses its tokens with the answer.
pub(super) fn clears_tokens(error: &Error) -> bool {
    match error {
        Error::Unauthorised { clear_tokens, .. } => *clear_tokens,
        Error::TokenTheftDetected { .. } => true,
        _ => false,
    }
}

/// What describes a body and goes with it when the body is replaced.
const OF_THE_BODY: [&str; 11] = [
    "Accept-Ranges",
    "Content-Digest",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-MD5",
    "Content-Range",
    "ETag",
    "Expires",
    "Last-Modified",
];

/// Writes status, body and headers over whatever is there.
pub(super) fn write(answer: &Answer, response: &mut Response<'_>) {
    for name in OF_THE_BODY {
        response.remove_header(name);
    }
    response.set_status(Status::new(answer.status));
    response.set_header(ContentType::JSON);
    // What may be kept of the answer that this one replaces says nothing of a refusal.
    response.set_raw_header("Cache-Control", "no-store");
    let body = answer.body.to_string();
    response.set_sized_body(body.len(), Cursor::new(body));
    write_headers(answer, response);
}

/// The headers of the application and, where the core is away, when to come again.
pub(super) fn write_headers(answer: &Answer, response: &mut Response<'_>) {
    for (name, value) in &answer.headers {
        let valid = (
            http::HeaderName::try_from(name),
            http::HeaderValue::try_from(value),
        );
        match valid {
            (Ok(_), Ok(_)) => _ = response.set_raw_header(name.clone(), value.clone()),
            _ => tracing::error!(name, "a refusal cannot have this header, it is left out"),
        }
    }
    if answer.status == 503 {
        response.set_raw_header("Retry-After", RETRY_AFTER);
    }
}

/// One line for every refusal, with its reason: what a client is told is too little to find a cause.
pub(super) fn log_refusal(request: &Request<'_>, error: &Error, status: u16) {
    let method = request.method();
    let path = request.uri().path();
    let reason = Chain(error);
    match error {
        Error::TokenTheftDetected { .. } => {
            tracing::warn!(%method, %path, %reason, "request refused")
        }
        _ if status < 500 => tracing::info!(%method, %path, %reason, "request refused"),
        _ => tracing::error!(%method, %path, %reason, "request failed"),
    }
}
