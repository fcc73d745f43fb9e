//! The page with the front-end SDK: `page/page.html`.

use serde_json::Value;

use crate::browser::Browser;
use crate::mode::Mode;

/// The page in the present tab of a browser.
#[derive(Clone, Copy)]
pub(crate) struct Page<'b> {
    browser: &'b Browser,
}

impl<'b> Page<'b> {
    pub(crate) fn new(browser: &'b Browser) -> Self {
        Self { browser }
    }

    /// Opens it and begins.
    pub(crate) async fn open(self, origin: &str, api_domain: &str, mode: Mode, options: &str) {
        self.browser.visit(&format!("{origin}/")).await;
        let begin = format!("begin('{api_domain}', '{mode}', {options});");
        self.browser.run(&begin).await;
    }

    /// Begins a session of this user.
    pub(crate) async fn log_in(self, user_id: &str) {
        let log_in = format!("return logIn('{user_id}');");
        let reply = self.browser.run(&log_in).await;
        assert_eq!(reply["status"], 200, "{reply}");
    }

    /// Calls the API: the status, the body and the headers that the page may see.
    pub(crate) async fn call(self, method: &str, path: &str) -> Value {
        let call = format!("return call('{method}', '{path}');");
        self.browser.run(&call).await
    }

    /// Whether the front end knows of a session.
    pub(crate) async fn session_exists(self) -> bool {
        let exists = self.browser.run("return session.doesSessionExist();");
        exists.await == true
    }

    /// What the front end has told about the session so far.
    pub(crate) async fn events(self) -> Vec<String> {
        let events = self.browser.run("return events;").await;
        let events = events.as_array().expect("a list");
        let events = events.iter().filter_map(Value::as_str);
        events.map(str::to_owned).collect()
    }

    /// The same without the news of a payload, which come with every new access token.
    pub(crate) async fn turns(self) -> Vec<String> {
        let mut events = self.events().await;
        events.retain(|event| event != "ACCESS_TOKEN_PAYLOAD_UPDATED");
        events
    }
}
