//! How an application configures logging in with a password.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::{fmt, mem};

use super::apis::EmailPasswordApis;
use super::field::FormField;
use super::functions::EmailPasswordFunctions;
use super::hooks::{Hook, HookError, JustLoggedIn};
use crate::config::{EmailPasswordSettings, default_text, for_each_email_password_setting};
use crate::recipes::attempts::{LimitAttempts, Limiter};
use crate::recipes::links::{DefaultLink, WriteLink};

/// Logging in with an e-mail address and a password. Give it to
/// [`Builder::email_password`](crate::Builder::email_password), and the front end's forms work.
///
/// ```
/// use rocket_supertokens::SuperTokens;
/// use rocket_supertokens::recipes::email_password::{EmailPassword, FormField};
///
/// let email_password = EmailPassword::new()
///     .form_field(FormField::new("name"))
///     .on_sign_up(|new| async move {
///         let name = new.form.value("name");
///         println!("{} is called {name:?}", new.user.id);
///         Ok(())
///     });
/// SuperTokens::builder().email_password(email_password);
/// ```
#[derive(Default)]
#[must_use = "it does nothing until it is given to `Builder::email_password`"]
pub struct EmailPassword {
    settings: EmailPasswordSettings,
    limiter: Option<Limiter>,
    pub(super) fields: Vec<FormField>,
    pub(super) functions: Vec<Override<dyn EmailPasswordFunctions>>,
    pub(super) apis: Vec<Override<dyn EmailPasswordApis>>,
    pub(super) sign_up_hooks: Vec<Box<Hook>>,
    pub(super) sign_in_hooks: Vec<Box<Hook>>,
    pub(super) reset_link: Option<Box<WriteLink>>,
}

/// One method for each setting of the section `email_password`, as it is declared.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ident = $default:tt $(($unset:literal))?;)+) => {
        /// The settings that also `[default.supertokens.email_password]` may have.
        impl EmailPassword { $(
            $(#[$doc])*
            #[doc = ""]
            #[doc = concat!("Default: ", default_text!($default $(($unset))?), ".")]
            pub fn $name(mut self, $name: $type) -> Self {
                self.settings.$name = Some($name);
                self
            }
        )+ }
    };
}

for_each_email_password_setting!(setters);

/// Makes the application's functions from the original ones.
pub(super) type Override<T> = Box<dyn FnOnce(Arc<T>) -> Arc<T> + Send + Sync>;

impl EmailPassword {
    /// The form has the fields `email` and `password`, which are checked as the front end does it.
    pub fn new() -> Self {
        Self::default()
    }

    /// The settings without the functions.
    pub(crate) fn take_settings(&mut self) -> EmailPasswordSettings {
        mem::take(&mut self.settings)
    }

    /// What limits attempts, if the application brings its own.
    pub(crate) fn take_limiter(&mut self) -> Option<Limiter> {
        self.limiter.take()
    }

    /// Adds a field to the form for signing up, in the order of the calls. A field of the same id is replaced.
    ///
    /// Nothing stores what users enter into fields of your own: [`on_sign_up`](Self::on_sign_up) receives it.
    #[doc(alias = "signUpFeature")]
    #[doc(alias = "formFields")]
    pub fn form_field(mut self, field: FormField) -> Self {
        match self.fields.iter_mut().find(|known| known.id == field.id) {
            Some(known) => *known = field,
            None => self.fields.push(field),
        }
        self
    }

    /// Overrides functions. [`EmailPasswordFunctions`] has an example.
    pub fn override_functions<F: EmailPasswordFunctions + 'static>(
        mut self,
        make: impl FnOnce(Arc<dyn EmailPasswordFunctions>) -> F + Send + Sync + 'static,
    ) -> Self {
        self.functions
            .push(Box::new(|original| Arc::new(make(original))));
        self
    }

    /// Overrides what the routes do. [`EmailPasswordApis`] has an example.
    pub fn override_apis<A: EmailPasswordApis + 'static>(
        mut self,
        make: impl FnOnce(Arc<dyn EmailPasswordApis>) -> A + Send + Sync + 'static,
    ) -> Self {
        self.apis
            .push(Box::new(|original| Arc::new(make(original))));
        self
    }

    /// Is called after a user has signed up by the form: there is a session, and the response waits for the function.
    ///
    /// The user stays signed up if the function fails; the error is logged. To refuse somebody, override
    /// [`sign_up`](EmailPasswordApis::sign_up). The claims of the session were fetched before: if the function gives the
    /// user a role, say, [`fetch_and_set_claim`](crate::Session::fetch_and_set_claim) tells the session.
    pub fn on_sign_up<F>(self, hook: impl Fn(JustLoggedIn) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), HookError>> + Send + 'static,
    {
        let mut this = self;
        this.sign_up_hooks.push(boxed(hook));
        this
    }

    /// Is called after a user has signed in by the form, as [`on_sign_up`](Self::on_sign_up).
    pub fn on_sign_in<F>(mut self, hook: impl Fn(JustLoggedIn) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), HookError>> + Send + 'static,
    {
        self.sign_in_hooks.push(boxed(hook));
        self
    }

    /// Sets how many attempts there may be to sign in, to sign up and to have mails sent: other figures, or limits of your
    /// own.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use rocket_supertokens::recipes::attempts::{AttemptKind, AttemptLimits, CountedBy};
    /// use rocket_supertokens::recipes::email_password::EmailPassword;
    ///
    /// let hour = Duration::from_secs(3600);
    /// let limits = AttemptLimits::new().limit(AttemptKind::SignUp, CountedBy::Client, 500, hour);
    /// let email_password = EmailPassword::new().attempt_limits(limits);
    /// # drop(email_password);
    /// ```
    pub fn attempt_limits(mut self, limits: impl LimitAttempts) -> Self {
        self.limiter = Some(Limiter::new(limits));
        self
    }

    /// Sets the link with which users set a new password, if the front end has another page for it than
    /// `/auth/reset-password`. The link needs the token, and the tenant if there are several.
    ///
    /// ```
    /// use rocket_supertokens::recipes::email_password::EmailPassword;
    ///
    /// let email_password = EmailPassword::new().reset_link(|link| {
    ///     format!("https://example.com/new-password?token={}&tenantId={}", link.token(), link.tenant_id)
    /// });
    /// # drop(email_password);
    /// ```
    pub fn reset_link(
        mut self,
        make: impl Fn(&DefaultLink) -> String + Send + Sync + 'static,
    ) -> Self {
        self.reset_link = Some(Box::new(make));
        self
    }
}

fn boxed<F>(hook: impl Fn(JustLoggedIn) -> F + Send + Sync + 'static) -> Box<Hook>
where
    F: Future<Output = Result<(), HookError>> + Send + 'static,
{
    Box::new(
        move |logged_in| -> Pin<Box<dyn Future<Output = _> + Send>> { Box::pin(hook(logged_in)) },
    )
}

impl fmt::Debug for EmailPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmailPassword")
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}
