//! The program and its environment.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::server::dev_core;

fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_frontend-integration-server"));
    for name in ["TRANSFER_METHOD", "STATIC_DIR", "SUPERTOKENS_CORE_HOST"] {
        program.env_remove(name);
    }
    program
        .env("NODE_PORT", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    program
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_listens_and_finds_its_core() {
    let core = dev_core().await;
    let uri = core.connection_uri();
    let (_, port) = uri.rsplit_once(':').expect("a port");
    let mut program = program()
        .env("SUPERTOKENS_CORE_HOST", "127.0.0.1")
        .env("SUPERTOKENS_CORE_PORT", port)
        .env("TRANSFER_METHOD", "header")
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(program.stdout.take().expect("its output")).lines();
    let url = tokio::task::block_in_place(|| {
        lines.find_map(|line| {
            line.expect("a line")
                .strip_prefix("listening on ")
                .map(str::to_owned)
        })
    });
    let url = url.expect("it listens");
    let login = reqwest::Client::new()
        .post(format!("{url}/login"))
        .body(r#"{"userId":"alice"}"#)
        .send()
        .await;
    program.kill().expect("it ends");
    program.wait().expect("it ends");
    let login = login.expect("an answer");
    assert_eq!(login.status(), 200);
    assert!(login.headers().contains_key("st-access-token"));
}

#[test]
fn a_mistake_in_the_environment_is_told() {
    for (name, value, text) in [
        (
            "TRANSFER_METHOD",
            "carrier pigeon",
            "TRANSFER_METHOD must be `cookie` or `header`",
        ),
        ("NODE_PORT", "http", "NODE_PORT must be a port number"),
    ] {
        let output = program().env(name, value).output().expect("it ends");
        assert!(!output.status.success());
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains(text), "{error}");
    }
}
