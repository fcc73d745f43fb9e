//! The numbers in the crate's documentation: `cargo bench -p supertokens_dev_core`.
//!
//! Each is measured on the program as its users run it, in a process of its own, over HTTP.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};
use tokio::task::JoinSet;

const BINARY: &str = env!("CARGO_BIN_EXE_supertokens-dev-core");
const MANY: usize = 100_000;
const FEW: usize = 1_000;
const SAMPLE: usize = 2_000;
const CLIENTS: usize = 8;

struct Core {
    child: Child,
    uri: String,
    started: Instant,
}

impl Core {
    fn start(database: Option<&Path>) -> Self {
        let started = Instant::now();
        let mut command = Command::new(BINARY);
        command
            .args(["--port", "0"])
            .env("RUST_LOG", "off")
            .stdout(Stdio::piped());
        if let Some(file) = database {
            command.arg("--database").arg(file);
        }
        let mut child = command.spawn().expect("the program runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("output"))
            .read_line(&mut line)
            .expect("a line");
        let uri = line
            .split([' ', ','])
            .find(|word| word.starts_with("http://"))
            .expect("an address")
            .to_owned();
        Self {
            child,
            uri,
            started,
        }
    }

    /// Resident memory in megabytes, where the operating system tells.
    fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

async fn post(client: &Client, uri: &str, path: &str, body: &Value) -> Value {
    let request = client
        .post(format!("{uri}{path}"))
        .header("cdi-version", "5.6")
        .header("content-type", "application/json; charset=utf-8")
        .body(body.to_string());
    let text = request
        .send()
        .await
        .expect("a response")
        .text()
        .await
        .expect("a body");
    serde_json::from_str(&text).expect("JSON")
}

async fn create(client: &Client, uri: &str) -> String {
    let body = json!({"userId": "00000000-0000-4000-8000-000000000000", "userDataInJWT": {}, "userDataInDatabase": {}, "enableAntiCsrf": false});
    token(&post(client, uri, "/recipe/session", &body).await)
}

async fn refresh(client: &Client, uri: &str, token_text: &str) -> String {
    let body =
        json!({"refreshToken": token_text, "enableAntiCsrf": false, "useDynamicSigningKey": true});
    token(&post(client, uri, "/recipe/session/refresh", &body).await)
}

fn token(response: &Value) -> String {
    response["refreshToken"]["token"]
        .as_str()
        .expect("a token")
        .to_owned()
}

/// Creates so many sessions with so many clients; how many a second, and their tokens.
async fn creates(uri: &str, clients: usize, sessions: usize) -> (f64, Vec<String>) {
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..clients {
        let uri = uri.to_owned();
        tasks.spawn(async move {
            let client = Client::new();
            let mut tokens = Vec::new();
            for _ in 0..sessions / clients {
                tokens.push(create(&client, &uri).await);
            }
            tokens
        });
    }
    let tokens = tasks.join_all().await.concat();
    (rate(tokens.len(), started.elapsed()), tokens)
}

/// Refreshes each of a sample once, spread over all; how many a second.
async fn refreshes(uri: &str, clients: usize, tokens: &mut [String]) -> f64 {
    let step = (tokens.len() / SAMPLE).max(1);
    let picks: Vec<usize> = (0..tokens.len()).step_by(step).take(SAMPLE).collect();
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for chunk in picks.chunks(picks.len().div_ceil(clients)) {
        let chunk: Vec<(usize, String)> = chunk.iter().map(|i| (*i, tokens[*i].clone())).collect();
        let uri = uri.to_owned();
        tasks.spawn(async move {
            let client = Client::new();
            let mut renewed = Vec::new();
            for (i, old) in chunk {
                renewed.push((i, refresh(&client, &uri, &old).await));
            }
            renewed
        });
    }
    let renewed = tasks.join_all().await.concat();
    let rate = rate(renewed.len(), started.elapsed());
    for (i, new) in renewed {
        tokens[i] = new;
    }
    rate
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

fn tell(line: &str) {
    writeln!(io::stdout(), "{line}").expect("standard output");
}

async fn starts(folder: &Path) {
    let file = folder.join("start.db");
    for name in ["first start, new file", "second start, same file"] {
        let core = Core::start(Some(&file));
        let client = Client::new();
        client
            .get(format!("{}/hello", core.uri))
            .send()
            .await
            .expect("a response");
        let hello = core.started.elapsed();
        create(&client, &core.uri).await;
        tell(&format!(
            "{name}: first response after {hello:.0?}, first session after {:.0?}",
            core.started.elapsed()
        ));
    }
}

async fn throughput(name: &str, database: Option<&Path>) {
    let core = Core::start(database);
    create(&Client::new(), &core.uri).await;
    for clients in [1, CLIENTS] {
        let (rate, mut tokens) = creates(&core.uri, clients, SAMPLE).await;
        let refreshed = refreshes(&core.uri, clients, &mut tokens).await;
        tell(&format!(
            "{name}, {clients} client(s): {rate:.0} creates/s, {refreshed:.0} refreshes/s"
        ));
    }
}

async fn growth() {
    let core = Core::start(None);
    let (_, mut tokens) = creates(&core.uri, CLIENTS, FEW).await;
    let few = refreshes(&core.uri, 1, &mut tokens).await;
    let empty = core.memory();
    let (_, mut more) = creates(&core.uri, CLIENTS, MANY - FEW).await;
    tokens.append(&mut more);
    let many = refreshes(&core.uri, 1, &mut tokens).await;
    tell(&format!(
        "refreshes/s with {FEW} sessions: {few:.0}, with {MANY}: {many:.0}"
    ));
    tell(&format!(
        "memory with {FEW} sessions: {empty:?} MB, with {MANY}: {:?} MB",
        core.memory()
    ));
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let size = std::fs::metadata(BINARY).expect("the program").len();
    tell(&format!(
        "size of the program: {:.1} MB",
        rate(
            usize::try_from(size).expect("small"),
            Duration::from_secs(1_000_000)
        )
    ));
    starts(folder.path()).await;
    throughput("in memory", None).await;
    throughput("on a file", Some(&folder.path().join("load.db"))).await;
    growth().await;
}
