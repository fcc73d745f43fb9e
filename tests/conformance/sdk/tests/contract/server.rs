//! The server, and how a test calls and configures it.

use conformance_front_door::testing;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use sdk_test_server::SdkSuite;
use serde_json::{Value, json};
use supertokens_dev_core::DevCore;

/// A server and its core, until it is dropped.
pub(crate) struct Server {
    pub(crate) core: DevCore,
    server: testing::Server,
}

/// A response, its body as JSON; `null` where there is none.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        match self.text.as_str() {
            "" => Value::Null,
            text => serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {self:?}")),
        }
    }
}

impl Server {
    /// As it is before any test.
    pub(crate) async fn start() -> Self {
        let core = dev_core().await;
        let server = testing::Server::start(SdkSuite::new(core.connection_uri())).await;
        Self { core, server }
    }

    pub(crate) fn url(&self) -> &str {
        self.server.url()
    }

    /// Configured by a test, with these recipes.
    pub(crate) async fn with(recipes: Value) -> Self {
        let server = Self::start().await;
        let reply = server.init(recipes).await;
        assert_eq!(reply.json(), json!({ "ok": true }), "{reply:?}");
        server
    }

    /// Configures it anew.
    pub(crate) async fn init(&self, recipes: Value) -> Reply {
        let config = json!({
            "supertokens": { "connectionURI": self.core.connection_uri() },
            "appInfo": {
                "apiDomain": "api.supertokens.io",
                "appName": "SuperTokens",
                "websiteDomain": "supertokens.io",
            },
            "recipeList": recipes,
        });
        let body = json!({ "config": config.to_string() });
        self.post("/test/init", body).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        let request = reqwest::Client::new()
            .post(format!("{}{path}", self.url()))
            .header("content-type", "application/json")
            .body(body.to_string());
        reply(request).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        reply(reqwest::Client::new().get(format!("{}{path}", self.url()))).await
    }

    /// Calls a function that succeeds.
    pub(crate) async fn ask(&self, function: &str, body: Value) -> Value {
        let reply = self.post(&format!("/test/{function}"), body).await;
        assert_eq!(reply.status, 200, "{function}: {reply:?}");
        reply.json()
    }

    /// A new session of this user.
    pub(crate) async fn session(&self, recipe_user_id: &str) -> Value {
        let body = json!({ "tenantId": "public", "recipeUserId": recipe_user_id });
        self.ask("session/createnewsessionwithoutrequestresponse", body)
            .await
    }

    /// The logged events of a name and type.
    pub(crate) async fn logged(&self, name: &str, kind: &str) -> Vec<Value> {
        let reply = self.get("/test/getoverridelogs").await.json();
        let logs = reply["logs"].as_array().expect("a list").iter();
        logs.filter(|event| event["name"] == name && event["type"] == kind)
            .map(|event| event["data"].clone())
            .collect()
    }
}

pub(crate) async fn dev_core() -> DevCore {
    let core = DevCore::builder().in_memory().start().await;
    core.expect("the core starts")
}

pub(crate) async fn reply(request: reqwest::RequestBuilder) -> Reply {
    let response = request.send().await.expect("a response");
    Reply {
        status: response.status(),
        headers: response.headers().clone(),
        text: response.text().await.expect("a text"),
    }
}

/// The recipe that all tests have.
pub(crate) fn session_recipe() -> Value {
    json!({ "recipeId": "session", "config": "{}" })
}
