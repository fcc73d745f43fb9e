//! What somebody writes who wants no library: a guard over `jsonwebtoken`, with a cache of verified tokens before it.
//!
//! It is meant to be hard to beat. It does less than a session needs: no check for forged requests, no claims, no
//! question to the core after a refresh, and a key that the core withdraws stays good until the next start.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use dashmap::DashMap;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};
use rocket::serde::json::Json;
use rocket::{Build, Request, Rocket, get, routes};
use serde::{Deserialize, Serialize};

use super::{User, open_routes};

/// How many tokens are kept at most.
const CAPACITY: usize = 50_000;

/// What is read of a token.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: u64,
    // Every session has these; the example does not use them.
    #[serde(rename = "sessionHandle")]
    _session_handle: String,
    #[serde(rename = "tId")]
    _tenant_id: String,
}

struct Verifier {
    keys: HashMap<String, DecodingKey>,
    validation: Validation,
    /// By the whole token: a shortened hash could be met on purpose.
    verified: Option<DashMap<Box<str>, Arc<Claims>, foldhash::fast::RandomState>>,
}

impl Verifier {
    async fn new(core: &str, cached: bool) -> Self {
        let url = format!("{core}/.well-known/jwks.json");
        let response = reqwest::get(url).await.expect("the core responds");
        let keys = response.text().await.expect("the core's keys");
        let keys: JwkSet = serde_json::from_str(&keys).expect("a key set");
        let named = |key: &jsonwebtoken::jwk::Jwk| {
            let name = key.common.key_id.clone()?;
            Some((name, DecodingKey::from_jwk(key).ok()?))
        };
        let mut validation = Validation::new(Algorithm::RS256);
        validation.leeway = 0;
        Self {
            keys: keys.keys.iter().filter_map(named).collect(),
            validation,
            verified: cached.then(DashMap::default),
        }
    }

    fn find(&self, token: &str) -> Option<Arc<Claims>> {
        let Some(verified) = &self.verified else {
            return self.verify(token).map(Arc::new);
        };
        let known = verified.get(token).map(|entry| Arc::clone(&entry));
        if let Some(claims) = known {
            if claims.exp > now() {
                return Some(claims);
            }
            verified.remove(token);
            return None;
        }
        let claims = Arc::new(self.verify(token)?);
        if verified.len() >= CAPACITY {
            verified.clear();
        }
        verified.insert(token.into(), Arc::clone(&claims));
        Some(claims)
    }

    fn verify(&self, token: &str) -> Option<Claims> {
        let key_id = jsonwebtoken::decode_header(token).ok()?.kid?;
        let key = self.keys.get(&key_id)?;
        let token = jsonwebtoken::decode(token, key, &self.validation);
        token.ok().map(|token| token.claims)
    }
}

fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(u64::MAX, |now| now.as_secs())
}

struct Verified(Arc<Claims>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Verified {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let header = request.headers().get_one("authorization");
        let token = header.and_then(|header| header.strip_prefix("Bearer "));
        let token = token.or_else(|| Some(request.cookies().get("sAccessToken")?.value()));
        let verifier = request.rocket().state::<Verifier>();
        match verifier
            .zip(token)
            .and_then(|(verifier, token)| verifier.find(token))
        {
            Some(claims) => Outcome::Success(Self(claims)),
            None => Outcome::Error((Status::Unauthorized, ())),
        }
    }
}

/// Writes the user id without a copy.
impl Serialize for Verified {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let user_id = &self.0.sub;
        User { user_id }.serialize(serializer)
    }
}

#[get("/me")]
fn me(verified: Verified) -> Json<Verified> {
    Json(verified)
}

pub(super) async fn rocket(rocket: Rocket<Build>, core: &str, cached: bool) -> Rocket<Build> {
    rocket
        .manage(Verifier::new(core, cached).await)
        .mount("/", open_routes())
        .mount("/", routes![me])
}
