//! `WIRE_FACTS.md` names tests that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const TABLES: &str = include_str!("WIRE_FACTS.md");

#[test]
fn every_row_has_a_proof_that_exists() {
    let mut wrong = Vec::new();
    let rows: Vec<_> = TABLES.lines().filter_map(row).collect();
    assert!(rows.len() > 100, "the tables were not read: {}", rows.len());
    for (rule, proof) in rows {
        let names = names(proof);
        if names.is_empty() && !proof.starts_with("Left out: ") {
            wrong.push(format!("{rule}: no proof"));
        }
        let missing = names.iter().filter(|name| !exists(name));
        wrong.extend(missing.map(|name| format!("{rule}: no test {name}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A rule is found by the heading above its table.
#[test]
fn every_table_has_a_heading_of_its_own() {
    let mut headings = BTreeSet::new();
    let mut heading = None;
    for line in TABLES.lines() {
        if line.starts_with("## ") || line.starts_with("### ") {
            assert!(headings.insert(line), "twice: {line}");
            heading = Some(line);
        } else if line.starts_with("| Rule ") {
            assert!(heading.take().is_some(), "a second table: {headings:?}");
        }
    }
}

#[test]
fn a_name_of_nothing_is_found_out() {
    assert!(exists("http::wire_facts::a_name_of_nothing_is_found_out"));
    assert!(exists("local::session::a_session_can_be_cloned_and_sent"));
    for name in [
        "http::wire_facts::exists",
        "http::wire_facts::no_such",
        "http::nowhere::x",
        "http::fixture::start",
        "http::cookies::clearing::emptied",
        "runtime::config::tests::settings",
        "ui::no-such-case",
        "other::x::y",
    ] {
        assert!(!exists(name), "{name}");
    }
}

/// Rule and proof of a row of a table; none for its head and for other lines.
fn row(line: &str) -> Option<(&str, &str)> {
    let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
    let (rule, proof) = (cells.next()?, cells.next()?);
    assert_eq!(cells.next(), None, "two columns: {line}");
    (rule != "Rule").then_some((rule, proof))
}

/// The texts between backticks that name tests.
fn names(proof: &str) -> Vec<&str> {
    let quoted = proof.split('`').skip(1).step_by(2);
    quoted.filter(|text| text.contains("::")).collect()
}

fn exists(name: &str) -> bool {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some((suite, path)) = name.split_once("::") else {
        return false;
    };
    let root = match suite {
        "http" | "local" => package.join(suite),
        "runtime" => package.join("../runtime/src"),
        "ui" => return has_case(&package.join("ui/fail"), path),
        _ => return false,
    };
    let Some((module, test)) = path.rsplit_once("::") else {
        return false;
    };
    let file = root.join(module.replace("::", "/"));
    let sources = [file.with_extension("rs"), file.join("mod.rs")];
    sources.iter().any(|source| has_test(source, test))
}

/// Whether a theme of this folder holds the case.
fn has_case(folder: &Path, case: &str) -> bool {
    let mut themes = fs::read_dir(folder).expect("the folder is there");
    themes.any(|theme| {
        let theme = theme.expect("it can be read").path();
        theme.join(format!("{case}.rs")).exists()
    })
}

/// A function with a test attribute, or one that is listed for both generations.
fn has_test(source: &PathBuf, test: &str) -> bool {
    let Ok(text) = fs::read_to_string(source) else {
        return false;
    };
    let mut listed = false;
    let mut attribute = false;
    let mut defined = None;
    let mut in_list = false;
    for line in text.lines().map(str::trim) {
        in_list |= line.starts_with("in_both_generations!(");
        let entries = line.trim_start_matches("in_both_generations!(");
        listed |= in_list && entries.split([',', ')', ' ']).any(|entry| entry == test);
        in_list &= !line.ends_with(");");
        let function = line.trim_start_matches("async ").strip_prefix("fn ");
        if function.is_some_and(|rest| {
            rest.strip_prefix(test)
                .is_some_and(|rest| rest.starts_with('('))
        }) {
            defined = Some(attribute);
        }
        attribute = line.starts_with("#[") && line.contains("test");
    }
    defined.is_some_and(|attribute| attribute || listed)
}
