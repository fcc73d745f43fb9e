//! Users and their login methods.

use http::Method;
use serde::{Deserialize, Serialize};

use super::call::{Acknowledged, Call};
use super::tenant::TenantId;
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

/// `GET /<tenant>/users/by-accountinfo`: the users of a tenant who have an address. The core normalises it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UsersByAccountInfo<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) email: &'a str,
    /// Whether one of several kinds of account information is enough. With one kind it makes no difference.
    pub(crate) do_union_of_account_info: bool,
}

#[derive(Deserialize)]
pub(crate) struct UsersByAccountInfoResponse {
    pub(crate) users: Vec<User>,
}

impl Call for UsersByAccountInfo<'_> {
    type Response = UsersByAccountInfoResponse;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = None;
    const PATH: &'static str = "/users/by-accountinfo";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        Some(self.tenant_id)
    }
}

/// `GET /<tenant>/users`: one page of a tenant's users.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListUsers<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) time_joined_order: TimeJoinedOrder,
    /// At most 500. If there is something to search for, the core ignores it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pagination_token: Option<&'a str>,
    /// Between commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include_recipe_ids: Option<String>,
    /// Between semicolons, as the next two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) provider: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum TimeJoinedOrder {
    Asc,
    Desc,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListUsersResponse {
    pub(crate) users: Vec<User>,
    pub(crate) next_pagination_token: Option<String>,
}

impl Call for ListUsers<'_> {
    type Response = ListUsersResponse;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = None;
    const PATH: &'static str = "/users";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        Some(self.tenant_id)
    }
}

/// `GET [/<tenant>]/users/count`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CountUsers<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: Option<TenantId<'a>>,
    /// Between commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) include_recipe_ids: Option<String>,
    pub(crate) include_all_tenants: bool,
}

#[derive(Deserialize)]
pub(crate) struct CountUsersResponse {
    pub(crate) count: u64,
}

impl Call for CountUsers<'_> {
    type Response = CountUsersResponse;
    const METHOD: Method = Method::GET;
    const RECIPE: Option<&'static str> = None;
    const PATH: &'static str = "/users/count";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        self.tenant_id
    }
}

/// `POST /user/remove`: removes a user with all that the core keeps of the user.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeleteUser<'a> {
    pub(crate) user_id: &'a str,
    pub(crate) remove_all_linked_accounts: bool,
}

impl Call for DeleteUser<'_> {
    type Response = Acknowledged;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = None;
    const PATH: &'static str = "/user/remove";
}
