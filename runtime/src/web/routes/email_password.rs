//! The routes of the forms for logging in with a password.

use rocket::response::content::RawJson;
use rocket::{Data, Route, get, post, routes};
use serde_json::Value;

use super::body::Body;
use super::everywhere::everywhere;
use super::tenant::Tenant;
use crate::config::EmailPasswordConfig;
use crate::error::Error;
use crate::recipes::email_password::serve;
use crate::recipes::login_methods::login_methods as methods_of;
use crate::session::SessionRequest;

/// Those that are switched on.
pub(super) fn routes(on: &EmailPasswordConfig) -> Vec<Route> {
    let all = [
        (on.sign_up_route, routes![sign_up]),
        (on.sign_in_route, routes![sign_in]),
        (
            on.email_exists_route,
            routes![email_exists, email_exists_of_old],
        ),
        (on.password_reset_token_route, routes![password_reset_token]),
        (on.password_reset_route, routes![password_reset]),
        (on.login_methods_route, routes![login_methods]),
    ];
    let on = all.into_iter().filter(|(on, _)| *on);
    on.flat_map(|(_, routes)| everywhere(routes)).collect()
}

/// The setting that switches one of these routes off.
pub(super) fn setting_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "sign_up" => "email_password.sign_up_route",
        "sign_in" => "email_password.sign_in_route",
        "email_exists" | "email_exists_of_old" => "email_password.email_exists_route",
        "password_reset_token" => "email_password.password_reset_token_route",
        "password_reset" => "email_password.password_reset_route",
        "login_methods" => "email_password.login_methods_route",
        _ => return None,
    })
}

/// A response of the front-end driver interface.
type Answer = Result<RawJson<String>, Error>;

fn json(answer: &Value) -> RawJson<String> {
    RawJson(answer.to_string())
}

/// Makes a user and begins a session.
#[post("/signup", data = "<body>")]
async fn sign_up(tenant: Tenant<'_>, request: SessionRequest<'_>, body: Data<'_>) -> Answer {
    let body = Body::read(body).await?;
    Ok(json(
        &serve::sign_up(&request, &tenant.0, body.json()).await?,
    ))
}

/// Checks the password and begins a session.
#[post("/signin", data = "<body>")]
async fn sign_in(tenant: Tenant<'_>, request: SessionRequest<'_>, body: Data<'_>) -> Answer {
    let body = Body::read(body).await?;
    Ok(json(
        &serve::sign_in(&request, &tenant.0, body.json()).await?,
    ))
}

/// Tells whether somebody has an address.
#[get("/emailpassword/email/exists?<email>")]
async fn email_exists(
    tenant: Tenant<'_>,
    request: SessionRequest<'_>,
    email: Option<String>,
) -> Answer {
    Ok(json(
        &serve::email_exists(&request, &tenant.0, email).await?,
    ))
}

/// The same, where front ends of before 2024 ask.
#[get("/signup/email/exists?<email>")]
async fn email_exists_of_old(
    tenant: Tenant<'_>,
    request: SessionRequest<'_>,
    email: Option<String>,
) -> Answer {
    Ok(json(
        &serve::email_exists(&request, &tenant.0, email).await?,
    ))
}

/// Sends the e-mail with the link to a new password.
#[post("/user/password/reset/token", data = "<body>")]
async fn password_reset_token(
    tenant: Tenant<'_>,
    request: SessionRequest<'_>,
    body: Data<'_>,
) -> Answer {
    let body = Body::read(body).await?;
    let answer = serve::generate_reset_token(&request, &tenant.0, body.json());
    Ok(json(&answer.await?))
}

/// Sets the new password.
#[post("/user/password/reset", data = "<body>")]
async fn password_reset(tenant: Tenant<'_>, request: SessionRequest<'_>, body: Data<'_>) -> Answer {
    let body = Body::read(body).await?;
    let answer = serve::reset_password(&request, &tenant.0, body.json());
    Ok(json(&answer.await?))
}

/// Tells which forms the tenant has.
#[get("/loginmethods")]
async fn login_methods(tenant: Tenant<'_>, request: SessionRequest<'_>) -> Answer {
    let answer = methods_of(request.super_tokens(), &tenant.0);
    Ok(json(&answer.await?))
}
