//! Access tokens that expire while a scenario waits.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use reqwest::Method;
use rocket_supertokens::Builder;
use rocket_supertokens_tests::Core;
use serde_json::json;

/// Long enough for a scenario that only waits for the end.
pub(crate) const SHORT: Duration = Duration::from_secs(2);

/// Long enough for one that has something to do before.
pub(crate) const LONGER: Duration = Duration::from_secs(5);

/// The settings of an application whose access tokens have this lifetime, or the core's.
pub(crate) fn settings(core: &Core, lifetime: Option<&Lifetime>) -> Builder {
    let settings = core.settings();
    match lifetime {
        Some(Lifetime { app, .. }) => {
            settings.connection_uri(format!("{}/appid-{app}", core.connection_uri()))
        }
        None => settings,
    }
}

/// An app of a core, whose access tokens do not live for long. A core cannot change its own settings while it runs, but
/// those of an app.
#[derive(Debug)]
pub(crate) struct Lifetime {
    app: String,
    life: Duration,
}

impl Lifetime {
    pub(crate) async fn begin(core: &Core, life: Duration) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let app = format!("short{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let lifetime = Self { app, life };
        lifetime.set(core, life).await;
        lifetime
    }

    /// Waits until the access tokens have expired that there are. Those to come live for an hour: nothing else expires,
    /// however busy the machine is.
    pub(crate) async fn expire(&self, core: &Core) {
        self.set(core, Duration::from_secs(3600)).await;
        tokio::time::sleep(self.life).await;
    }

    async fn set(&self, core: &Core, life: Duration) {
        let settings =
            json!({ "access_token_validity": life.as_secs(), "access_token_validity_jitter": 0 });
        let app = json!({ "appId": self.app, "coreConfig": settings });
        let path = "/recipe/multitenancy/app/v2";
        core.call(Method::PUT, path, "5.3", &app).await;
    }
}
