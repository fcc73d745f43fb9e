//! Users and their login methods.

use http::Method;
use serde::{Deserialize, Serialize};

use super::call::Call;
use super::user::User;

/// `GET /user/id`: the user to whom a login method belongs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserById<'a> {
    pub(crate) user_id: &'a str,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum UserResponse {
    Ok { user: User },
    UnknownUserIdError,
}

impl Call for UserById<'_> {
    type Response = UserResponse;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = None;
    const PATH: &'static str = "/user/id";
}
