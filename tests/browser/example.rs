//! The page of the example, with its user at mouse or keyboard.

use std::time::Duration;

use rocket_example::page::{Sdk, with_page};
use rocket_supertokens_tests::{App, Cdi, Core};
use serde_json::json;
use thirtyfour::{By, Key};

use crate::browser::{Browser, Profile};
use crate::lifetime::{self, Lifetime};
use crate::mode::Mode;

/// Notes what a user finds in the browser's console, but for the browser's own lines about refused calls.
const NOTE_PROBLEMS: &str = "
    globalThis.problems = [];
    const note = (what) => problems.push(String(what?.stack ?? what));
    for (const level of ['error', 'warn']) console[level] = (...what) => note(what.join(' '));
    addEventListener('error', ({ message, target }) => note(message ?? target.outerHTML), true);
    addEventListener('unhandledrejection', ({ reason }) => note(reason));
    addEventListener('securitypolicyviolation', ({ blockedURI }) => note('policy: ' + blockedURI));
";

/// The SDK, for [`Example::start`].
pub(crate) fn sdk() -> Option<Sdk> {
    Some(Sdk::find().expect("npm has brought it"))
}

/// The example and its core, with its page in a browser.
pub(crate) struct Example {
    pub(crate) app: App,
    pub(crate) browser: Browser,
    origin: String,
    core: Core,
    lifetime: Option<Lifetime>,
}

impl Example {
    /// Nobody has logged in.
    pub(crate) async fn start(sdk: Option<Sdk>) -> Self {
        Self::with(sdk, Core::share(Cdi::V5_6).await, None, Profile::default()).await
    }

    /// In a browser that keeps nothing for any page.
    pub(crate) async fn start_without_storage(sdk: Option<Sdk>) -> Self {
        let core = Core::share(Cdi::V5_6).await;
        Self::with(sdk, core, None, Profile::without_cookies()).await
    }

    /// Nobody has logged in, and access tokens live for this long, until [`expire`](Self::expire).
    pub(crate) async fn start_short_lived(sdk: Option<Sdk>, life: Duration) -> Self {
        let core = Core::share(Cdi::V5_6).await;
        let lifetime = Lifetime::begin(&core, life).await;
        Self::with(sdk, core, Some(lifetime), Profile::default()).await
    }

    /// A user whom nobody else of the same core knows.
    pub(crate) fn somebody(&self) -> String {
        format!("user-{}", self.app.port())
    }

    async fn with(
        sdk: Option<Sdk>,
        core: Core,
        lifetime: Option<Lifetime>,
        profile: Profile,
    ) -> Self {
        let settings = lifetime::settings(&core, lifetime.as_ref());
        let rocket = rocket_example::rocket_with(App::rocket(), settings);
        let app = App::launch(with_page(rocket, sdk)).await;
        let origin = format!("http://localhost:{}", app.port());
        let browser = Browser::open(profile).await;
        let noting = json!({ "source": NOTE_PROBLEMS });
        let in_every_page = "Page.addScriptToEvaluateOnNewDocument";
        browser.cdp(in_every_page, noting).await;
        browser.visit(&format!("{origin}/")).await;
        let example = Self {
            app,
            browser,
            origin,
            core,
            lifetime,
        };
        example.comes_to_rest().await;
        example
    }

    /// With the mouse: logs in by the form.
    pub(crate) async fn log_in(&self, user_id: &str, mode: Mode) {
        self.enter("#user-id", user_id).await;
        self.element(&format!("[name=mode][value={mode}]"))
            .await
            .click()
            .await
            .expect("a choice");
        self.click("#log-in button").await;
        self.browser
            .until("document.querySelector('#signed-in:not([hidden])')")
            .await;
        self.comes_to_rest().await;
    }

    /// Clicks on the button that calls a route, or sends the form, and waits for what comes of it.
    pub(crate) async fn press(&self, path: &str) {
        let button = format!("button[data-path='{path}'], form[data-path='{path}'] button");
        self.click(&button).await;
        self.comes_to_rest().await;
    }

    pub(crate) async fn click(&self, selector: &str) {
        let script = format!(
            "document.querySelector(\"{selector}\").scrollIntoView({{ block: 'center' }});"
        );
        self.browser.run(&script).await;
        let clicked = self.element(selector).await.click().await;
        clicked.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Enters a text into a field, instead of what is there.
    pub(crate) async fn enter(&self, selector: &str, text: &str) {
        let field = self.element(selector).await;
        field.clear().await.expect("a field");
        field.send_keys(text).await.expect("a field");
    }

    /// What the browser has against the contents of a field, if anything.
    pub(crate) async fn complaint(&self, selector: &str) -> String {
        let message = format!("return document.querySelector(\"{selector}\").validationMessage;");
        let message = self.browser.run(&message).await;
        message.as_str().expect("a text").to_owned()
    }

    async fn element(&self, selector: &str) -> thirtyfour::WebElement {
        let found = self.browser.driver.find(By::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("{selector}: {error}"))
    }

    /// Waits until nothing is on its way any more.
    pub(crate) async fn comes_to_rest(&self) {
        self.browser
            .until(
                "document.readyState === 'complete' && !document.body.classList.contains('busy')",
            )
            .await;
    }

    /// What an element shows.
    pub(crate) async fn shows(&self, selector: &str) -> String {
        let text = format!("return document.querySelector(\"{selector}\").innerText;");
        let text = self.browser.run(&text).await;
        text.as_str().expect("a text").to_owned()
    }

    /// The list of requests, oldest first: method, path, status, what happened to the tokens; and a star if the front
    /// end has sent it by itself.
    pub(crate) async fn requests(&self) -> Vec<String> {
        let lines = self.browser.run(
            "const lines = [...document.querySelectorAll('#requests li')].reverse();
            const part = (line, name) => line.querySelector('.' + name).textContent;
            const star = (line) => line.classList.contains('by-itself') ? ' *' : '';
            return lines.map((line) => part(line, 'call') + ' ' + part(line, 'status') + ' ' + part(line, 'tokens') + star(line));",
        );
        serde_json::from_value(lines.await).expect("lines")
    }

    /// The newest request.
    pub(crate) async fn newest(&self) -> String {
        self.requests().await.pop().expect("a request")
    }

    /// With the mouse: takes it away from the buttons.
    pub(crate) async fn move_away(&self) {
        let chain = self.browser.driver.action_chain();
        let moved = chain.move_to(1, 1).perform().await;
        moved.expect("the mouse moves");
    }

    /// With the keyboard: goes on by the tabulator until this element has the focus, which has to be seen.
    pub(crate) async fn tab_to(&self, selector: &str) {
        for _ in 0..60 {
            self.keys(Key::Tab).await;
            let here = format!("return document.activeElement.matches(\"{selector}\");");
            if self.browser.run(&here).await == true {
                let seen = "return getComputedStyle(document.activeElement).outlineStyle;";
                assert_ne!(self.browser.run(seen).await, "none", "{selector}");
                return;
            }
        }
        panic!("{selector} cannot be reached");
    }

    /// With the keyboard: presses keys, wherever the focus is.
    pub(crate) async fn keys(&self, keys: impl Into<char>) {
        let key: char = keys.into();
        let chain = self.browser.driver.action_chain();
        let chain = chain.send_keys(key.to_string());
        chain.perform().await.expect("keys are pressed");
    }

    /// Where the focus is.
    pub(crate) async fn focus(&self) -> String {
        let id = self.browser.run("return document.activeElement.id;").await;
        id.as_str().expect("an id").to_owned()
    }

    /// Nothing is wrong in the console, and all that was loaded or called is of the page's own origin.
    pub(crate) async fn assert_in_order(&self) {
        let problems = self.browser.run("return problems;").await;
        assert_eq!(problems, json!([]));
        let foreign = format!(
            "const names = performance.getEntriesByType('resource').map(({{ name }}) => name);
            if (names.length < 5) throw new Error(names);
            return names.filter((name) => !name.startsWith('{}/'));",
            self.origin
        );
        assert_eq!(self.browser.run(&foreign).await, json!([]));
    }

    /// Waits until the access token has expired, and the page says so.
    pub(crate) async fn expire(&self) {
        let lifetime = self.lifetime.as_ref();
        let lifetime = lifetime.expect("the tokens do not live for long");
        lifetime.expire(&self.core).await;
        self.browser
            .until("document.querySelector('#left').textContent.startsWith('expired')")
            .await;
    }
}
