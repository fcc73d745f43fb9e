//! What rust-analyzer shows while a handler is being written. It has to be installed, with the sources of the standard
//! library: `rustup component add rust-analyzer rust-src`.

use std::fs;
use std::path::Path;

use rocket_supertokens_tests::Package;

/// Cases of `fail/unfinished/`, what an editor says first, and all that comes from a macro.
const CASES: [(&str, &str, &[&str]); 6] = [
    ("missing-brace", "Syntax Error: expected pattern", &[]),
    (
        "unfinished-body",
        "Syntax Error: expected field name or number",
        &[],
    ),
    ("unfinished-parameter", "Syntax Error: expected type", &[]),
    (
        "unfinished-parameter-name",
        "Syntax Error: missing type for function parameter",
        &[],
    ),
    ("unfinished-return-type", "Syntax Error: expected type", &[]),
    (
        "unfinished-option",
        "`required` of `likes` must be `true` or `false`",
        &[
            "`required` of `likes` must be `true` or `false`",
            "a validator in `claims` of `likes` does not parse: unexpected end of input, expected identifier",
        ],
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
    for (case, first, of_macros) in CASES {
        let of_the_case = || shown.iter().filter(|shown| shown.file == case);
        let texts: Vec<_> = of_the_case().map(|shown| &*shown.text).collect();
        assert_eq!(texts.first(), Some(&first), "{case}: {texts:?}");
        let macros = of_the_case().filter(|shown| shown.kind.contains("macro-error"));
        let macros: Vec<_> = macros.map(|shown| &*shown.text).collect();
        assert_eq!(macros, of_macros, "{case}");
    }
    let half: Vec<_> = shown.iter().filter(|shown| shown.file == "half").collect();
    let of_the_type = |shown: &&&Shown| shown.text == "expected u8, found &str";
    assert_eq!(half.iter().filter(of_the_type).count(), 1, "{half:?}");
}

/// An error that rust-analyzer shows.
#[derive(Debug)]
struct Shown {
    file: String,
    kind: String,
    text: String,
}

fn diagnostics() -> Vec<Shown> {
    let package = Package::new(Path::new(env!("CARGO_TARGET_TMPDIR")), "editor");
    package.write("src/bin/half.rs", HALF);
    for (case, ..) in CASES {
        let file = format!("{case}.rs");
        let path = super::folder("fail").join("unfinished").join(&file);
        let text = fs::read_to_string(path).expect("the case");
        package.write(&format!("src/bin/{file}"), &text);
    }
    let output = package
        .command("rust-analyzer")
        .arg("diagnostics")
        .arg(package.folder())
        .output()
        .expect("rust-analyzer is installed");
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    output.lines().filter_map(diagnostic).collect()
}

/// `at crate C, file F: Error Kind from LineCol {..} to LineCol {..}: text`
fn diagnostic(line: &str) -> Option<Shown> {
    let (_, line) = line.split_once("at crate ")?;
    let (file, rest) = line.split_once(", file ")?.1.split_once(": Error ")?;
    let (kind, rest) = rest.split_once(" from LineCol ")?;
    let (_, text) = rest.rsplit_once(" }: ")?;
    let file = Path::new(file);
    file.parent()?.ends_with("editor/src/bin").then(|| Shown {
        file: file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        kind: kind.to_owned(),
        text: text.to_owned(),
    })
}
