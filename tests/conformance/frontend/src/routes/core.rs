//! What goes to the core without the library, since it is no business of an application.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance_front_door::exchange;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::{Method, Request, Uri};
use rocket::http::{Header, Status};
use rocket::serde::json::{Json, Value, json};
use rocket::{Responder, Route, State, post, routes};
use serde::Deserialize;

use crate::options::Options;
use crate::setup::Setup;

pub(super) fn routes() -> Vec<Route> {
    routes![make_app, login_as_of_2_18]
}

/// The status and the text of a response about a core that does not do as it should.
type Trouble = (Status, String);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewApp {
    app_id: String,
    #[serde(default)]
    core_config: Value,
}

/// Makes an app inside the core, and says where it is.
#[post("/test/setup/app", data = "<app>")]
async fn make_app(app: Json<NewApp>, options: &State<Options>) -> Result<String, Trouble> {
    let body = json!({ "appId": app.app_id, "coreConfig": app.core_config });
    let core = &options.core_url;
    call(
        core,
        Method::PUT,
        "/recipe/multitenancy/app/v2",
        None,
        &body,
    )
    .await?;
    Ok(format!("{core}/appid-{}", app.app_id))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LegacyLogin {
    user_id: String,
    #[serde(default)]
    payload: Option<Value>,
}

/// Tokens of an older generation, as a client may still have them.
#[derive(Responder)]
struct LegacyTokens {
    body: (),
    access_token: Header<'static>,
    refresh_token: Header<'static>,
    front_token: Header<'static>,
}

/// Begins a session as an SDK did that knew the core driver interface 2.18.
#[post("/login-2.18", data = "<login>")]
async fn login_as_of_2_18(
    login: Json<LegacyLogin>,
    setup: &State<Setup>,
) -> Result<LegacyTokens, Trouble> {
    let payload = login.payload.clone().unwrap_or_else(|| json!({}));
    let body = json!({
        "userId": login.user_id,
        "enableAntiCsrf": false,
        "userDataInJWT": payload,
        "userDataInDatabase": {},
    });
    let response = call(
        &setup.core_url,
        Method::POST,
        "/recipe/session",
        Some("2.18"),
        &body,
    )
    .await?;
    let token = |kind: &str| match &response[kind]["token"] {
        Value::String(token) => Ok(token.clone()),
        _ => Err(trouble(format!("the core sent no {kind}: {response}"))),
    };
    let expiry = SystemTime::now() + Duration::from_secs(3600);
    let expiry = expiry
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_millis();
    let front_token = json!({ "uid": login.user_id, "ate": expiry as u64, "up": payload });
    Ok(LegacyTokens {
        body: (),
        access_token: Header::new("st-access-token", token("accessToken")?),
        refresh_token: Header::new("st-refresh-token", token("refreshToken")?),
        front_token: Header::new("front-token", STANDARD.encode(front_token.to_string())),
    })
}

/// Calls the core and returns its response, whose status is `OK`.
async fn call(
    core: &str,
    method: Method,
    path: &str,
    cdi_version: Option<&str>,
    body: &Value,
) -> Result<Value, Trouble> {
    let uri: Uri = format!("{core}{path}").parse().map_err(trouble)?;
    let (Some(authority), Some(path)) = (uri.authority(), uri.path_and_query()) else {
        return Err(trouble(format!("{core} is no address of a core")));
    };
    let mut request = Request::builder()
        .method(method)
        .uri(path.as_str())
        .header("host", authority.as_str())
        .header("content-type", "application/json");
    if let Some(version) = cdi_version {
        request = request.header("cdi-version", version);
    }
    let request = request
        .body(Full::<Bytes>::from(body.to_string()))
        .map_err(trouble)?;
    let address = (authority.host(), authority.port_u16().unwrap_or(80));
    let response = exchange(address, request)
        .await
        .map_err(trouble)?
        .into_body();
    match serde_json::from_slice::<Value>(&response) {
        Ok(response) if response["status"] == "OK" => Ok(response),
        _ => Err(trouble(format!(
            "the core says: {}",
            String::from_utf8_lossy(&response)
        ))),
    }
}

fn trouble(error: impl ToString) -> Trouble {
    (Status::InternalServerError, error.to_string())
}
