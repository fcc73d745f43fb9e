use std::convert::Infallible;

use frontend_integration_server::{FrontDoor, Options};
use serde_json::{Value, json};
use supertokens_dev_core::DevCore;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::browser::{Browser, Reply};

/// A running server, until it is dropped.
pub(crate) struct Server {
    pub(crate) url: String,
    task: JoinHandle<Infallible>,
}

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
        let front_door = FrontDoor::open(options).await.expect("the server starts");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let task =
            tokio::spawn(async move { front_door.serve(listener).await.expect("it listens") });
        Self {
            url: format!("http://{address}"),
            task,
        }
    }

    /// Configures it anew.
    pub(crate) async fn set_up(&self, setup: &Value) -> Reply {
        Browser::new(self).json("/test/setup/st", setup).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
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
