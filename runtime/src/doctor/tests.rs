//! The table of all codes, against the documentation.

use std::collections::BTreeSet;

use super::*;
use crate::error::{CoreError, HostFailure, HostFailureKind};

/// The codes as `code.rs` spells them.
fn spelled() -> BTreeSet<&'static str> {
    let source = include_str!("code.rs");
    let (_, codes) = source.split_once("pub fn code(").expect("the function");
    let (codes, _) = codes.split_once("pub fn severity(").expect("the next one");
    let arms = codes.lines().filter(|line| line.contains(" => \""));
    arms.filter_map(|arm| arm.split('"').nth(1)).collect()
}

#[test]
fn each_code_is_documented_and_stands_for_one_finding() {
    let page = include_str!("../../docs/doctor.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let documented: Vec<_> = rows.filter_map(|row| row.split('`').next()).collect();
    let spelled = spelled();
    assert_eq!(documented.iter().copied().collect::<BTreeSet<_>>(), spelled);
    assert_eq!(documented.len(), spelled.len());
    let variants = include_str!("finding.rs").matches("    #[error(").count();
    assert_eq!(spelled.len(), variants, "a code for each finding");
}

/// So that a filter for one kind of log line finds no other.
#[test]
fn no_refusal_has_the_code_of_a_finding() {
    let page = include_str!("../../docs/observability.md");
    for code in spelled() {
        assert!(!page.contains(&format!("| `{code}` |")), "{code}");
        let is_snake =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        assert!(code.bytes().all(is_snake), "{code}");
    }
}

fn unreachable(others_respond: bool) -> Finding {
    let failure = HostFailure {
        host: "http://a.core".to_owned(),
        kind: HostFailureKind::Dns,
        source: None,
    };
    Finding::CoreUnreachable {
        host: failure.host.clone(),
        others_respond,
        error: CoreError::Unreachable(vec![failure]),
    }
}

#[test]
fn a_host_is_an_error_where_no_other_responds() {
    assert_eq!(unreachable(true).severity(), Severity::Warning);
    assert_eq!(unreachable(false).severity(), Severity::Error);
    assert!(Severity::Error > Severity::Warning);
}

#[test]
fn as_json_it_is_three_texts() {
    let json = serde_json::to_value(unreachable(true)).expect("JSON");
    assert_eq!(
        json,
        serde_json::json!({
            "code": "core_host_unreachable",
            "severity": "warning",
            "message": "a host of the core gives no response, others do: http://a.core has a name that cannot be \
                        resolved (check `connection_uri` and the DNS). Check `connection_uri`",
        })
    );
}
