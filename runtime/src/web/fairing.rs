//! The fairing: what it prepares at launch, and what the log says about it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http::uri::Origin;
use rocket::{Build, Orbit, Rocket};

use super::builder::Builder;
use super::doctor::{self, Mistake};
use super::last::Last;
use super::launch_list::LaunchList;
use super::launch_question::LaunchQuestion;
use super::response::Refusals;
use super::routes::{self, OwnRoutes};
#[cfg(feature = "testing")]
use super::under_test::UnderTest;
use crate::error::ConfigError;
use crate::mail::Postbox;
use crate::policy::KeptPolicies;
use crate::session::SuperTokens;
use crate::transfer::CORS_HEADERS;

/// How long the application waits at its end for the e-mails that are not sent yet.
const LAST_EMAILS: Duration = Duration::from_secs(3);

impl SuperTokens {
    /// The fairing, with the settings of `[default.supertokens]` in `Rocket.toml` and of the environment; see the
    /// module [`config`](crate::config).
    ///
    /// It checks the configuration, puts `SuperTokens` under Rocket's management, mounts the routes of the front-end
    /// driver interface (refresh, sign-out, keys) and writes tokens and refusals into the responses. After the launch the
    /// log tells what is wrong with settings, core and CORS headers; see the module [`doctor`](crate::doctor).
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    ///
    /// let rocket = rocket::build().attach(SuperTokens::fairing());
    /// # drop(rocket);
    /// ```
    ///
    /// Other fairings may be attached before or after it, also by stages (up to three stages within each other): tokens
    /// are always written last. Other fairings already see the JSON of a refusal. The exception is a status for which
    /// the application has its own catcher: then the body is replaced after all fairings.
    #[doc(alias = "init")]
    pub fn fairing() -> impl Fairing {
        Self::builder().fairing()
    }

    /// Begins a configuration in code; see [`Builder`].
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The request headers that the front-end SDK sends, for `Access-Control-Allow-Headers`. Add the headers of your
    /// own front end, such as `content-type`, and allow credentials.
    ///
    /// ```
    /// use rocket_supertokens::SuperTokens;
    ///
    /// let own = ["content-type"];
    /// let allowed: Vec<&str> = own.into_iter().chain(SuperTokens::all_cors_headers()).collect();
    /// assert!(allowed.contains(&"rid"));
    /// ```
    #[doc(alias = "getAllCORSHeaders")]
    pub fn all_cors_headers() -> [&'static str; 5] {
        CORS_HEADERS
    }
}

impl Builder {
    /// The fairing with this configuration; see [`SuperTokens::fairing`].
    pub fn fairing(self) -> impl Fairing {
        Setup {
            builder: Mutex::new(Some(self)),
        }
    }
}

/// Prepares the application at launch.
struct Setup {
    /// Taken once: Rocket ignites a fairing once.
    builder: Mutex<Option<Builder>>,
}

#[rocket::async_trait]
impl Fairing for Setup {
    fn info(&self) -> Info {
        Info {
            name: "SuperTokens",
            kind: Kind::Ignite | Kind::Liftoff | Kind::Shutdown,
        }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        match self.prepare(&rocket).await {
            Ok((super_tokens, refusals, base)) => {
                let routes = routes::routes(super_tokens.config());
                let rocket = match LaunchQuestion::new() {
                    Some(question) => rocket.manage(question),
                    None => rocket,
                };
                Ok(rocket
                    .manage(OwnRoutes::new(&base, routes.clone()))
                    .mount(base, routes)
                    .manage(super_tokens)
                    .manage(refusals)
                    .manage(KeptPolicies::default())
                    .manage(LaunchList::default())
                    .attach(Last::behind_all_stages()))
            }
            Err(mistake) => {
                mistake.report(&rocket);
                Err(rocket)
            }
        }
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        let Some(super_tokens) = rocket.state::<SuperTokens>() else {
            return;
        };
        let app = &super_tokens.config().app;
        tracing::info!(app = %app.name, "SuperTokens serves {}", app.issuer());
        if let Some(list) = rocket.state::<LaunchList>() {
            list.log(rocket);
        }
        doctor::look(rocket, super_tokens);
    }

    async fn on_shutdown(&self, rocket: &Rocket<Orbit>) {
        let super_tokens = rocket.state::<SuperTokens>();
        if let Some(postbox) = super_tokens.and_then(|it| it.context::<Postbox>()) {
            postbox.close(LAST_EMAILS).await;
        }
    }
}

impl Setup {
    /// What Rocket manages, and where the routes are mounted.
    async fn prepare(
        &self,
        rocket: &Rocket<Build>,
    ) -> Result<(SuperTokens, Refusals, Origin<'static>), Mistake> {
        if rocket.state::<Refusals>().is_some() {
            return Err(Mistake::Twice);
        }
        if rocket.state::<SuperTokens>().is_some() {
            return Err(Mistake::OwnHandle);
        }
        let builder = self
            .builder
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .unwrap_or_default();
        #[cfg(feature = "testing")]
        let builder = match rocket.state::<UnderTest>() {
            Some(test) => builder.under_test(test, rocket.figment())?,
            None => builder,
        };
        let (super_tokens, refusals) = builder.build_managed(rocket.figment())?;
        let config = super_tokens.config();
        let path = if config.app.api_base_path.is_empty() {
            "/"
        } else {
            &config.app.api_base_path
        };
        let base = Origin::parse_owned(path.to_owned()).map_err(|_| ConfigError::Mount {
            path: path.to_owned(),
        })?;
        if config.core.required_at_launch {
            super_tokens.reach_core().await?;
        }
        Ok((super_tokens, refusals, base))
    }
}
