//! Why a route has nothing for the suite.

use rocket::Request;
use rocket::http::Status;
use rocket::response::{self, Responder};
use rocket::serde::json::{Json, Value, json};
use rocket_supertokens::Error;
use rocket_supertokens::config::RefusalResponse;

use crate::core::CallError;

/// Why a route has no response for the suite.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    #[error("{0}")]
    Session(#[from] Error),
    #[error("{0}")]
    Core(#[from] CallError),
    /// What the test asks for does not exist here.
    #[error("{0}")]
    Unknown(String),
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    #[error("route not found")]
    NoSuchRoute,
}

/// What a client of an application would be told is told here as well. Everything else is 500 with the message, which
/// applications keep to themselves and the suite compares; for errors of sessions `tell_of_errors` sees to it.
impl<'r> Responder<'r, 'static> for Trouble {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        match self {
            Self::NoSuchRoute => Err(Status::NotFound),
            Self::Session(error) => error.respond_to(request),
            other => (Status::InternalServerError, Json(message(&other))).respond_to(request),
        }
    }
}

/// For `Builder::on_refusal`.
pub(crate) fn tell_of_errors(error: &Error, response: &mut RefusalResponse) {
    let is_for_front_ends = matches!(
        error,
        Error::Unauthorised { .. }
            | Error::TryRefreshToken { .. }
            | Error::TokenTheftDetected { .. }
            | Error::InvalidClaims(_)
            | Error::ClearDuplicateSessionCookies
    );
    if !is_for_front_ends {
        response.status = 500;
        response.body = message(error);
    }
}

fn message(error: &impl ToString) -> Value {
    json!({ "message": error.to_string() })
}
