//! A core that is killed at any instant has lost nothing it acknowledged, and opens its file again.

mod support;

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use reqwest::{Client, Method};
use serde_json::{Value, json};
use support::{Caller, text};

const CLIENTS: usize = 8;

/// After how many responses the core dies in each round. In the first it dies while it makes its keys.
const LIVES: [usize; 6] = [0, 9, 70, 1, 130, 40];

/// A core in a process of its own.
struct Process {
    child: Child,
    uri: String,
}

impl Process {
    fn start(database: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_supertokens-dev-core"))
            // A slow machine must not outlast the grace period.
            .args([
                "--port",
                "0",
                "--refresh-token-rotation-grace-period",
                "300",
                "--database",
            ])
            .arg(database)
            .env("RUST_LOG", "off")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let uri = line
            .split([' ', ','])
            .find(|word| word.starts_with("http://"))
            .expect("an address")
            .to_owned();
        Self { child, uri }
    }

    /// `kill -9`.
    fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }
}

impl Drop for Process {
    /// A test that fails leaves no process behind.
    fn drop(&mut self) {
        self.child.kill().ok();
    }
}

/// The newest refresh token of every session for which a response arrived.
#[derive(Clone, Default)]
struct Acknowledged {
    tokens: Arc<Mutex<Vec<String>>>,
    responses: Arc<AtomicUsize>,
}

impl Acknowledged {
    fn tokens(&self) -> MutexGuard<'_, Vec<String>> {
        self.tokens.lock().expect("no panic")
    }
}

/// Creates sessions and refreshes each a few times, until the core is gone.
async fn work(uri: String, acknowledged: Acknowledged) {
    let http = Client::new();
    let post = async |path: &str, body: Value| -> Option<String> {
        let request = http
            .request(Method::POST, format!("{uri}{path}"))
            .header("cdi-version", "5.6")
            .header("content-type", "application/json; charset=utf-8")
            .body(body.to_string());
        let response = request.send().await.ok()?.text().await.ok()?;
        let response: Value = serde_json::from_str(&response).expect("a whole response");
        acknowledged.responses.fetch_add(1, Ordering::Relaxed);
        Some(text(&response, &["refreshToken", "token"]).to_owned())
    };
    loop {
        let new = json!({"userId": "u", "userDataInJWT": {}, "userDataInDatabase": {}, "enableAntiCsrf": false});
        let Some(mut token) = post("/recipe/session", new).await else {
            return;
        };
        let place = {
            let mut tokens = acknowledged.tokens();
            tokens.push(token.clone());
            tokens.len() - 1
        };
        for _ in 0..3 {
            let body = json!({"refreshToken": token, "enableAntiCsrf": false, "useDynamicSigningKey": true});
            let Some(next) = post("/recipe/session/refresh", body).await else {
                return;
            };
            token = next;
            acknowledged.tokens()[place].clone_from(&token);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("core.db");
    let acknowledged = Acknowledged::default();
    let mut keys = None;
    for life in LIVES {
        let process = Process::start(&database);
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| tokio::spawn(work(process.uri.clone(), acknowledged.clone())))
            .collect();
        let enough = acknowledged.responses.load(Ordering::Relaxed) + life;
        while acknowledged.responses.load(Ordering::Relaxed) < enough {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        process.kill();
        for client in clients {
            client.await.expect("a client ends when the core is gone");
        }
    }
    let process = Process::start(&database);
    let caller = Caller::at(process.uri.clone());
    let tokens = acknowledged.tokens().clone();
    assert!(
        tokens.len() > CLIENTS,
        "the core did some work before it died"
    );
    for token in &tokens {
        // Also where the response to a later refresh was lost: then this is a retry within the grace period.
        let response = caller.refresh("5.6", token).await;
        assert_eq!(text(&response, &["status"]), "OK", "{response}");
        keys.get_or_insert_with(|| response["accessToken"]["token"].clone());
    }
    process.kill();
    // The keys survive too: a token of the last life verifies in the next.
    let process = Process::start(&database);
    let token = keys.expect("a token");
    let verified = Caller::at(process.uri.clone())
        .verify("5.6", token.as_str().expect("a text"), true)
        .await;
    assert_eq!(text(&verified, &["status"]), "OK");
    process.kill();
}
