//! Users and their login methods.

use http::Method;
use serde::{Deserialize, Serialize};

use super::call::Call;

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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) login_methods: Vec<LoginMethod>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoginMethod {
    pub(crate) recipe_user_id: String,
    pub(crate) email: Option<String>,
}

impl Call for UserById<'_> {
    type Response = UserResponse;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = None;
    const PATH: &'static str = "/user/id";
}
