//! The program and its environment.

use std::process::Command;

use conformance_front_door::testing::{Program, complaint};

use crate::server::dev_core;

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sdk-test-server"));
    command.env("API_PORT", "0");
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_listens_and_finds_its_core() {
    let core = dev_core().await;
    let program = Program::start(&mut command(), &core.connection_uri());
    let created = reqwest::Client::new()
        .post(format!("{}/create", program.url()))
        .body(r#"{"recipeUserId":"alice"}"#)
        .send()
        .await
        .expect("a response");
    assert_eq!(created.status(), 200);
    assert!(created.headers().contains_key("st-access-token"));
}

#[test]
fn a_mistake_in_the_environment_is_told() {
    let said = complaint(command().env("API_PORT", "http"));
    assert!(said.contains("API_PORT must be a port number"), "{said}");
}
