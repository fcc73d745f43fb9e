//! What a scenario does with its browser. No cookie and no storage is there from before.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::{WebDriver, WindowHandle};

use crate::chromium;

/// Longest wait for what has to happen anyway.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The preference of which cookies are kept from pages.
pub(crate) const THIRD_PARTY_COOKIES: &str = "profile.cookie_controls_mode";

/// A browser of the scenario's own, until it is dropped.
pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    ordinary: bool,
}

/// How a browser differs from one that was just installed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// Further switches of the command line.
    pub(crate) switches: Vec<String>,
    /// Preferences, by their names in the profile.
    pub(crate) preferences: serde_json::Map<String, Value>,
    /// Where all is kept when the browser is closed. Otherwise it is forgotten.
    pub(crate) folder: Option<PathBuf>,
}

impl Profile {
    pub(crate) fn is_ordinary(&self) -> bool {
        self.switches.is_empty() && !self.needs_whole_chromium()
    }

    /// The shell has neither preferences nor a profile that it keeps.
    pub(crate) fn needs_whole_chromium(&self) -> bool {
        !self.preferences.is_empty() || self.folder.is_some()
    }

    /// No page receives or sends cookies of another site. Otherwise they all do: browsers differ in that.
    pub(crate) fn without_third_party_cookies() -> Self {
        Self::with(THIRD_PARTY_COOKIES, json!(1))
    }

    /// No cookies at all, those of the page itself neither.
    pub(crate) fn without_cookies() -> Self {
        Self::with("profile.default_content_setting_values.cookies", json!(2))
    }

    fn with(preference: &str, value: Value) -> Self {
        let mut profile = Self::default();
        profile.preferences.insert(preference.to_owned(), value);
        profile
    }
}

/// After a scenario that went well, others may use the browser.
impl Drop for Browser {
    fn drop(&mut self) {
        let driver = self.driver.clone();
        if self.ordinary && !std::thread::panicking() {
            chromium::give_back(driver);
        } else {
            chromium::done(driver);
        }
    }
}

/// A cookie as the browser keeps it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BrowserCookie(Value);

impl BrowserCookie {
    /// `name`, `value`, `domain`, `path`, `sameSite`.
    pub(crate) fn text(&self, field: &str) -> &str {
        self.0[field].as_str().unwrap_or_default()
    }

    pub(crate) fn is_secure(&self) -> bool {
        self.0["secure"] == true
    }
}

impl Browser {
    pub(crate) async fn open(profile: Profile) -> Self {
        let ordinary = profile.is_ordinary();
        let driver = chromium::open(&profile).await;
        Self { driver, ordinary }
    }

    /// Closes it, as a user does: what it keeps is written.
    pub(crate) async fn close(&self) {
        let closed = self.driver.clone().quit().await;
        closed.expect("Chromium ends");
    }

    /// Opens an address.
    pub(crate) async fn visit(&self, address: &str) {
        let opened = self.driver.goto(address).await;
        opened.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Runs the body of an async function in the page, and returns what it returns.
    pub(crate) async fn run(&self, body: &str) -> Value {
        self.attempt(body)
            .await
            .unwrap_or_else(|error| panic!("{error}, in the page, by: {body}"))
    }

    /// The same for a body that may throw: then it is the text of what was thrown.
    pub(crate) async fn attempt(&self, body: &str) -> Result<Value, String> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
            (async () => {{ {body} }})().then(
                (value) => done([true, value === undefined ? null : value]),
                (error) => done([false, String(error?.stack ?? error)]),
            );"
        );
        let result = self.driver.execute_async(script, Vec::new()).await;
        let result = result.unwrap_or_else(|error| panic!("{error}, by: {body}"));
        match result.json() {
            Value::Array(result) if result.len() == 2 && result[0] == true => Ok(result[1].clone()),
            other => Err(other[1].to_string()),
        }
    }

    /// Opens a window beside the others and goes there.
    pub(crate) async fn open_window(&self) -> WindowHandle {
        let window = self.driver.new_window().await.expect("a window");
        self.go_to(&window).await;
        window
    }

    /// The window in which everything happens now.
    pub(crate) async fn window(&self) -> WindowHandle {
        self.driver.window().await.expect("a window")
    }

    /// Goes to another window.
    pub(crate) async fn go_to(&self, window: &WindowHandle) {
        let switched = self.driver.switch_to_window(window.clone()).await;
        switched.expect("the window is open");
    }

    /// All cookies that the browser has, of all sites, also those that no page can read.
    pub(crate) async fn cookies(&self) -> Vec<BrowserCookie> {
        let result = self.cdp("Network.getAllCookies", json!({})).await;
        let cookies = result["cookies"].as_array().expect("a list").clone();
        cookies.into_iter().map(BrowserCookie).collect()
    }

    /// All cookies of this name.
    pub(crate) async fn cookies_named(&self, name: &str) -> Vec<BrowserCookie> {
        let mut cookies = self.cookies().await;
        cookies.retain(|cookie| cookie.text("name") == name);
        cookies
    }

    /// Forgets the cookies of this name, as if their time were over.
    pub(crate) async fn drop_cookies(&self, name: &str) {
        for cookie in self.cookies_named(name).await {
            let which =
                json!({ "name": name, "domain": cookie.0["domain"], "path": cookie.0["path"] });
            self.cdp("Network.deleteCookies", which).await;
        }
    }

    /// Talks to the browser as its developer tools do.
    pub(crate) async fn cdp(&self, command: &str, parameters: Value) -> Value {
        let result = self.driver.cdp().send_raw(command, parameters).await;
        result.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Values of all cookies by their names.
    pub(crate) async fn cookie_values(&self) -> BTreeMap<String, String> {
        let cookies = self.cookies().await;
        let text = |cookie: &BrowserCookie, field| cookie.text(field).to_owned();
        cookies
            .iter()
            .map(|cookie| (text(cookie, "name"), text(cookie, "value")))
            .collect()
    }

    /// The cookies that hold a token of any kind. What the front end keeps beyond is the time when that changed last.
    pub(crate) async fn token_cookies(&self) -> Vec<String> {
        let mut names: Vec<String> = self.cookie_values().await.into_keys().collect();
        names.retain(|name| name != "st-last-access-token-update");
        names
    }

    /// Opens a tab of the present window and goes there.
    pub(crate) async fn open_tab(&self) -> WindowHandle {
        let tab = self.driver.new_tab().await.expect("a tab");
        self.go_to(&tab).await;
        tab
    }

    /// Waits until an expression of the page is true.
    pub(crate) async fn until(&self, expression: &str) {
        let milliseconds = PATIENCE.as_millis() / 2;
        let body = format!(
            "const end = Date.now() + {milliseconds};
            while (!(await ({expression}))) {{
                if (Date.now() > end) throw new Error('it did not happen');
                await new Promise((go) => setTimeout(go, 20));
            }}"
        );
        self.run(&body).await;
    }
}
