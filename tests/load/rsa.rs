//! The least that an uncached verification costs: one RSA signature, checked with a key that is parsed already.

use std::process::Stdio;
use std::time::Duration;

use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustix::time::{ClockId, clock_gettime};
use serde_json::Value;

use crate::sessions::Sessions;
use crate::wrk::on_cpu;

const TIMES: u32 = 20_000;

/// Microseconds of CPU time for one verification of a session's token, measured where the servers run.
pub(crate) fn measure(sessions: &Sessions, cpu: usize) -> Result<f64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = on_cpu(&program, Some(cpu))
        .args(["rsa", sessions.token(), &sessions.core()])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let micros = text.trim().parse();
    micros.map_err(|_| "the RSA verification fails".to_owned())
}

/// Prints that figure.
pub(crate) fn print(token: &str, core: &str) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let keys = runtime.block_on(async {
        let url = format!("{core}/.well-known/jwks.json");
        let response = reqwest::get(url).await.expect("the core responds");
        response.text().await.expect("the core's keys")
    });
    let keys: Value = serde_json::from_str(&keys).expect("a key set");
    let (signed, signature) = token.rsplit_once('.').expect("a token");
    let signature = decode(signature);
    let verifies = |key: &ParsedPublicKey| key.verify_sig(signed.as_bytes(), &signature).is_ok();
    let keys = keys["keys"].as_array().into_iter().flatten().map(parse);
    let key = keys.into_iter().find(verifies).expect("the token's key");
    // The first ones find cold caches and a processor that still slows down or speeds up.
    assert!((0..TIMES / 4).all(|_| verifies(&key)));
    let start = cpu_time();
    assert!((0..TIMES).all(|_| verifies(&key)));
    let each = (cpu_time() - start) / TIMES;
    println!("{}", each.as_secs_f64() * 1e6);
}

fn parse(jwk: &Value) -> ParsedPublicKey {
    let part = |name: &str| decode(jwk[name].as_str().expect("a part of an RSA key"));
    let (n, e) = (part("n"), part("e"));
    let key = RsaPublicKeyComponents { n: &n, e: &e };
    key.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
        .expect("an RSA key")
}

fn decode(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

/// That of this thread.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("a time since the start")
}
