//! What is wrong with this application and its core.

use crate::doctor::Finding;
use crate::session::SuperTokens;

impl SuperTokens {
    /// What is wrong, as far as it is known: what the launch has found and still holds, what requests have shown since,
    /// and what each host of the core says now. Nothing is logged.
    ///
    /// All hosts together have `request_timeout`. They are asked twice each (`GET /apiversion` and
    /// `GET /.well-known/jwks.json`), and what they said counts for five seconds, for many callers at once too. The core
    /// has no load from an endpoint that anybody can call, but the texts name hosts and settings, though no secret. So let only your
    /// monitoring call a route that shows them.
    ///
    /// ```
    /// use rocket::http::Status;
    /// use rocket::serde::json::Json;
    /// use rocket::{State, get};
    /// use rocket_supertokens::SuperTokens;
    /// use rocket_supertokens::doctor::{Finding, Severity};
    ///
    /// #[get("/health")]
    /// async fn health(super_tokens: &State<SuperTokens>) -> (Status, Json<Vec<Finding>>) {
    ///     let findings = super_tokens.check().await;
    ///     let fails = findings.iter().any(|finding| finding.severity() == Severity::Error);
    ///     (if fails { Status::ServiceUnavailable } else { Status::Ok }, Json(findings))
    /// }
    /// # rocket::routes![health];
    /// ```
    pub async fn check(&self) -> Vec<Finding> {
        let mut findings = self.found();
        findings.extend(self.check_hosts().await);
        findings
    }

    /// What is known without asking the core.
    pub(crate) fn found(&self) -> Vec<Finding> {
        let config = self.config();
        let mut findings = config.findings();
        findings.extend(self.noted().all(config.session.use_dynamic_signing_key));
        findings
    }
}
