//! Figures of the sessions for Prometheus, on a route of the application.
//!
//! The library reports to the `metrics` facade. The recorder of the exporter collects what is reported, and the route
//! `/metrics` writes it in the form that Prometheus reads. Whoever can read the figures learns how many log in and how
//! the core is doing, so a real application serves the route on a port of its own, or to its own network only.

use std::error::Error as StdError;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use rocket::{Build, Config, Rocket, State, get, post, routes};
use rocket_supertokens::{Builder, Error, Session, Sessions, SuperTokens, verify_session};

/// Upper limits of the histogram's buckets, in seconds: the core responds in milliseconds, and times out in seconds.
const SECONDS: [f64; 9] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

/// Installs the recorder for the whole process. It comes before the first request: what is reported earlier is lost.
///
/// # Errors
/// If the process has a recorder already.
pub fn install_recorder() -> Result<PrometheusHandle, Box<dyn StdError>> {
    let latency = Matcher::Full("supertokens_core_request_duration_seconds".to_owned());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(latency, &SECONDS)?;
    Ok(builder.install_recorder()?)
}

/// The settings of this application.
pub fn settings(connection_uri: &str, api_key: Option<&str>) -> Builder {
    // Where Rocket will listen: `ROCKET_PORT` and `Rocket.toml` are heeded.
    let port = Config::figment().extract_inner("port");
    let port = port.unwrap_or(Config::default().port);
    let address = format!("http://localhost:{port}");
    let settings = SuperTokens::builder()
        .connection_uri(connection_uri)
        .app_name("Metrics Example")
        .api_domain(&address)
        .website_domain(&address);
    match api_key {
        Some(key) => settings.api_key(key),
        None => settings,
    }
}

/// The application.
pub fn rocket_with(
    rocket: Rocket<Build>,
    settings: Builder,
    figures: PrometheusHandle,
) -> Rocket<Build> {
    rocket
        .attach(settings.fairing())
        .manage(figures)
        .mount("/", routes![login, me, metrics])
}

/// Begins a session. A real application checks a password here.
#[post("/login", data = "<user_id>")]
async fn login(user_id: String, sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create(user_id).await?;
    Ok(())
}

/// This route needs a session.
#[verify_session]
#[get("/me")]
fn me(session: Session) -> String {
    session.user_id().to_owned()
}

/// The figures as Prometheus reads them.
#[get("/metrics")]
fn metrics(figures: &State<PrometheusHandle>) -> String {
    // Without a listener of its own, the exporter leaves it to its user to tidy up.
    figures.run_upkeep();
    figures.render()
}
