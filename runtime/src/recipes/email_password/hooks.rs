//! The application's functions after a user has logged in.

use std::future::Future;
use std::pin::Pin;

use super::results::LoggedIn;
use super::submitted::SubmittedForm;
use crate::cdi::User;
use crate::error::Chain;
use crate::session::{Session, SuperTokens};

/// A user who has just signed up or in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct JustLoggedIn {
    /// The user.
    pub user: User,
    /// The id of the login method that was used.
    pub recipe_user_id: String,
    /// The session, which may be changed.
    pub session: Session,
    /// What the user has filled in.
    pub form: SubmittedForm,
    /// The handle of the request.
    pub super_tokens: SuperTokens,
}

/// Why a function of the application failed.
pub type HookError = Box<dyn std::error::Error + Send + Sync>;

pub(super) type Hook = dyn Fn(JustLoggedIn) -> Pin<Box<dyn Future<Output = Result<(), HookError>> + Send>>
    + Send
    + Sync;

/// Calls the hooks one after the other. One that fails does not undo that the user is logged in, and does not keep the
/// others from being called.
pub(super) async fn call(
    hooks: &[Box<Hook>],
    super_tokens: &SuperTokens,
    form: &SubmittedForm,
    logged_in: &LoggedIn,
) {
    for hook in hooks {
        let just = JustLoggedIn {
            user: logged_in.user.clone(),
            recipe_user_id: logged_in.recipe_user_id.clone(),
            session: logged_in.session.clone(),
            form: form.clone(),
            super_tokens: super_tokens.clone(),
        };
        if let Err(error) = hook(just).await {
            let user_id = &logged_in.user.id;
            tracing::error!(
                user_id,
                "a function after logging in failed: {}",
                Chain(&*error)
            );
        }
    }
}
