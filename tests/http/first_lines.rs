//! Every source file begins with a line that says what it is for.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_file_says_what_it_is_for() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = [
        "runtime/src",
        "macros/src",
        "dev-core/src",
        "examples/src",
        "examples/websocket/src",
        "tests/conformance",
        "tests/http",
        "tests/local",
        "tests/replay",
        "tests/support",
    ];
    let sources: Vec<_> = folders
        .iter()
        .flat_map(|folder| sources(&repository.join(folder)))
        .collect();
    assert!(sources.len() > 250, "not all were found: {}", sources.len());
    let silent = sources.iter().filter(|source| {
        let text = fs::read_to_string(source).expect("a text");
        !text.starts_with("//! ")
    });
    let silent: Vec<_> = silent.map(|source| source.display().to_string()).collect();
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let (folders, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
    let here = files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"));
    let below = folders.iter().flat_map(|folder| sources(folder));
    here.chain(below).collect()
}
