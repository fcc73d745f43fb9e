//! The configuration that the applications share.

use rocket::Config;
use rocket::config::LogLevel;
use rocket::figment::Figment;
use rocket::figment::providers::Env;

/// A quiet application on a port that the system chooses.
///
/// The process ends at a signal. An application ends when the front door has no more use for it, and then at once.
pub fn figment() -> Figment {
    let quiet = Config {
        log_level: LogLevel::Critical,
        ..Config::default()
    };
    Figment::from(quiet)
        .merge(Env::prefixed("ROCKET_").ignore(&["PROFILE"]).global())
        .merge(("address", "127.0.0.1"))
        .merge(("port", 0))
        .merge(("shutdown.ctrlc", false))
        .merge(("shutdown.signals", [""; 0]))
        .merge(("shutdown.grace", 0))
        .merge(("shutdown.mercy", 0))
}
