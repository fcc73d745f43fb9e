//! The application in one configuration.

use std::sync::Arc;

use conformance_front_door::figment;
use rocket::fairing::AdHoc;
use rocket::http::Method;
use rocket::{Build, Rocket, catch, catchers};
use rocket_supertokens::config::{AntiCsrf, RefusalResponse};
use rocket_supertokens::overrides::{NewSession, SessionFunctions};
use rocket_supertokens::{Builder, Error, Session, SuperTokens, async_trait};
use serde_json::json;

use crate::cors::{self, Cors};
use crate::counters::Counters;
use crate::options::Options;
use crate::routes;
use crate::setup::Setup;

/// The application in one configuration, on a port that the system chooses.
pub(crate) fn rocket(setup: Setup, options: &Options, counters: Arc<Counters>) -> Rocket<Build> {
    rocket::custom(figment())
        .attach(count_refreshes())
        .attach(Cors)
        .attach(super_tokens(&setup, options).fairing())
        .mount("/", cors::preflight())
        .mount("/", routes::all())
        .register("/", catchers![nothing])
        .manage(setup)
        .manage(counters)
        .manage(options.clone())
}

fn super_tokens(setup: &Setup, options: &Options) -> Builder {
    let anti_csrf = if setup.enable_anti_csrf {
        AntiCsrf::ViaToken
    } else {
        AntiCsrf::None
    };
    let mut builder = SuperTokens::builder()
        .connection_uri(&setup.core_url)
        .app_name("SuperTokens")
        .api_domain(format!("0.0.0.0:{}", options.port))
        .website_domain(cors::WEBSITE)
        .anti_csrf(anti_csrf)
        // Its place is taken by a route that counts.
        .refresh_route(false)
        .on_refusal(respond);
    if let Some(method) = options.transfer_method {
        builder = builder.token_transfer_method(move |_, _| Some(method));
    }
    if setup.enable_jwt {
        builder = builder
            .expose_access_token_to_frontend_in_cookie_based_auth(true)
            .override_functions(|original| WithCustomClaim { original });
    }
    builder
}

/// Clients are told of errors that are the application's own by their text, as by the suites' other servers.
fn respond(error: &Error, response: &mut RefusalResponse) {
    if let Error::Unauthorised { .. } = error {
        response.body = json!({});
    } else if response.status == 500 {
        response.set_text("text/plain; charset=utf-8", error.to_string());
    }
}

/// Puts a claim into every new session.
struct WithCustomClaim {
    original: Arc<dyn SessionFunctions>,
}

#[async_trait]
impl SessionFunctions for WithCustomClaim {
    fn original(&self) -> &dyn SessionFunctions {
        &*self.original
    }

    async fn create_session(
        &self,
        mut new: NewSession,
        super_tokens: &SuperTokens,
    ) -> Result<Session, Error> {
        new.payload
            .insert("customClaim".to_owned(), "customValue".into());
        self.original().create_session(new, super_tokens).await
    }
}

/// Counts what reaches the refresh route before anything decides about it.
fn count_refreshes() -> AdHoc {
    AdHoc::on_request("Count refreshes", |request, _| {
        Box::pin(async move {
            if request.method() == Method::Post
                && request.uri().path() == "/auth/session/refresh"
                && let Some(counters) = request.rocket().state::<Arc<Counters>>()
            {
                counters.refreshes_attempted.increment();
            }
        })
    })
}

/// Responses to errors have no body, unless a route wrote one.
#[catch(default)]
fn nothing() {}
