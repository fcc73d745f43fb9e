//! From endpoint and method to the handler.

use hyper::{Method, StatusCode};

use super::api::{
    account_linking, email_verification, jwt, meta, passwords, roles, session, session_data,
    session_list, tenancy, user_list, user_roles, users,
};
use super::call::Call;
use super::endpoint::Endpoint as E;
use super::reply::Reply;

/// Calls the handler.
pub(super) fn dispatch(call: &Call<'_>) -> Result<Reply, Reply> {
    let handler = match call.request.method {
        Method::GET => get(call.route.endpoint),
        Method::POST => post(call.route.endpoint),
        Method::PUT => put(call.route.endpoint),
        Method::DELETE => any(call.route.endpoint),
        _ => None,
    };
    match handler {
        Some(handler) => handler(call),
        None => Err(Reply::text(
            StatusCode::METHOD_NOT_ALLOWED,
            "Method not supported",
        )),
    }
}

type Handler = fn(&Call<'_>) -> Result<Reply, Reply>;

fn get(endpoint: E) -> Option<Handler> {
    Some(match endpoint {
        E::ApiVersion => meta::versions,
        E::PublishedKeys => jwt::published_keys,
        E::JwtKeys => jwt::keys,
        E::Session => session_data::get,
        E::SessionUser => session_list::of_user,
        E::SessionData => session_data::get_data,
        E::JwtData => session_data::get_claims,
        E::UserById => users::by_id,
        E::Users => user_list::list,
        E::UserCount => user_list::count,
        E::UsersByAccountInfo => users::by_account_info,
        E::Roles => roles::all,
        E::RolePermissions => roles::permissions,
        E::PermissionRoles => roles::with_permission,
        E::RoleUsers => user_roles::users,
        E::UserRoles => user_roles::of_user,
        E::EmailVerify => email_verification::is_verified,
        E::Tenant => tenancy::get_tenant,
        E::TenantList => tenancy::list_tenants,
        E::AppList => tenancy::list_apps,
        other => return any(other),
    })
}

fn post(endpoint: E) -> Option<Handler> {
    Some(match endpoint {
        E::Jwt => jwt::create,
        E::Session => session::create,
        E::SessionVerify => session::verify,
        E::SessionRefresh => session::refresh,
        E::SessionRegenerate => session::regenerate,
        E::SessionRemove => session_list::remove,
        E::UserRemove => users::remove,
        E::SignUp => users::sign_up,
        E::SignIn => users::sign_in,
        E::ResetToken => passwords::reset_token,
        E::ResetTokenConsume => passwords::consume_reset_token,
        E::MakePrimary => account_linking::make_primary,
        E::LinkAccounts => account_linking::link,
        E::RoleRemove => roles::remove,
        E::RolePermissionsRemove => roles::remove_permissions,
        E::UserRoleRemove => user_roles::unassign,
        E::EmailToken => email_verification::token,
        E::EmailTokenRemove => email_verification::revoke_tokens,
        E::EmailVerify => email_verification::verify,
        E::EmailUnverify => email_verification::unverify,
        E::TenantRemove => tenancy::remove_tenant,
        E::AppRemove => tenancy::remove_app,
        other => return any(other),
    })
}

fn put(endpoint: E) -> Option<Handler> {
    Some(match endpoint {
        E::SessionData => session_data::put_data,
        E::JwtData => session_data::put_claims,
        E::Role => roles::put,
        E::UserRole => user_roles::assign,
        E::User => passwords::update,
        E::Tenant => tenancy::put_tenant,
        E::App => tenancy::put_app,
        other => return any(other),
    })
}

/// The endpoints that do not mind the method.
fn any(endpoint: E) -> Option<Handler> {
    match endpoint {
        E::Hello => Some(meta::hello),
        E::Root => Some(meta::root),
        E::Unknown => Some(|_| Ok(Reply::text(StatusCode::NOT_FOUND, "Not found"))),
        _ => None,
    }
}
