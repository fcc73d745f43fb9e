use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use supertokens_dev_core::DevCore;

fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_sdk-test-server"));
    program
        .env("API_PORT", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    program
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_listens_and_finds_its_core() {
    let core = DevCore::builder().in_memory().start().await;
    let core = core.expect("the core starts");
    let uri = core.connection_uri();
    let (_, port) = uri.rsplit_once(':').expect("a port");
    let mut program = program()
        .env("SUPERTOKENS_CORE_HOST", "127.0.0.1")
        .env("SUPERTOKENS_CORE_PORT", port)
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(program.stdout.take().expect("its output")).lines();
    let url = tokio::task::block_in_place(|| {
        lines.find_map(|line| {
            let line = line.expect("a line");
            line.strip_prefix("listening on ").map(str::to_owned)
        })
    });
    let url = url.expect("it listens");
    let created = reqwest::Client::new()
        .post(format!("{url}/create"))
        .body(r#"{"recipeUserId":"alice"}"#)
        .send()
        .await;
    program.kill().expect("it ends");
    program.wait().expect("it ends");
    let created = created.expect("an answer");
    assert_eq!(created.status(), 200);
    assert!(created.headers().contains_key("st-access-token"));
}

#[test]
fn a_mistake_in_the_environment_is_told() {
    let output = program().env("API_PORT", "http").output();
    let output = output.expect("it ends");
    assert!(!output.status.success());
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("API_PORT must be a port number"), "{error}");
}
