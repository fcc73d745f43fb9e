use std::convert::Infallible;

use rocket::http::{Header, Status};
use rocket::request::{FromRequest, Outcome};
use rocket::response::content::RawJson;
use rocket::{Request, Responder, Route, State, get, post, routes};
use serde_json::json;

use super::guard::Verify;
use super::jwks_route;
use super::refusal::refuse;
use super::request_state::RequestState;
use crate::claims::ClaimRules;
use crate::config::Routes;
use crate::error::Error;
use crate::policy::{Policy, Required};
use crate::session::{Session, SessionRequest, SignOut, SuperTokens};

/// The routes of the front-end driver interface that are switched on.
pub(super) fn routes(switched_on: &Routes) -> Vec<Route> {
    let mut routes = Vec::new();
    if switched_on.refresh {
        routes.extend(in_tenant_too(routes![refresh], routes![refresh_in_tenant]));
    }
    if switched_on.sign_out {
        routes.extend(in_tenant_too(
            routes![sign_out],
            routes![sign_out_in_tenant],
        ));
    }
    if switched_on.jwks {
        routes.extend(routes![jwks_route::jwks]);
    }
    if switched_on.openid_configuration {
        routes.extend(routes![openid_configuration]);
    }
    routes
}

/// Routes, and the same with a tenant in the path. The rank of the latter is the next after those that Rocket gives to
/// routes whose path has a static part: what the application has written for the same path comes first and does not
/// collide, and its catch-all comes last (unless that one has a fixed query).
fn in_tenant_too(plain: Vec<Route>, mut in_tenant: Vec<Route>) -> Vec<Route> {
    for route in &mut in_tenant {
        route.rank = -4;
    }
    [plain, in_tenant].concat()
}

/// Trades the refresh token for new tokens.
#[post("/session/refresh")]
async fn refresh(request: SessionRequest<'_>) -> Result<RawJson<&'static str>, Error> {
    request.super_tokens().apis().refresh(&request).await?;
    Ok(RawJson("{}"))
}

/// The same with a tenant in the path, which does not matter: the session knows its own.
#[post("/<_>/session/refresh")]
async fn refresh_in_tenant(
    _tenant: Tenant,
    request: SessionRequest<'_>,
) -> Result<RawJson<&'static str>, Error> {
    request.super_tokens().apis().refresh(&request).await?;
    Ok(RawJson("{}"))
}

/// Ends the session. The client's tokens go even where the core knows nothing of the session any more.
#[post("/signout")]
async fn sign_out(
    verified: Verify<WithoutClaims>,
    request: SessionRequest<'_>,
) -> Result<RawJson<String>, Error> {
    end_session(&request, verified.into_session()).await
}

/// The same with a tenant in the path.
#[post("/<_>/signout")]
async fn sign_out_in_tenant(
    _tenant: Tenant,
    verified: Verify<WithoutClaims>,
    request: SessionRequest<'_>,
) -> Result<RawJson<String>, Error> {
    end_session(&request, verified.into_session()).await
}

async fn end_session(
    request: &SessionRequest<'_>,
    session: Session,
) -> Result<RawJson<String>, Error> {
    let answer = match request
        .super_tokens()
        .apis()
        .sign_out(request, session)
        .await?
    {
        SignOut::Done => json!({ "status": "OK" }),
        SignOut::GeneralError { message } => {
            json!({ "status": "GENERAL_ERROR", "message": message })
        }
    };
    Ok(RawJson(answer.to_string()))
}

/// The segment before ours, where it could be a tenant's id.
struct Tenant;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Tenant {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        match request.param::<&str>(0) {
            Some(Ok(id)) if is_tenant_id(id) => Outcome::Success(Self),
            _ => Outcome::Forward(Status::NotFound),
        }
    }
}

fn is_tenant_id(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !text.is_empty() && text.bytes().all(is_part)
}

/// Whoever has a session may sign out, whatever its claims.
enum WithoutClaims {}

impl Policy for WithoutClaims {
    type Presence = Required;

    fn claims() -> ClaimRules {
        ClaimRules::none()
    }
}

/// Where the keys are; any site may read it.
#[get("/.well-known/openid-configuration")]
fn openid_configuration(super_tokens: &State<SuperTokens>) -> Public {
    public(json!(super_tokens.openid_configuration()).to_string())
}

/// JSON that any site may read.
#[derive(Responder)]
pub(super) struct Public {
    body: RawJson<String>,
    allow_origin: Header<'static>,
}

pub(super) fn public(json: String) -> Public {
    Public {
        body: RawJson(json),
        allow_origin: Header::new("Access-Control-Allow-Origin", "*"),
    }
}

/// The request as session functions take it, for routes that read the tokens in their own way.
#[rocket::async_trait]
impl<'r> FromRequest<'r> for SessionRequest<'r> {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        match RequestState::of(request) {
            Ok(state) => Outcome::Success(state.session_request(request)),
            Err(error) => refuse(request, error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::REFRESH_PATH;

    /// Rocket's attribute takes no constant.
    #[test]
    fn the_refresh_routes_are_where_the_refresh_cookie_goes() {
        for route in in_tenant_too(routes![refresh], routes![refresh_in_tenant]) {
            assert!(route.uri.path().ends_with(REFRESH_PATH), "{}", route.uri);
        }
    }
}
