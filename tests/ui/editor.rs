//! What rust-analyzer shows while a handler is being written. It has to be installed, with the sources of the standard
//! library: `rustup component add rust-analyzer rust-src`.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Cases of `fail/`, and what an editor says of them, each line one diagnostic.
const CASES: [(&str, &str); 6] = [
    ("missing-brace", "Syntax Error: expected R_CURLY"),
    (
        "unfinished-body",
        "Syntax Error: expected field name or number",
    ),
    ("unfinished-parameter", "Syntax Error: expected type"),
    (
        "unfinished-parameter-name",
        "Syntax Error: missing type for function parameter",
    ),
    ("unfinished-return-type", "Syntax Error: expected type"),
    (
        "unfinished-option",
        "`required` of `likes` must be `true` or `false`\n\
         a validator in `claims` of `likes` does not parse: unexpected end of input, expected identifier",
    ),
];

/// Half of it is not there yet, and the types of the other half are known.
const HALF: &str = r#"
use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

#[verify_session]
#[get("/likes")]
fn likes(session: Session) -> String {
    let _: u8 = session.user_id();
    session.
}

fn main() {
    let _ = routes![likes];
}
"#;

#[test]
#[ignore = "needs rust-analyzer, and takes half a minute"]
fn an_editor_shows_the_authors_own_mistakes() {
    let shown = diagnostics();
    for (case, expected) in CASES {
        let of_the_case: Vec<_> = shown
            .iter()
            .filter(|(file, _)| file == case)
            // rust-analyzer parses what the macros give back once more.
            .filter(|(_, text)| !text.starts_with("Syntax Error in Expansion"))
            .map(|(_, text)| &**text)
            .collect();
        assert_eq!(of_the_case.join("\n"), expected, "{case}");
    }
    let half: Vec<_> = shown.iter().filter(|(file, _)| file == "half").collect();
    assert!(
        half.iter()
            .any(|(_, text)| text == "expected u8, found &str"),
        "{half:?}"
    );
}

/// The errors that rust-analyzer finds, with the name of their file.
fn diagnostics() -> Vec<(String, String)> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editor");
    let bin = package.join("src/bin");
    let _ = fs::remove_dir_all(&package);
    fs::create_dir_all(&bin).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"editor\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         rocket = {{ version = \"0.5.2\", default-features = false, features = [\"json\"] }}\n\
         rocket_supertokens = {{ path = {:?} }}\n",
        workspace.join("runtime"),
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("written");
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).expect("copied");
    fs::write(bin.join("half.rs"), HALF).expect("written");
    for (case, _) in CASES {
        let file = format!("{case}.rs");
        fs::copy(super::folder("fail").join(&file), bin.join(&file)).expect("copied");
    }
    let output = Command::new("rust-analyzer")
        .arg("diagnostics")
        .arg(&package)
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .output()
        .expect("rust-analyzer is installed");
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    output.lines().filter_map(diagnostic).collect()
}

/// `at crate C, file F: Error Kind from LineCol {..} to LineCol {..}: text`
fn diagnostic(line: &str) -> Option<(String, String)> {
    let (_, line) = line.split_once("at crate ")?;
    let (file, rest) = line.split_once(", file ")?.1.split_once(": Error ")?;
    let (_, text) = rest.split_once(" }: ")?;
    let file = Path::new(file);
    if !file.parent()?.ends_with("editor/src/bin") {
        return None;
    }
    Some((file.file_stem()?.to_str()?.to_owned(), text.to_owned()))
}
