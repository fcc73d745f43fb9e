//! The configuration in code: a method for every setting, functions, and what is built from them.

mod emails;
mod functions;

use std::time::Duration;
use std::{fmt, mem};

use figment::Figment;

use super::response::Refusals;
use crate::config::{
    AntiCsrf, Config, EmailVerificationMode, RequestFunctions, SameSite, Secret, Settings,
    default_text, file_of_api_key, for_each_setting, toml_values,
};
use crate::doctor::Finding;
use crate::error::ConfigError;
#[cfg(feature = "testing")]
use crate::mail::Postbox;
use crate::recipes::attempts::Limiter;
use crate::recipes::email_password::{EmailPassword, InUse};
use crate::session::{Parts, SuperTokens, originals};

/// Configures SuperTokens in code.
///
/// Settings that are not set here are read from `[default.supertokens]` in `Rocket.toml` and from the environment. Each
/// setting has the same name there; the module [`config`](crate::config) has a table of them. Functions can only be set
/// here. A mistake stops the launch. What works but is dangerous is told in the log; see the module
/// [`doctor`](crate::doctor).
///
/// ```
/// use rocket_supertokens::SuperTokens;
///
/// let rocket = rocket::build().attach(
///     SuperTokens::builder()
///         .connection_uri("http://127.0.0.1:3567")
///         .app_name("Comments")
///         .api_domain("http://localhost:8000")
///         .website_domain("http://localhost:3000")
///         .fairing(),
/// );
/// # drop(rocket);
/// ```
#[derive(Default)]
#[must_use = "a builder does nothing until its fairing is attached, or `build` is called"]
pub struct Builder {
    settings: Settings,
    functions: RequestFunctions,
    parts: Parts,
    refusals: Refusals,
}

/// One method for each setting, as it is declared.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ident = $default:tt $(($unset:literal))?;)+) => {
        impl Builder { $(
            $(#[$doc])*
            #[doc = ""]
            #[doc = concat!("Default: ", default_text!($default $(($unset))?), ".")]
            #[doc = concat!("In [`Rocket.toml`](crate::config): ", toml_values!($type), ".")]
            pub fn $name(mut self, $name: argument!(type $type)) -> Self {
                self.settings.$name = Some(argument!(value $type $name));
                self
            }
        )+ }
    };
}

/// Type of the argument of a setter, and the value that it becomes.
macro_rules! argument {
    (type String) => { impl Into<String> };
    (type Secret) => { impl Into<String> };
    (type $type:ident) => { $type };
    (value String $value:ident) => { $value.into() };
    (value Secret $value:ident) => { Secret::from($value.into()) };
    (value $type:ident $value:ident) => { $value };
}

for_each_setting!(setters);

impl Builder {
    /// Makes a [`SuperTokens`] for a program without Rocket: a queue worker, a command-line tool, a test. Only the
    /// settings of the builder count; [`build_from`](Self::build_from) reads the others from `Rocket.toml` and the
    /// environment. The core is not called yet.
    ///
    /// ```
    /// use rocket_supertokens::policy::VerifyOptions;
    /// use rocket_supertokens::{Error, SuperTokens};
    ///
    /// /// Does a job for the user who ordered it.
    /// async fn work_for(super_tokens: &SuperTokens, access_token: &str) -> Result<(), Error> {
    ///     // The job did not come with a request, so no other web page can have forged it.
    ///     let options = VerifyOptions::default().anti_csrf_check(false);
    ///     let session = super_tokens.verify_token(access_token).options(options).await?;
    ///     println!("working for {}", session.user_id());
    ///     Ok(())
    /// }
    ///
    /// let super_tokens = SuperTokens::builder()
    ///     .connection_uri("http://127.0.0.1:3567")
    ///     .app_name("Comments")
    ///     .api_domain("http://localhost:8000")
    ///     .website_domain("http://localhost:3000")
    ///     .build()?;
    /// # drop(work_for(&super_tokens, ""));
    /// # Ok::<(), rocket_supertokens::error::ConfigError>(())
    /// ```
    ///
    /// # Errors
    /// [`ConfigError`] names the setting that is missing or wrong, and says what to write instead.
    pub fn build(self) -> Result<SuperTokens, ConfigError> {
        let mut config = Config::new(self.settings, self.functions)?;
        let mut parts = self.parts;
        config.app.issuer_domain = parts.issuer_domain;
        if let Some(postbox) = emails::postbox(&config, &parts.context)? {
            parts.context = parts.context.with(postbox);
        }
        let limits_attempts = config
            .email_password
            .as_ref()
            .is_none_or(|on| on.limit_attempts);
        if !limits_attempts {
            parts.context = parts.context.with(Limiter::off());
        } else if parts.context.get::<Limiter>().is_none() {
            parts.context = parts.context.with(Limiter::default());
        }
        if parts.context.get::<InUse>().is_none() {
            parts.context = parts.context.with(InUse::new(EmailPassword::new()));
        }
        SuperTokens::new(config, parts, originals())
    }

    /// Makes a [`SuperTokens`] like [`build`](Self::build), and reads the settings that the builder does not have from
    /// the section `supertokens` of `figment`. `build_from(&rocket::Config::figment())` reads `Rocket.toml` and the
    /// environment, as the fairing does.
    ///
    /// # Errors
    /// Those of [`build`](Self::build), and [`ConfigError::Section`] if a setting in `figment` cannot be read.
    pub fn build_from(self, figment: &Figment) -> Result<SuperTokens, ConfigError> {
        let key_in_file = match self.settings.api_key {
            Some(_) => None,
            None => file_of_api_key(figment),
        };
        let settings = self.settings.or(Settings::from_figment(figment)?);
        let super_tokens = Self { settings, ..self }.build()?;
        let key_in_file = key_in_file.map(|file| Finding::ApiKeyInFile { file });
        super_tokens.noted().add(key_in_file);
        Ok(super_tokens)
    }

    /// What the fairing puts under Rocket's management.
    pub(super) fn build_managed(
        mut self,
        figment: &Figment,
    ) -> Result<(SuperTokens, Refusals), ConfigError> {
        let refusals = mem::take(&mut self.refusals);
        let super_tokens = self.build_from(figment)?;
        emails::someone_sends(&super_tokens)?;
        Ok((super_tokens, refusals))
    }
}

#[cfg(feature = "testing")]
impl Builder {
    /// The application's own settings, with those of the test around them. The section of `figment` adds nothing to them
    /// afterwards.
    pub(crate) fn under_test(
        mut self,
        test: &super::under_test::UnderTest,
        figment: &Figment,
    ) -> Result<Self, ConfigError> {
        let own = self.settings.or(Settings::from_figment(figment)?);
        let mut otherwise = test.otherwise.clone();
        // With the cookie domain of production, the domains of the test are of production's kind.
        if own.api_domain.is_none()
            && let Some(domain) = crate::config::api_domain_that_fits(&own)
        {
            otherwise.api_domain = Some(domain.clone());
            otherwise.website_domain = Some(domain);
        }
        self.settings = test.instead.clone().or(own).or(otherwise);
        self.parts.transport = Some(Box::new(std::sync::Arc::clone(&test.transport)));
        self.parts.issuer_domain = Some(test.issuer_domain);
        self.parts.clock = test.clock.clone();
        let postbox = Postbox::keeping(test.emails.clone());
        self.parts.context = self.parts.context.with(postbox);
        Ok(self)
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
