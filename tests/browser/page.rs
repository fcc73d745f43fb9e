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

    /// Calls the API with further options: an object of JavaScript, such as `{ headers: { rid: "x" } }`.
    pub(crate) async fn call_with(self, method: &str, path: &str, options: &str) -> Value {
        let call = format!("return call('{method}', '{path}', {options});");
        self.browser.run(&call).await
    }

    /// Asks for new tokens although the old ones are still good: true, or the response that ended it.
    pub(crate) async fn try_refresh(self) -> Value {
        let refresh = "return session.attemptRefreshingSession().catch((error) => {
            if (error instanceof Response) return read(error);
            throw error;
        });";
        self.browser.run(refresh).await
    }

    /// Ends the session: nothing, or the response that says why it is not ended.
    pub(crate) async fn sign_out(self) -> Value {
        let sign_out = "return session.signOut().catch((error) => {
            if (error instanceof Response) return read(error);
            throw error;
        });";
        self.browser.run(sign_out).await
    }

    /// The access token's payload, as the front end knows it.
    pub(crate) async fn payload(self) -> Value {
        let payload = "return session.getAccessTokenPayloadSecurely();";
        self.browser.run(payload).await
    }

    /// Waits until the access token is over by the clock of the front end, which may be some seconds late.
    pub(crate) async fn until_expired(self) {
        let body = "const [, token] = document.cookie.match(/sFrontToken=([^;]+)/);
            const { ate } = JSON.parse(atob(token));
            const skew = Number(localStorage.getItem('__st_clockSkewInMillis'));
            return ate - (Math.abs(skew) < 7000 ? 0 : skew);";
        let expiry = self.browser.run(body).await;
        self.browser.until(&format!("Date.now() > {expiry}")).await;
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

    /// What it has told since this was last asked.
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

    /// What it has told so far, without the news of a payload, which come with every new access token.
    pub(crate) async fn turns(self) -> Vec<String> {
        let mut events = self.events().await;
        events.retain(|event| event != "ACCESS_TOKEN_PAYLOAD_UPDATED");
        events
    }
}
