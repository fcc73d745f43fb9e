//! The trace that the request belongs to, for its calls to the core.

use super::SessionRequest;
use crate::measure::anybody_listens;
use crate::querier::TraceContext;
use crate::session::claims;
use crate::session::options::VerifyOptions;
use crate::token::AccessToken;

impl SessionRequest<'_> {
    /// Passes the trace of the request on with the calls to the core from here on.
    ///
    /// The headers are looked at here and not when the request arrives, because most requests call no core.
    pub(super) fn pass_trace_on(&self) {
        self.super_tokens
            .pass_trace_on(|| TraceContext::of(self.info()));
    }

    /// The same before a verification, where the core may be needed. Where it is not, the handler may still call it
    /// through its session: that counts only if somebody listens to what the application does.
    pub(super) fn pass_trace_on_if_called(
        &self,
        access_token: Option<&AccessToken>,
        options: &VerifyOptions,
    ) {
        let super_tokens = self.super_tokens;
        if options.check_database
            || access_token.is_some_and(|token| token.has_parent())
            || claims::are_checked(&options.claims, super_tokens)
            || super_tokens.overridden_functions().is_some()
            || anybody_listens()
        {
            self.pass_trace_on();
        }
    }
}
