//! `GET {api_base_path}/jwt/jwks.json` and `GET {api_base_path}/.well-known/openid-configuration`.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use rocket::http::{Header, Status};
use rocket::request::{FromRequest, Outcome};
use rocket::response::content::RawJson;
use rocket::{Request, Responder, State, get};
use serde_json::json;

use crate::error::Error;
use crate::session::SuperTokens;

/// The keys that verify tokens; any site may read them.
#[get("/jwt/jwks.json")]
pub(super) async fn jwks(
    known: IfNoneMatch<'_>,
    super_tokens: &State<SuperTokens>,
) -> Result<Cacheable, Error> {
    let keys = super_tokens.jwks().await?;
    let etag = etag(&keys.json);
    let (status, json) = if known.has(&etag) {
        (Status::NotModified, String::new())
    } else {
        (Status::Ok, keys.json)
    };
    let cache_control = format!("max-age={}, must-revalidate", keys.max_age.as_secs());
    Ok(Cacheable {
        body: (status, public(json)),
        cache_control: Header::new("Cache-Control", cache_control),
        etag: Header::new("ETag", etag),
    })
}

/// The same text has the same tag on every instance.
fn etag(json: &str) -> String {
    let mut hasher = DefaultHasher::new();
    json.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

/// The versions that the client has already.
pub(super) struct IfNoneMatch<'r>(Vec<&'r str>);

impl IfNoneMatch<'_> {
    fn has(&self, etag: &str) -> bool {
        let mut known = self.0.iter().flat_map(|line| line.split(','));
        known.any(|known| {
            let known = known.trim();
            known == "*" || known.strip_prefix("W/").unwrap_or(known) == etag
        })
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for IfNoneMatch<'r> {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        Outcome::Success(Self(request.headers().get("if-none-match").collect()))
    }
}

#[derive(Responder)]
pub(super) struct Cacheable {
    body: (Status, Public),
    cache_control: Header<'static>,
    etag: Header<'static>,
}

/// Where the keys are; any site may read it.
#[get("/.well-known/openid-configuration")]
pub(super) fn openid_configuration(super_tokens: &State<SuperTokens>) -> Public {
    public(json!(super_tokens.openid_configuration()).to_string())
}

/// JSON that any site may read.
#[derive(Responder)]
pub(super) struct Public {
    body: RawJson<String>,
    allow_origin: Header<'static>,
}

fn public(json: String) -> Public {
    Public {
        body: RawJson(json),
        allow_origin: Header::new("Access-Control-Allow-Origin", "*"),
    }
}
