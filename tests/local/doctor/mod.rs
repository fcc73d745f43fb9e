//! What is found while an application starts: the line in the log, and the same as data. On one thread, as far as the
//! log is listened to.

mod core;
mod cors;
mod hand_written_cors;
mod mistakes;
mod settings;

use rocket_supertokens::doctor::Finding;

/// Where nobody listens.
const NOBODY: &str = "http://127.0.0.1:9";

/// The findings as the log shows them.
fn lines(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let level = finding.severity().to_string().to_uppercase();
        let level = level.replace("WARNING", "WARN");
        format!("{level} {finding} code={:?}", finding.code())
    };
    findings.iter().map(line).collect()
}

/// What is logged, from warnings on.
fn logged(logged: &crate::logged::Logged) -> Vec<String> {
    let lines = logged.lines().into_iter();
    let lines = lines.map(|line| line.trim().to_owned());
    lines
        .filter(|line| line.starts_with("WARN") || line.starts_with("ERROR"))
        .collect()
}
