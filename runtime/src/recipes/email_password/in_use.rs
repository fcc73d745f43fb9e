//! The recipe as an application configured it.

use std::fmt;
use std::sync::Arc;

use super::config::EmailPassword;
use super::form::Forms;
use super::functions::{EmailPasswordFunctions, OriginalFunctions};
use super::hooks::Hook;
use super::pace::Paces;
use super::unfinished::UnfinishedResets;
use crate::config::RequestInfo;
use crate::error::Error;
use crate::mail::EmailLink;
use crate::recipes::links::{RESET_PASSWORD, WriteLink, link};
use crate::session::SuperTokens;

/// The recipe as the application configured it, a value in the context of the handle.
pub(crate) struct InUse {
    functions: Arc<dyn EmailPasswordFunctions>,
    pub(super) forms: Forms,
    pub(super) sign_up_hooks: Vec<Box<Hook>>,
    pub(super) sign_in_hooks: Vec<Box<Hook>>,
    reset_link: Option<Box<WriteLink>>,
    paces: Paces,
    pub(super) unfinished_resets: UnfinishedResets,
}

impl InUse {
    /// The recipe of the application to which the handle belongs; as by default where it has none.
    pub(crate) fn of(super_tokens: &SuperTokens) -> Arc<Self> {
        super_tokens
            .context()
            .unwrap_or_else(|| Arc::new(Self::new(EmailPassword::new())))
    }

    pub(crate) fn new(config: EmailPassword) -> Self {
        let functions: Arc<dyn EmailPasswordFunctions> = Arc::new(OriginalFunctions);
        Self {
            functions: config
                .functions
                .into_iter()
                .fold(functions, |of, make| make(of)),
            forms: Forms::new(config.fields),
            sign_up_hooks: config.sign_up_hooks,
            sign_in_hooks: config.sign_in_hooks,
            reset_link: config.reset_link,
            paces: Paces::default(),
            unfinished_resets: UnfinishedResets::default(),
        }
    }

    /// The functions, with the application's overrides.
    pub(crate) fn functions(&self) -> &dyn EmailPasswordFunctions {
        &*self.functions
    }

    /// How long the core takes for users that it knows.
    pub(crate) fn paces(&self) -> &Paces {
        &self.paces
    }

    /// The link with which a user sets a new password.
    pub(crate) fn reset_link(
        &self,
        super_tokens: &SuperTokens,
        request: Option<&dyn RequestInfo>,
        token: &str,
        tenant_id: &str,
    ) -> Result<EmailLink, Error> {
        let write = self.reset_link.as_deref();
        link(
            super_tokens,
            request,
            RESET_PASSWORD,
            token,
            tenant_id,
            write,
        )
    }

    /// What is wrong with a password by the rules of the form for signing up, as the user reads it. `None` if nothing is.
    pub(crate) async fn password_policy(
        &self,
        password: &str,
        tenant_id: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Option<String>, Error> {
        self.forms
            .password_policy(password, tenant_id, super_tokens)
            .await
    }
}

impl fmt::Debug for InUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InUse").finish_non_exhaustive()
    }
}
