use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http::uri::Origin;
use rocket::{Build, Request, Response, Rocket};

use super::answer;
use super::request_state::RequestState;
use super::routes;
use crate::config::Builder;
use crate::error::{ConfigError, CoreError};
use crate::session::SuperTokens;

impl SuperTokens {
    /// The fairing, configured by `[default.supertokens]` in `Rocket.toml` and `ROCKET_SUPERTOKENS={..}`.
    ///
    /// It checks the configuration, puts `SuperTokens` under Rocket's management, mounts the routes of the
    /// front-end driver interface (`POST /auth/session/refresh`, `POST /auth/signout`) and writes tokens and
    /// refusals into the answers.
    ///
    /// A fairing that sets `Access-Control-Expose-Headers`, such as `rocket_cors`, is attached before this one.
    pub fn fairing() -> impl Fairing {
        Self::builder().fairing()
    }

    /// Configures SuperTokens in code.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

impl Builder {
    /// The fairing with this configuration; see [`SuperTokens::fairing`].
    pub fn fairing(self) -> impl Fairing {
        SessionFairing { builder: self }
    }
}

struct SessionFairing {
    builder: Builder,
}

#[rocket::async_trait]
impl Fairing for SessionFairing {
    fn info(&self) -> Info {
        Info {
            name: "SuperTokens",
            kind: Kind::Ignite | Kind::Response | Kind::Singleton,
        }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        // Fails only where the application has chosen a provider itself.
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
        match self.prepare(&rocket).await {
            Ok((super_tokens, base)) => {
                Ok(rocket.mount(base, routes::routes()).manage(super_tokens))
            }
            Err(error) => {
                tracing::error!("SuperTokens cannot start: {error}");
                Err(rocket)
            }
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let Some(state) = RequestState::existing(request) else {
            return;
        };
        let failure = state.failure().filter(|failure| {
            failure.ends_request || response.status() == answer::status(&failure.error, request)
        });
        if let Some(failure) = failure {
            answer::write(&failure.error, request, response);
            if answer::clears_tokens(&failure.error) {
                state.outbox.open().clear_all();
            }
        } else if state.has_session()
            && response.status().code
                == state
                    .super_tokens
                    .config
                    .session
                    .session_expired_status_code
        {
            let route = request
                .route()
                .and_then(|route| route.name.as_deref())
                .unwrap_or("?");
            tracing::warn!(
                route,
                "the application answered {} to a valid session, so the front end will refresh and retry in \
                 vain: answer 403 instead",
                response.status().code
            );
        }
        write_tokens(state, response);
    }
}

#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("{0} (`require_core_at_launch` is set)")]
    Core(#[from] CoreError),
}

impl SessionFairing {
    /// The managed value, and where its routes go.
    async fn prepare(
        &self,
        rocket: &Rocket<Build>,
    ) -> Result<(SuperTokens, Origin<'static>), StartError> {
        let config = self.builder.clone().into_config(rocket.figment())?;
        let path = match config.app.api_base_path.as_str() {
            "" => "/".to_owned(),
            path => path.to_owned(),
        };
        let base = Origin::parse_owned(path.clone()).map_err(|_| ConfigError::Mount { path })?;
        let core_is_required = config.core.required_at_launch;
        tracing::info!(app = %config.app.name, "SuperTokens serves {}", config.app.issuer());
        let super_tokens = SuperTokens::new(config)?;
        if core_is_required {
            super_tokens.reach_core().await?;
        }
        Ok((super_tokens, base))
    }
}

/// Adds what the request's session has changed. Rocket's cookie jar is no use: it is emptied when a guard
/// fails, encodes differently and has been written by now.
fn write_tokens(state: &RequestState, response: &mut Response<'_>) {
    let outgoing = state.outbox.open();
    for cookie in outgoing.cookies() {
        response.adjoin_raw_header("Set-Cookie", cookie);
    }
    for (name, value) in outgoing.headers() {
        response.set_raw_header(name, value.to_owned());
    }
    let existing: Vec<_> = response.headers().get(EXPOSE_HEADERS).collect();
    let existing = (!existing.is_empty()).then(|| existing.join(", "));
    if let Some(exposed) = outgoing.exposed(existing.as_deref()) {
        response.set_raw_header(EXPOSE_HEADERS, exposed);
    }
}

const EXPOSE_HEADERS: &str = "Access-Control-Expose-Headers";
