use std::env;
use std::time::Duration;

use rocket_supertokens::Builder;
use supertokens_dev_core::DevCore;

use crate::proxy::{Behaviour, Proxy};

/// The two generations of the core driver interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cdi {
    /// A refreshed token counts from its first use on.
    V5_3,
    /// A refreshed token counts at once; the one before it stays good for a while.
    V5_6,
}

/// A core to run against: a dev-core of the test's own, or the one that `SUPERTOKENS_CONNECTION_URI` names.
/// Calls go through a proxy that counts them and can fail.
pub struct Core {
    proxy: Proxy,
    cdi: Cdi,
    api_key: Option<String>,
    rotates_at_refresh: bool,
    // Lives as long as the test.
    dev_core: Option<DevCore>,
}

impl Core {
    /// Starts a core that speaks up to `cdi`.
    pub async fn start(cdi: Cdi) -> Self {
        let (uri, dev_core) = match env::var("SUPERTOKENS_CONNECTION_URI") {
            Ok(uri) => (uri, None),
            Err(_) => {
                let builder = DevCore::builder().in_memory();
                let builder = if cdi == Cdi::V5_3 {
                    builder.max_cdi_version("5.3")
                } else {
                    builder
                };
                let dev_core = builder.start().await.expect("the dev-core starts");
                (dev_core.connection_uri(), Some(dev_core))
            }
        };
        let api_key = env::var("SUPERTOKENS_API_KEY").ok();
        let rotates_at_refresh =
            cdi == Cdi::V5_6 && versions(&uri, api_key.as_deref()).await.contains("\"5.6\"");
        Self {
            proxy: Proxy::start(&uri).await,
            cdi,
            api_key,
            rotates_at_refresh,
            dev_core,
        }
    }

    /// Where the application finds it.
    pub fn connection_uri(&self) -> String {
        self.proxy.uri()
    }

    /// The example's settings for this core.
    pub fn settings(&self) -> Builder {
        let settings = rocket_example::settings(&self.connection_uri(), self.api_key.as_deref());
        match self.cdi {
            Cdi::V5_3 => settings.max_cdi_version("5.3"),
            Cdi::V5_6 => settings,
        }
    }

    /// Whether a refresh replaces the refresh token at once. Not so in the newer generation when the core that
    /// the environment names is an older one.
    pub fn rotates_at_refresh(&self) -> bool {
        self.rotates_at_refresh
    }

    /// Paths of the calls since this was last asked, keys and all.
    pub fn take_calls(&self) -> Vec<String> {
        self.proxy.take_paths()
    }

    /// Makes the core fail, or work again.
    pub fn behave(&self, behaviour: Behaviour) {
        self.proxy.behave(behaviour);
    }

    /// Moves the time of a dev-core. A core of the environment has none to move: then nothing happens and the
    /// answer is false.
    pub fn advance(&self, by: Duration) -> bool {
        self.dev_core
            .as_ref()
            .inspect(|core| core.clock().advance(by))
            .is_some()
    }
}

async fn versions(uri: &str, api_key: Option<&str>) -> String {
    let request = reqwest::Client::new().get(format!("{uri}/apiversion"));
    let request = if let Some(key) = api_key {
        request.header("api-key", key)
    } else {
        request
    };
    request
        .send()
        .await
        .expect("the core answers")
        .text()
        .await
        .expect("the core's versions")
}
