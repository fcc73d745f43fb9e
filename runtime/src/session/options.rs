//! How a session is verified.

use crate::claims::ClaimRules;

/// Says how a session is verified.
///
/// ```
/// use rocket_supertokens::policy::VerifyOptions;
///
/// let options = VerifyOptions::default().check_database(true);
/// assert!(options.required);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
#[must_use = "options do nothing until something is verified with them"]
pub struct VerifyOptions {
    /// Whether a missing session is an error. Default: true.
    pub required: bool,
    /// Whether the core is asked if the session still exists. Default: false.
    pub check_database: bool,
    /// Whether the request is checked for forgery. Default (`None`): all methods except GET are checked, and a token
    /// without a request is checked.
    pub anti_csrf_check: Option<bool>,
    /// Which claims are checked. Default: the global validators.
    pub claims: ClaimRules,
}

impl Default for VerifyOptions {
    fn default() -> Self {
        Self {
            required: true,
            check_database: false,
            anti_csrf_check: None,
            claims: ClaimRules::global(),
        }
    }
}

impl VerifyOptions {
    /// Sets [`required`](Self::required).
    #[doc(alias = "sessionRequired")]
    pub fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// Sets [`check_database`](Self::check_database).
    #[doc(alias = "checkDatabase")]
    pub fn check_database(mut self, check: bool) -> Self {
        self.check_database = check;
        self
    }

    /// Sets [`anti_csrf_check`](Self::anti_csrf_check).
    #[doc(alias = "antiCsrfCheck")]
    pub fn anti_csrf_check(mut self, check: bool) -> Self {
        self.anti_csrf_check = Some(check);
        self
    }

    /// Sets [`claims`](Self::claims).
    #[doc(alias = "overrideGlobalClaimValidators")]
    pub fn claims(mut self, claims: ClaimRules) -> Self {
        self.claims = claims;
        self
    }
}
