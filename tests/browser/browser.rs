//! A Chromium of its own: no cookie and no storage is there from before.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::{
    BrowserCapabilitiesHelper as _, CapabilitiesHelper as _, ChromiumLikeCapabilities as _,
    DesiredCapabilities, WebDriver, WindowHandle,
};

use crate::{chromedriver, needs};

/// Longest wait for what has to happen anyway.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A browser. It is closed when it is dropped.
pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
}

/// How a browser differs from one that was just installed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// Further switches of the command line.
    pub(crate) switches: Vec<String>,
    /// Preferences, by their names in the profile.
    pub(crate) preferences: serde_json::Map<String, Value>,
}

impl Browser {
    pub(crate) async fn open(profile: Profile) -> Self {
        let mut capabilities = DesiredCapabilities::chrome();
        let chromium = needs::chromium().expect("looked for before");
        let set = |result: thirtyfour::error::WebDriverResult<()>| result.expect("a capability");
        set(capabilities.set_binary(&chromium.to_string_lossy()));
        set(capabilities.accept_insecure_certs(true));
        let switches = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            // All names are this machine: a scenario may have hosts as it likes, and nothing leaves.
            "--host-resolver-rules=MAP * 127.0.0.1",
        ];
        for switch in switches {
            set(capabilities.add_arg(switch));
        }
        for switch in &profile.switches {
            set(capabilities.add_arg(switch));
        }
        set(capabilities.set_browser_option("prefs", json!(profile.preferences)));
        let driver = WebDriver::new(chromedriver::address(), capabilities);
        let driver = driver.await.expect("Chromium starts");
        let timeout = driver.set_script_timeout(PATIENCE).await;
        timeout.expect("a timeout is set");
        Self { driver }
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

    /// All cookies, those that no page can see included: their values by their names.
    pub(crate) async fn cookies(&self) -> BTreeMap<String, String> {
        let cdp = self.driver.cdp();
        let answer = cdp.send_raw("Network.getAllCookies", json!({})).await;
        let answer = answer.expect("Chromium lists the cookies");
        let cookies = answer["cookies"].as_array().expect("a list").iter();
        let text = |cookie: &Value, key: &str| cookie[key].as_str().expect("a text").to_owned();
        cookies
            .map(|cookie| (text(cookie, "name"), text(cookie, "value")))
            .collect()
    }

    /// The cookies that hold a token of any kind. What the front end keeps beyond is the time when that changed last.
    pub(crate) async fn token_cookies(&self) -> Vec<String> {
        let mut names: Vec<String> = self.cookies().await.into_keys().collect();
        names.retain(|name| name != "st-last-access-token-update");
        names
    }

    /// Opens a tab and goes to it. Returns the one before.
    pub(crate) async fn open_tab(&self) -> WindowHandle {
        let before = self.driver.window().await.expect("a tab");
        let tab = self.driver.new_tab().await.expect("another tab");
        self.go_to_tab(tab).await;
        before
    }

    pub(crate) async fn go_to_tab(&self, tab: WindowHandle) {
        let gone = self.driver.switch_to_window(tab).await;
        gone.expect("the tab is there");
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
