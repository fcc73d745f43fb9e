//! Access tokens of earlier versions. A core makes them for those who call it in an earlier version of its
//! interface, which a dev-core does not offer.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use reqwest::Method;
use rocket_supertokens_tests::{App, Cdi, Client, Core, claims, skip};
use serde_json::{Value, json};

use crate::fixture;
use crate::in_both_generations;

in_both_generations!(
    version_2_is_verified_and_upgraded,
    version_2_can_be_changed,
    versions_3_and_4_are_verified_and_upgraded,
    a_tenant_in_version_3_is_the_users_own_claim,
    a_version_2_that_lacks_something_is_no_token,
    forged_versions_2_cause_no_flood_of_core_calls,
    an_expired_version_2_calls_for_a_refresh,
);

/// The header of version 2, which is always the same.
const OLD_HEADER: &str = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsInZlcnNpb24iOiIyIn0=";

fn now_ms() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    u64::try_from(now.expect("after 1970").as_millis()).expect("it fits")
}

/// A session made in an earlier version; none where the core does not offer it.
async fn session_of(core: &Core, app: &App, version: &str) -> Option<Client> {
    if !core.offers(version) {
        skip(&format!("this core does not offer CDI {version}"));
        return None;
    }
    let body = json!({
        "userId": "alice", "userDataInJWT": { "plan": "pro" }, "userDataInDatabase": { "n": 1 },
        "enableAntiCsrf": false, "useDynamicSigningKey": true,
    });
    let made = core
        .call(Method::POST, "/recipe/session", version, &body)
        .await;
    let token = |name: &str| made[name]["token"].as_str().map(str::to_owned);
    let mut client = app.client();
    client.access_token = token("accessToken");
    client.refresh_token = token("refreshToken");
    Some(client)
}

fn version_of(token: &Option<String>) -> Value {
    let token = token.as_deref().expect("a token");
    let header = token.split('.').next().expect("a part");
    claims(&format!("x.{}", header.trim_end_matches('=')))["version"].clone()
}

async fn version_2_is_verified_and_upgraded(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let Some(mut client) = session_of(&core, &app, "2.18").await else {
        return;
    };
    core.take_calls();
    assert_eq!(version_of(&client.access_token), "2");
    assert_eq!(client.get("/optional").await.json(), "alice");
    assert_eq!(
        core.take_calls(),
        ["/.well-known/jwks.json"],
        "verified here"
    );
    let reply = client.get("/session").await;
    reply.assert_no_tokens();
    let front = reply.json()["front"]
        .as_str()
        .map(|front| STANDARD.decode(front));
    let front = front.expect("a front token").expect("base64");
    let front: Value = serde_json::from_slice(&front).expect("JSON");
    assert_eq!(front["uid"], "alice");
    assert_eq!(
        front["up"],
        json!({ "plan": "pro" }),
        "the user's part only"
    );

    assert_eq!(client.refresh().await.status, 200);
    assert_eq!(version_of(&client.access_token), "5");
    let payload = claims(client.access_token.as_deref().expect("a token"));
    assert_eq!(
        (&payload["sub"], &payload["plan"]),
        (&json!("alice"), &json!("pro"))
    );
    assert_eq!(client.get("/optional").await.json(), "alice");
}

async fn version_2_can_be_changed(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let Some(mut client) = session_of(&core, &app, "2.20").await else {
        return;
    };
    assert_eq!(client.get("/checked").await.status, 200);
    let update = json!({ "plan": null, "more": 1 });
    let reply = client.json(Method::POST, "/merge", &update).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(version_of(&client.access_token), "2");
    let front_token = reply.front_token().expect("a front token");
    assert_eq!(front_token["up"], json!({ "more": 1 }));
    let reply = client.post("/auth/signout").await;
    assert_eq!(reply.text, r#"{"status":"OK"}"#);
}

async fn versions_3_and_4_are_verified_and_upgraded(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    for (cdi_version, token_version) in [("2.21", "3"), ("3.0", "4"), ("3.1", "4")] {
        let Some(mut client) = session_of(&core, &app, cdi_version).await else {
            return;
        };
        assert_eq!(version_of(&client.access_token), token_version);
        let payload = claims(client.access_token.as_deref().expect("a token"));
        assert_eq!(payload.get("rsub"), None);
        assert_eq!(client.get("/optional").await.json(), "alice");
        assert_eq!(client.get("/checked").await.status, 200);
        let reply = client
            .json(Method::POST, "/merge", &json!({ "more": 1 }))
            .await;
        assert_eq!(reply.front_token().expect("a front token")["up"]["more"], 1);
        assert_eq!(version_of(&client.access_token), token_version);
        assert_eq!(client.refresh().await.status, 200);
        assert_eq!(version_of(&client.access_token), "5");
        assert_eq!(client.get("/optional").await.json(), "alice");
    }
}

async fn a_tenant_in_version_3_is_the_users_own_claim(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    if !core.offers("2.21") {
        return skip("this core does not offer CDI 2.21");
    }
    let body = json!({
        "userId": "alice", "userDataInJWT": { "tId": "forged" }, "userDataInDatabase": {},
        "enableAntiCsrf": false, "useDynamicSigningKey": true,
    });
    let made = core
        .call(Method::POST, "/recipe/session", "2.21", &body)
        .await;
    let token = made["accessToken"]["token"].as_str().expect("a token");
    assert_eq!(claims(token)["tId"], "forged");
    let session = app.super_tokens().verify_token(token).await;
    let session = session.expect("a session");
    assert_eq!(session.tenant_id(), "public");
}

/// A token of version 2 with claims of the caller's.
fn old_token(claims: &Value) -> String {
    let payload = STANDARD.encode(claims.to_string());
    format!("{OLD_HEADER}.{payload}.{}", STANDARD.encode([1; 256]))
}

fn old_claims() -> Value {
    json!({
        "sessionHandle": "h", "userId": "u", "refreshTokenHash1": "r", "userData": {},
        "expiryTime": now_ms() + 60_000, "timeCreated": now_ms(),
    })
}

async fn a_version_2_that_lacks_something_is_no_token(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    for name in [
        "sessionHandle",
        "userId",
        "refreshTokenHash1",
        "userData",
        "expiryTime",
        "timeCreated",
    ] {
        let mut claims = old_claims();
        claims.as_object_mut().expect("an object").remove(name);
        client.access_token = Some(old_token(&claims));
        let reply = client.get("/session").await;
        reply.assert_refused("unauthorised", false);
        assert_eq!(client.get("/optional").await.json(), json!(null), "{name}");
    }
    // The header is known by its text: without the padding it is another one, and names no key.
    let unpadded = old_token(&old_claims()).replace("In0=.", "In0.");
    client.access_token = Some(unpadded);
    let reply = client.get("/session").await;
    reply.assert_refused("unauthorised", false);
    assert_eq!(core.take_calls(), [""; 0]);
}

/// It does not name its key, which may be newer than those known here: the keys are fetched anew, but not for
/// each of them, and not for one that cannot be.
async fn forged_versions_2_cause_no_flood_of_core_calls(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    let start = Instant::now();
    for n in 0..60 {
        let mut claims = old_claims();
        claims["userId"] = json!(format!("forged-{n}"));
        client.access_token = Some(old_token(&claims));
        for path in ["/session", "/optional", "/checked"] {
            let reply = client.get(path).await;
            reply.assert_refused("try refresh token", false);
        }
    }
    let calls = core.take_calls();
    let allowed = 2 + start.elapsed().as_millis() / 500;
    assert!(
        calls.iter().all(|path| path == "/.well-known/jwks.json"),
        "{calls:?}"
    );
    assert!(
        calls.len() as u128 <= allowed,
        "{} calls, {allowed} allowed",
        calls.len()
    );

    tokio::time::sleep(Duration::from_millis(600)).await;
    for created in [
        now_ms() - 4 * 60 * 60 * 1000 - 1,
        now_ms() + 60_000,
        u64::MAX,
    ] {
        let mut claims = old_claims();
        claims["timeCreated"] = json!(created);
        client.access_token = Some(old_token(&claims));
        let reply = client.get("/session").await;
        reply.assert_refused("try refresh token", false);
    }
    assert_eq!(core.take_calls(), [""; 0], "too old, and not yet made");
}

async fn an_expired_version_2_calls_for_a_refresh(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    let mut claims = old_claims();
    claims["expiryTime"] = json!(now_ms() - 1);
    client.access_token = Some(old_token(&claims));
    let reply = client.get("/session").await;
    reply.assert_refused("try refresh token", false);
    assert_eq!(core.take_calls(), [""; 0]);
    // In the other alphabet it is the same token.
    let payload = URL_SAFE_NO_PAD.encode(claims.to_string());
    client.access_token = Some(format!("{OLD_HEADER}.{payload}.AQAB"));
    let reply = client.get("/session").await;
    reply.assert_refused("try refresh token", false);
}
