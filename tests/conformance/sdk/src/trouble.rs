use rocket::Request;
use rocket::http::Status;
use rocket::response::{self, Responder};
use rocket::serde::json::{Json, json};
use rocket_supertokens::Error;

use crate::core::CallError;

/// Why a route has no answer for the suite.
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

/// What a client of an application would be told is told here as well; everything else is 500 with the message,
/// which applications keep to themselves and the suite compares.
impl<'r> Responder<'r, 'static> for Trouble {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        match self {
            Self::NoSuchRoute => Err(Status::NotFound),
            Self::Session(
                error @ (Error::Unauthorised { .. }
                | Error::TryRefreshToken { .. }
                | Error::TokenTheftDetected { .. }
                | Error::InvalidClaims(_)
                | Error::ClearDuplicateSessionCookies),
            ) => error.respond_to(request),
            other => with_message(&other).respond_to(request),
        }
    }
}

/// 500 with the message.
fn with_message(error: &Trouble) -> (Status, Json<serde_json::Value>) {
    let body = json!({ "message": error.to_string() });
    (Status::InternalServerError, Json(body))
}
