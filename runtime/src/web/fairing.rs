//! The fairing: what it prepares at launch, and what the log says about it.

use std::sync::{Mutex, PoisonError};

use rocket::config::LogLevel;
use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http::uri::Origin;
use rocket::{Build, Orbit, Rocket};

use super::builder::Builder;
use super::launch_list::LaunchList;
use super::refusal::Last;
use super::response::Refusals;
use super::routes;
use crate::error::{Chain, ConfigError, CoreError};
use crate::policy::KeptPolicies;
use crate::session::SuperTokens;
use crate::transfer::CORS_HEADERS;

impl SuperTokens {
    /// The fairing, with the settings of `[default.supertokens]` in `Rocket.toml` and of the environment; see the
    /// module [`config`](crate::config).
    ///
    /// It checks the configuration, puts `SuperTokens` under Rocket's management, mounts the routes of the front-end
    /// driver interface (refresh, sign-out, keys) and writes tokens and refusals into the responses. Settings that are
    /// dangerous, and a core that cannot be reached or refuses the API key, cause a warning in the log.
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
            kind: Kind::Ignite | Kind::Liftoff | Kind::Singleton,
        }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        match self.prepare(&rocket).await {
            Ok((super_tokens, refusals, base)) => {
                let routes = routes::routes(&super_tokens.config().routes);
                Ok(rocket
                    .mount(base, routes)
                    .manage(super_tokens)
                    .manage(refusals)
                    .manage(KeptPolicies::default())
                    .manage(LaunchList::default())
                    .attach(Last::behind_all_stages()))
            }
            Err(error) => {
                tracing::error!("SuperTokens cannot start: {:#}", Chain(&error));
                Err(rocket)
            }
        }
    }

    /// Rocket's `log_level` counts only from here on: earlier messages are printed even if it is "off".
    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        let Some(super_tokens) = rocket.state::<SuperTokens>() else {
            return;
        };
        let config = super_tokens.config();
        tracing::info!(app = %config.app.name, "SuperTokens serves {}", config.app.issuer());
        if let Some(list) = rocket.state::<LaunchList>() {
            list.log(rocket, super_tokens);
        }
        for warning in config.warnings() {
            tracing::warn!("{warning}");
        }
        if rocket.config().log_level == LogLevel::Debug {
            // Rocket's own lines, which show all headers.
            tracing::warn!(
                "`log_level` is \"debug\": Rocket prints every request and response with the tokens. Use it only on your own machine"
            );
        }
        if config.core.checked_at_launch {
            // Meanwhile the application serves requests.
            tokio::spawn(warn_of_core(super_tokens.clone()));
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("`require_core_at_launch` is set, and the core is not ready")]
    Core(#[from] CoreError),
}

impl Setup {
    /// What Rocket manages, and where the routes are mounted.
    async fn prepare(
        &self,
        rocket: &Rocket<Build>,
    ) -> Result<(SuperTokens, Refusals, Origin<'static>), StartError> {
        let builder = self
            .builder
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .unwrap_or_default();
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

async fn warn_of_core(super_tokens: SuperTokens) {
    for trouble in super_tokens.check_hosts().await {
        let (host, error) = (&trouble.host, Chain(&trouble.error));
        if trouble.is_api_key() {
            tracing::warn!(%host, %error, "the core refuses the API key: check `api_key`");
        } else {
            tracing::warn!(%host, %error, "the core does not respond as it should: check `connection_uri`");
        }
    }
}
