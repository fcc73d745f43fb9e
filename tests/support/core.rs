//! A core to run against: a dev-core behind a proxy, or one that the environment names.

use std::env;
use std::io::Write as _;
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

use reqwest::Method;
use rocket_supertokens::Builder;
use serde_json::Value;
use supertokens_dev_core::{DevCore, DevCoreBuilder, SigningKeys};

use crate::http::client_to;
use crate::proxy::{Behaviour, CoreCall, Proxy};

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
#[derive(Debug)]
pub struct Core {
    proxy: Proxy,
    uri: String,
    cdi: Cdi,
    api_key: Option<String>,
    versions: String,
    // Lives as long as the test.
    dev_core: Option<DevCore>,
}

impl Core {
    /// Starts a core that speaks up to `cdi`.
    pub async fn start(cdi: Cdi) -> Self {
        match env::var("SUPERTOKENS_CONNECTION_URI") {
            Ok(uri) => Self::at(uri, cdi, None).await,
            Err(_) => Self::start_dev_core(cdi, |core| core).await,
        }
    }

    /// A dev-core, whatever the environment names, with settings that only a dev-core takes from a test.
    pub async fn start_dev_core(
        cdi: Cdi,
        configure: impl FnOnce(DevCoreBuilder) -> DevCoreBuilder,
    ) -> Self {
        let configure = |core: DevCoreBuilder| configure(core.signing_keys(keys()));
        let dev_core = start_dev_core(cdi, configure).await;
        Self::at(dev_core.connection_uri(), cdi, Some(dev_core)).await
    }

    /// A core that other tests of this process use as well, with keys of its own. Calls and failures are each test's
    /// own, users and clock are not.
    pub async fn share(cdi: Cdi) -> Self {
        let uri = env::var("SUPERTOKENS_CONNECTION_URI").unwrap_or_else(|_| shared_dev_core(cdi));
        Self::at(uri, cdi, None).await
    }

    async fn at(uri: String, cdi: Cdi, dev_core: Option<DevCore>) -> Self {
        let api_key = env::var("SUPERTOKENS_API_KEY").ok();
        let versions = versions(&uri, api_key.as_deref()).await;
        Self {
            proxy: Proxy::start(&uri).await,
            uri,
            cdi,
            api_key,
            versions,
            dev_core,
        }
    }

    /// Where the application finds it.
    pub fn connection_uri(&self) -> String {
        self.proxy.uri()
    }

    /// The example's settings for this core. Nobody is asked in the background, since tests count the calls.
    pub fn settings(&self) -> Builder {
        let settings = rocket_example::settings(&self.connection_uri(), self.api_key.as_deref());
        let settings = settings
            .check_core_at_launch(false)
            .check_cors_at_launch(false);
        match self.cdi {
            Cdi::V5_3 => settings.max_cdi_version("5.3"),
            Cdi::V5_6 => settings,
        }
    }

    /// Whether a refresh replaces the refresh token at once. Not so in the newer generation when the core that
    /// the environment names is an older one.
    pub fn rotates_at_refresh(&self) -> bool {
        self.cdi == Cdi::V5_6 && self.offers("5.6")
    }

    /// Whether the core speaks this version of the core driver interface, whatever the application uses.
    pub fn offers(&self, version: &str) -> bool {
        self.versions.contains(&format!("\"{version}\""))
    }

    /// The version that the application and the core agree on.
    pub fn negotiated(&self) -> &'static str {
        if self.rotates_at_refresh() {
            "5.6"
        } else {
            "5.3"
        }
    }

    /// Paths of the calls since this was last asked, keys and all.
    pub fn take_calls(&self) -> Vec<String> {
        let calls = self.take_whole_calls().into_iter();
        calls.map(|call| call.path).collect()
    }

    /// The calls since this was last asked.
    pub fn take_whole_calls(&self) -> Vec<CoreCall> {
        self.proxy.take_calls()
    }

    /// Makes the core fail, or work again.
    pub fn behave(&self, behaviour: Behaviour) {
        self.proxy.behave(behaviour);
    }

    /// The same for the calls of one path, whatever the others do.
    pub fn behave_at(&self, path: &str, behaviour: Behaviour) {
        self.proxy.behave_at(path, behaviour);
    }

    /// Calls the core as somebody else would: in any version, and uncounted. A status other than 200 fails the
    /// test.
    pub async fn call(&self, method: Method, path: &str, version: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.uri);
        let client = client_to(&url).build().expect("a client");
        let mut request = client
            .request(method, url)
            .header("cdi-version", version)
            .header("content-type", "application/json; charset=utf-8");
        if let Some(key) = &self.api_key {
            request = request.header("api-key", key);
        }
        if !body.is_null() {
            request = request.body(body.to_string());
        }
        let response = request.send().await.expect("the core responds");
        let status = response.status();
        let text = response.text().await.expect("a text");
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// Moves the time of a dev-core. A core of the environment has none to move: then nothing happens and the
    /// response is false.
    pub fn advance(&self, by: Duration) -> bool {
        self.dev_core
            .as_ref()
            .inspect(|core| core.clock().advance(by))
            .is_some()
    }
}

async fn start_dev_core(
    cdi: Cdi,
    configure: impl FnOnce(DevCoreBuilder) -> DevCoreBuilder,
) -> DevCore {
    let builder = configure(DevCore::builder().in_memory());
    let builder = match cdi {
        Cdi::V5_3 => builder.max_cdi_version("5.3"),
        Cdi::V5_6 => builder,
    };
    builder.start().await.expect("the dev-core starts")
}

/// The keys of all cores that are a test's own. To make them would take most of the test's time.
fn keys() -> SigningKeys {
    static KEYS: OnceLock<SigningKeys> = OnceLock::new();
    let make = || SigningKeys::generate("tests").expect("the system has randomness");
    KEYS.get_or_init(make).clone()
}

/// Where the process's dev-core of this generation is. It runs in a thread of its own, since each test ends the
/// runtime that it began.
fn shared_dev_core(cdi: Cdi) -> String {
    static CORES: [OnceLock<String>; 2] = [OnceLock::new(), OnceLock::new()];
    let start = || {
        let (sender, uri) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async {
                let core = start_dev_core(cdi, |core| core).await;
                sender.send(core.connection_uri()).expect("a test waits");
                std::future::pending::<()>().await;
            });
        });
        uri.recv().expect("the dev-core starts")
    };
    CORES[cdi as usize].get_or_init(start).clone()
}

/// Says why a test ends early: what it needs, the core in use does not have. Written past the test harness, which
/// keeps to itself what a passing test prints.
pub fn skip(reason: &str) {
    let test = std::thread::current();
    let test = test.name().unwrap_or("a test");
    // Nobody may be listening.
    let _ = writeln!(std::io::stderr(), "skipped: {test}: {reason}");
}

async fn versions(uri: &str, api_key: Option<&str>) -> String {
    let client = client_to(uri).build().expect("a client");
    let request = client.get(format!("{uri}/apiversion"));
    let request = if let Some(key) = api_key {
        request.header("api-key", key)
    } else {
        request
    };
    request
        .send()
        .await
        .expect("the core responds")
        .text()
        .await
        .expect("the core's versions")
}
