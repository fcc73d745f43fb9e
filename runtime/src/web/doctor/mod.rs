//! What is found while the application starts: mistakes that stop it, and findings that are logged.

mod collision;
mod cors;
mod mistake;

use rocket::config::LogLevel;
use rocket::{Orbit, Rocket};

pub(super) use self::collision::Collision;
use self::cors::CorsCheck;
pub(super) use self::mistake::Mistake;
use crate::doctor::Finding;
use crate::session::SuperTokens;

/// Logs what is wrong with the settings, and asks the core and the application itself. Nobody waits for their answers.
///
/// Rocket's `log_level` counts only from liftoff on: earlier messages are printed even if it is "off".
pub(super) fn look(rocket: &Rocket<Orbit>, super_tokens: &SuperTokens) {
    if rocket.config().log_level == LogLevel::Debug {
        // Rocket's own lines, which show all headers.
        super_tokens.noted().add([Finding::LogLevelDebug]);
    }
    log(&super_tokens.found());
    if super_tokens.config().core.checked_at_launch {
        let super_tokens = super_tokens.clone();
        tokio::spawn(async move {
            let findings = super_tokens.check_hosts().await;
            log(&findings);
            if findings.is_empty() {
                tracing::debug!("each host of the core responds as it should");
            }
        });
    }
    if let Some(check) = CorsCheck::of(rocket, super_tokens) {
        let super_tokens = super_tokens.clone();
        tokio::spawn(async move {
            let Some(findings) = check.run().await else {
                tracing::debug!(
                    "it is not known whether the front end may read the responses (CORS)"
                );
                return;
            };
            super_tokens.noted().add(findings.clone());
            log(&findings);
            if findings.is_empty() {
                tracing::debug!("the front end's origin may read the responses (CORS)");
            }
        });
    }
}

fn log(findings: &[Finding]) {
    findings.iter().for_each(Finding::log);
}
