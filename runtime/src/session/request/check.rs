//! The checks of a request in addition to its token.

use super::SessionRequest;
use crate::config::{AntiCsrf, TransferMethod};
use crate::error::{Error, RefreshReason};
use crate::session::claims;
use crate::session::container::Session;
use crate::session::options::VerifyOptions;
use crate::session::original::{Checks, confirm};

impl SessionRequest<'_> {
    /// Checks what `options` demand of an already verified session; the database only if it was not checked.
    pub(crate) async fn check_difference(
        &self,
        session: &Session,
        database_checked: bool,
        options: &VerifyOptions,
    ) -> Result<(), Error> {
        // A guard may have ended it and sent the request on to another route.
        if session.is_revoked() {
            return Err(Error::gone());
        }
        self.pass_trace_on_if_called(None, options);
        let anti_csrf_token = self.incoming.anti_csrf();
        let anti_csrf = self.wants_anti_csrf(options, session.transfer_method())?;
        let database = options.check_database && !database_checked;
        let checks = Checks {
            required: options.required,
            database,
            anti_csrf,
            anti_csrf_token,
        };
        checks.check_anti_csrf(&session.access_token(), self.super_tokens.config())?;
        if database {
            confirm(session, checks, self.super_tokens).await?;
        }
        claims::check(session, &options.claims, self.super_tokens).await
    }

    /// Whether the anti-csrf token is to be checked. The custom header is looked at right here.
    pub(super) fn wants_anti_csrf(
        &self,
        options: &VerifyOptions,
        method: Option<TransferMethod>,
    ) -> Result<bool, Error> {
        // Another site cannot set the Authorization header.
        let wanted = method == Some(TransferMethod::Cookie)
            && options.anti_csrf_check.unwrap_or(!self.incoming.is_get());
        if !wanted || self.incoming.config.anti_csrf != AntiCsrf::ViaCustomHeader {
            return Ok(wanted);
        }
        if self.incoming.has_custom_header() {
            Ok(false)
        } else {
            Err(RefreshReason::CustomHeaderMissing.into())
        }
    }
}
