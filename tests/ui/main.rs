//! What `#[verify_session]` and `ClaimSet` refuse, and beside each refusal the corrected twin, which runs: see `README.md`.

mod pass;

use std::collections::BTreeSet;
use std::fs;

#[test]
fn mistakes_do_not_compile() {
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}

#[test]
fn every_mistake_has_a_corrected_twin() {
    let mistakes = sources("fail");
    let twins = sources("pass");
    assert_eq!(mistakes.difference(&twins).collect::<Vec<_>>(), [""; 0]);

    // A file that `mod.rs` does not name would be a twin that never runs.
    let named = include_str!("pass/mod.rs");
    for twin in twins.iter().filter(|twin| *twin != "mod.rs") {
        assert!(named.contains(&format!("#[path = \"{twin}\"]")), "{twin}");
    }
}

fn sources(folder: &str) -> BTreeSet<String> {
    let folder = format!("{}/ui/{folder}", env!("CARGO_MANIFEST_DIR"));
    fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| {
            entry
                .expect("it can be read")
                .file_name()
                .into_string()
                .expect("names are text")
        })
        .filter(|name| name.ends_with(".rs"))
        .collect()
}
