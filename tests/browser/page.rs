//! The page with the front-end SDK: `page/page.html`.

use serde_json::Value;

use crate::browser::Browser;
use crate::mode::Mode;

/// What the front end tells about one refresh: tokens differ at least by their times.
pub(crate) const REFRESHED: [&str; 2] = ["ACCESS_TOKEN_PAYLOAD_UPDATED", "REFRESH_SESSION"];

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

    /// Calls it with a JSON body.
    pub(crate) async fn send(self, method: &str, path: &str, body: &Value) -> Value {
        // As a text, because not every JSON means the same as JavaScript.
        let text = Value::String(body.to_string());
        let call = format!("return call('{method}', '{path}', {{ body: JSON.parse({text}) }});");
        self.browser.run(&call).await
    }

    /// Has the front end refresh the session. Whether there is one then.
    pub(crate) async fn refresh(self) -> bool {
        let refresh = "return session.attemptRefreshingSession();";
        self.browser.run(refresh).await == true
    }

    /// Whose session it is, as the front end tells.
    pub(crate) async fn user_id(self) -> Value {
        self.browser.run("return session.getUserId();").await
    }

    /// The claims of the access token, as the front end tells them.
    pub(crate) async fn payload(self) -> Value {
        let payload = "return session.getAccessTokenPayloadSecurely();";
        self.browser.run(payload).await
    }

    /// Whether the front end knows of a session.
    pub(crate) async fn session_exists(self) -> bool {
        let exists = self.browser.run("return session.doesSessionExist();");
        exists.await == true
    }

    /// What the front end has told about the session so far.
    pub(crate) async fn events(self) -> Vec<String> {
        self.list("return events;").await
    }

    /// The same since this was last asked.
    pub(crate) async fn take_events(self) -> Vec<String> {
        self.list("return events.splice(0);").await
    }

    async fn list(self, body: &str) -> Vec<String> {
        let list = self.browser.run(body).await;
        let list = list.as_array().expect("a list");
        list.iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    }
}
