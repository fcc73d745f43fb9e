use std::io::Cursor;

use rocket::fairing::{AdHoc, Fairing};
use rocket::http::{ContentType, Status};
use rocket_supertokens::Error;

/// Tells clients of errors that are the application's own, by their text, as the suites' other servers do.
pub(crate) fn tell_internal_errors() -> impl Fairing {
    AdHoc::on_response("Error text", |request, response| {
        Box::pin(async move {
            if response.status() != Status::InternalServerError {
                return;
            }
            if let Some(error) = Error::of(request) {
                let text = error.to_string();
                response.set_header(ContentType::Plain);
                response.set_sized_body(text.len(), Cursor::new(text));
            }
        })
    })
}
