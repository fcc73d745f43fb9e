//! Published keys, and tokens signed for the caller.

use crate::crypto::SigningKey;
use crate::http::call::Call;
use crate::http::reply::Reply;
use crate::json::{Json, object};
use crate::service::app::App;
use crate::service::keyring::KeyKind;

/// `GET /.well-known/jwks.json`.
pub(crate) fn published_keys(call: &Call<'_>) -> Result<Reply, Reply> {
    let app = call.app()?;
    let keys = jwks(call, &app)?;
    let max_age = call.core.with_keys(&app, |scope| app.keys.max_age(scope))?;
    let cache_control = Some(format!("max-age={max_age}, must-revalidate"));
    Ok(Reply {
        cache_control,
        ..Reply::json(&object([("keys", keys)]))
    })
}

/// `GET /recipe/jwt/jwks`.
pub(crate) fn keys(call: &Call<'_>) -> Result<Reply, Reply> {
    let app = call.app_only()?;
    Ok(Reply::json(&object([
        ("keys", jwks(call, &app)?),
        ("status", "OK".into()),
    ])))
}

/// `POST /recipe/jwt`.
pub(crate) fn create(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let algorithm = body.text("algorithm")?;
    let domain = body.text("jwksDomain")?;
    let payload = body.object("payload")?;
    let validity = body.whole("validity")?;
    let fixed = body.optional_flag("useStaticSigningKey")?.unwrap_or(true);
    if validity <= 0 {
        return Err(Reply::bad_request(
            "validity must be greater than or equal to 0",
        ));
    }
    let app = call.app_only()?;
    if !algorithm.eq_ignore_ascii_case("RS256") {
        return Ok(Reply::status("UNSUPPORTED_ALGORITHM_ERROR"));
    }
    let kind = if fixed {
        KeyKind::Static
    } else {
        KeyKind::Dynamic
    };
    let token = call
        .core
        .sign_jwt(&app, kind, &domain, validity, &payload)?;
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("jwt", token.into()),
    ])))
}

fn jwks(call: &Call<'_>, app: &App) -> Result<Json, Reply> {
    let keys = call
        .core
        .with_keys(app, |scope| app.keys.published(scope))?;
    Ok(Json::Array(keys.iter().map(|key| jwk(key)).collect()))
}

fn jwk(key: &SigningKey) -> Json {
    object([
        ("kty", "RSA".into()),
        ("kid", key.kid().into()),
        ("n", key.modulus().into()),
        ("e", key.exponent().into()),
        ("alg", "RS256".into()),
        ("use", "sig".into()),
    ])
    .into()
}
