//! The program and its environment.

use std::process::Command;

use conformance_front_door::testing::{Program, complaint};

use crate::server::dev_core;

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontend-integration-server"));
    for name in ["TRANSFER_METHOD", "STATIC_DIR", "SUPERTOKENS_CORE_HOST"] {
        command.env_remove(name);
    }
    command.env("NODE_PORT", "0");
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_listens_and_finds_its_core() {
    let core = dev_core().await;
    let mut command = command();
    command.env("TRANSFER_METHOD", "header");
    let program = Program::start(&mut command, &core.connection_uri());
    let login = reqwest::Client::new()
        .post(format!("{}/login", program.url()))
        .body(r#"{"userId":"alice"}"#)
        .send()
        .await
        .expect("a response");
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
        let said = complaint(command().env(name, value));
        assert!(said.contains(text), "{said}");
    }
}
