//! What does not compile, and beside each mistake the corrected twin, which runs: see `README.md`.

mod editor;
mod pass;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

#[test]
fn mistakes_do_not_compile() {
    if compiler_of_the_texts() == this_compiler() {
        trybuild::TestCases::new().compile_fail("ui/fail/*/*.rs");
        return;
    }
    // Another compiler words its own part of a message as it likes. trybuild has no mode without comparison, but it
    // has one that takes over every text, told by its environment.
    let status = Command::new(env::current_exe().expect("this test"))
        .args([
            "--ignored",
            "--exact",
            "mistakes_do_not_compile_whatever_is_said",
        ])
        .env("TRYBUILD", "overwrite")
        .status();
    assert!(status.expect("it runs").success());
}

#[test]
#[ignore = "run by the test above where the compiler is another than that of the texts"]
fn mistakes_do_not_compile_whatever_is_said() {
    let copies = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes");
    let _ = fs::remove_dir_all(&copies);
    fs::create_dir_all(&copies).expect("a folder");
    for mistake in sources("fail") {
        let copy = copies.join(mistake.file_name().expect("a file"));
        fs::copy(folder("fail").join(&mistake), copy).expect("a copy");
    }
    trybuild::TestCases::new().compile_fail(copies.join("*.rs"));
}

#[test]
fn every_mistake_has_a_corrected_twin() {
    let twins = sources("pass");
    let mistakes = sources("fail");
    assert_eq!(
        mistakes.difference(&twins).collect::<Vec<_>>(),
        Vec::<&PathBuf>::new()
    );

    // A file that its `mod.rs` does not name would be a twin that never runs.
    for twin in twins.iter().filter(|twin| !twin.ends_with("mod.rs")) {
        let (theme, name) = (twin.parent(), twin.file_name());
        let theme = folder("pass").join(theme.expect("a theme"));
        let named = fs::read_to_string(theme.join("mod.rs")).expect("the theme's module");
        let name = name.expect("a file").to_string_lossy();
        assert!(named.contains(&format!("#[path = \"{name}\"]")), "{twin:?}");
    }
}

/// The version of rustc that `README.md` names.
fn compiler_of_the_texts() -> String {
    let (_, rest) = include_str!("README.md")
        .split_once("those of rustc ")
        .expect("the version is named");
    minor(rest)
}

fn this_compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output();
    let version = String::from_utf8(output.expect("rustc runs").stdout).expect("text");
    minor(version.trim_start_matches("rustc "))
}

/// `1.95` of `1.95.0 (59807616e 2026-04-14)`; a nightly keeps all that follows its number.
fn minor(version: &str) -> String {
    let version = version.split_whitespace().next().unwrap_or_default();
    let numbers: Vec<_> = version.splitn(3, '.').collect();
    match numbers[..] {
        [major, minor] => format!("{major}.{minor}"),
        [major, minor, patch] if patch.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{major}.{minor}")
        }
        _ => version.to_owned(),
    }
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("ui").join(name)
}

/// The files of every theme below one of the two folders, as `theme/case.rs`.
fn sources(of: &str) -> BTreeSet<PathBuf> {
    let root = folder(of);
    let themes = entries(&root).into_iter().filter(|path| path.is_dir());
    let files = themes.flat_map(|theme| entries(&theme));
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| path.strip_prefix(&root).expect("below it").to_owned())
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    paths.collect()
}
