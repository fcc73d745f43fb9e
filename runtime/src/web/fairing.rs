use std::sync::{Mutex, PoisonError};

use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http::Status;
use rocket::http::uri::Origin;
use rocket::{Build, Request, Response, Rocket};

use super::answer::{self, Answers, ErrorResponses};
use super::builder::Builder;
use super::request_state::{Failure, RequestState};
use super::routes;
use crate::error::{ConfigError, CoreError};
use crate::session::SuperTokens;
use crate::transfer::CORS_HEADERS;

impl SuperTokens {
    /// The fairing, configured by `[default.supertokens]` in `Rocket.toml` and `ROCKET_SUPERTOKENS={..}`.
    ///
    /// It checks the configuration, puts `SuperTokens` under Rocket's management, mounts the routes of the
    /// front-end driver interface (refresh, sign-out, keys) and writes tokens and refusals into the answers.
    pub fn fairing() -> impl Fairing {
        Self::builder().fairing()
    }

    /// Configures SuperTokens in code.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Request headers that the front-end SDK sends, for `Access-Control-Allow-Headers`. Add those of your own
    /// front end, such as `content-type`, and allow credentials.
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
            kind: Kind::Ignite | Kind::Singleton,
        }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        // Fails only where the application has chosen a provider itself.
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
        match self.prepare(&rocket).await {
            // Attached while igniting, the writer comes after all other fairings, so that one which replaces
            // `Access-Control-Expose-Headers` does not take ours away, wherever it was attached.
            Ok((super_tokens, answers, base)) => {
                let routes = routes::routes(&super_tokens.config().routes);
                Ok(rocket
                    .mount(base, routes)
                    .manage(super_tokens)
                    .manage(answers)
                    .attach(Writer))
            }
            Err(error) => {
                tracing::error!("SuperTokens cannot start: {error}");
                Err(rocket)
            }
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("{0} (`require_core_at_launch` is set)")]
    Core(#[from] CoreError),
}

impl Setup {
    /// What is managed, and where the routes go.
    async fn prepare(
        &self,
        rocket: &Rocket<Build>,
    ) -> Result<(SuperTokens, Answers, Origin<'static>), StartError> {
        let builder = self
            .builder
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
            .unwrap_or_default();
        let (super_tokens, answers) = builder.build(rocket.figment())?;
        let config = super_tokens.config();
        let path = if config.app.api_base_path.is_empty() {
            "/"
        } else {
            &config.app.api_base_path
        };
        let base = Origin::parse_owned(path.to_owned()).map_err(|_| ConfigError::Mount {
            path: path.to_owned(),
        })?;
        tracing::info!(app = %config.app.name, "SuperTokens serves {}", config.app.issuer());
        if config.core.required_at_launch {
            super_tokens.reach_core().await?;
        }
        Ok((super_tokens, answers, base))
    }
}

/// Writes refusals and tokens into the answers.
struct Writer;

#[rocket::async_trait]
impl Fairing for Writer {
    fn info(&self) -> Info {
        Info {
            name: "SuperTokens answers",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let Some(state) = RequestState::existing(request) else {
            return;
        };
        match state.failure_behind(response.status().code) {
            Some(failure) => write_failure(state, failure, response),
            None => warn_of_own_401(state, request, response.status()),
        }
        write_tokens(state, response);
    }
}

fn write_failure(state: &RequestState, failure: &Failure, response: &mut Response<'_>) {
    if state.answers.responses == ErrorResponses::Catchers && failure.answer.status >= 400 {
        response.set_status(Status::new(failure.answer.status));
        answer::write_retry(&failure.answer, response);
    } else {
        answer::write(&failure.answer, response);
    }
    if answer::clears_tokens(&failure.error) {
        state.outbox.open().clear_all();
    }
}

/// The front end takes every such status for its own and refreshes and retries in vain.
fn warn_of_own_401(state: &RequestState, request: &Request<'_>, status: Status) {
    if state.has_session()
        && status.code
            == state
                .super_tokens
                .config()
                .session
                .session_expired_status_code
    {
        let route = request
            .route()
            .and_then(|route| route.name.as_deref())
            .unwrap_or("?");
        tracing::warn!(
            route,
            "the application answered {status} to a valid session: 403 is what it should say"
        );
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
        response.set_raw_header(name.to_owned(), value.to_owned());
    }
    let existing: Vec<_> = response.headers().get(EXPOSE_HEADERS).collect();
    let existing = (!existing.is_empty()).then(|| existing.join(", "));
    if let Some(exposed) = outgoing.exposed(existing.as_deref()) {
        response.set_raw_header(EXPOSE_HEADERS, exposed);
    }
}

const EXPOSE_HEADERS: &str = "Access-Control-Expose-Headers";
