//! What an account is in this application.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rocket_supertokens::claims::UserRole;
use rocket_supertokens::config::EmailVerificationMode;
use rocket_supertokens::overrides::SessionRequest;
use rocket_supertokens::recipes::email_password::{
    EmailPassword, EmailPasswordApis, FieldError, FieldInput, FormField, SignUpResponse,
    SubmittedForm,
};
use rocket_supertokens::{Builder, Error, async_trait};

/// The role of those who see all accounts.
pub const ADMIN: &str = "admin";

/// What users are called. The core keeps addresses and passwords; all else is the application's, here in memory.
#[derive(Debug, Clone, Default)]
pub struct Names(Arc<Mutex<HashMap<String, String>>>);

impl Names {
    /// What a user is called.
    pub fn of(&self, user_id: &str) -> String {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names
            .get(user_id)
            .cloned()
            .unwrap_or_else(|| "somebody".to_owned())
    }

    fn insert(&self, user_id: &str, name: &str) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(user_id.to_owned(), name.to_owned());
    }
}

/// Adds the accounts to the settings.
pub(crate) fn with_accounts(settings: Builder, names: Names) -> Builder {
    let email_password = EmailPassword::new()
        // A field of our own in the form for signing up. The front end needs it, too.
        .form_field(FormField::new("name").validate(check_name))
        .on_sign_up(move |new| {
            let names = names.clone();
            async move {
                let name = new.form.value("name").and_then(|name| name.as_str());
                names.insert(&new.user.id, name.unwrap_or_default());
                // Whoever comes first has set the application up.
                let users = new.super_tokens.users();
                if users.count().await? == 1 {
                    let roles = new.super_tokens.user_roles();
                    roles.create_role_or_add_permissions(ADMIN, &[]).await?;
                    roles.add_role_to_user(&new.user.id, ADMIN).await?;
                    // The session began before that.
                    new.session.fetch_and_set_claim(&UserRole).await?;
                }
                Ok(())
            }
        })
        .override_apis(|original| NoThrowaways { original });
    settings
        .email_password(email_password)
        // The front end asks the session whether it has an administrator before it.
        .roles_in_access_token(true)
        // Sessions know whether the address is verified. `Required` would demand it on every protected route.
        .email_verification(EmailVerificationMode::Optional)
        // The links of mails appear in the log. In production, SMTP sends them: see `[default.supertokens.smtp]`.
        .log_emails(true)
}

async fn check_name(field: FieldInput) -> Result<(), FieldError> {
    match field.text().chars().count() {
        1..=40 => Ok(()),
        _ => Err("Please enter at most 40 letters".into()),
    }
}

/// Addresses that are thrown away after a minute are not welcome.
struct NoThrowaways {
    original: Arc<dyn EmailPasswordApis>,
}

#[async_trait]
impl EmailPasswordApis for NoThrowaways {
    fn original(&self) -> &dyn EmailPasswordApis {
        &*self.original
    }

    async fn sign_up(
        &self,
        form: SubmittedForm,
        request: &SessionRequest<'_>,
    ) -> Result<SignUpResponse, Error> {
        if form.email().ends_with("@throwaway.example") {
            let message = "Please use an address that lasts.".to_owned();
            return Ok(SignUpResponse::GeneralError { message });
        }
        self.original().sign_up(form, request).await
    }
}
