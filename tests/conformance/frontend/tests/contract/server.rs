//! The server, and how a suite finds and configures it.

use conformance_front_door::testing;
use frontend_integration_server::{FrontendSuite, Options};
use serde_json::{Value, json};
use supertokens_dev_core::DevCore;

use crate::browser::{Browser, Reply};

/// A running server, until it is dropped.
pub(crate) struct Server(testing::Server);

pub(crate) async fn dev_core() -> DevCore {
    let core = DevCore::builder().in_memory().start().await;
    core.expect("the core starts")
}

impl Server {
    /// As a suite finds it, with this core.
    pub(crate) async fn start(core: &DevCore) -> Self {
        Self::start_with(options(&core.connection_uri())).await
    }

    pub(crate) async fn start_with(options: Options) -> Self {
        Self(testing::Server::start(FrontendSuite::new(options)).await)
    }

    pub(crate) fn url(&self) -> &str {
        self.0.url()
    }

    /// Configures it anew.
    pub(crate) async fn set_up(&self, setup: &Value) -> Reply {
        Browser::new(self).json("/test/setup/st", setup).await
    }
}

pub(crate) fn options(core_url: &str) -> Options {
    Options {
        port: 8080,
        core_url: core_url.to_owned(),
        transfer_method: None,
        static_dir: None,
    }
}

pub(crate) fn setup(core_url: &str, enable_anti_csrf: bool, enable_jwt: bool) -> Value {
    json!({ "coreUrl": core_url, "enableAntiCsrf": enable_anti_csrf, "enableJWT": enable_jwt })
}
