//! What a user sees on a page, and does there. Ready-made forms are in a shadow root, which a user does not notice.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::Key;
use thirtyfour::error::WebDriverResult;
use thirtyfour::prelude::ScriptRet;

use crate::browser::{Browser, PATIENCE};

/// The user of a browser. Whatever is to be seen or used is waited for.
#[derive(Clone, Copy)]
pub(crate) struct User<'b> {
    browser: &'b Browser,
}

/// What there is: the page, and the shadow of the ready-made forms.
const PARTS: &str = "
    const shadow = document.querySelector('#supertokens-root')?.shadowRoot;
    const parts = shadow ? [document, shadow] : [document];
    const texts = () => parts
        .flatMap((part) => [...part.querySelectorAll('body, [data-supertokens~=container]')])
        .map((element) => element.innerText);
";

impl<'b> User<'b> {
    pub(crate) fn new(browser: &'b Browser) -> Self {
        Self { browser }
    }

    /// A text is there.
    pub(crate) async fn sees(self, text: &str) {
        self.wait_for(text, || self.is_shown(text)).await;
    }

    /// A text is not, or no longer, there.
    pub(crate) async fn sees_no(self, text: &str) {
        self.wait_for(&format!("no {text}"), || async {
            Ok(!self.is_shown(text).await?)
        })
        .await;
    }

    /// Enters a text into the field of this name, instead of what is there, and leaves the field.
    pub(crate) async fn enters(self, field: &str, text: &str) {
        self.wait_for(field, || async {
            let script = "return parts.map((part) => part.querySelector(`input[name='${arguments[0]}']`)).find(Boolean);";
            let Ok(field) = self.ask(script, field).await?.element() else {
                return Ok(false);
            };
            let there = field.value().await?.unwrap_or_default();
            let erase = there.chars().map(|_| char::from(Key::Backspace));
            let keys = erase.chain(text.chars()).chain([char::from(Key::Tab)]);
            field.send_keys(keys.collect::<String>()).await?;
            Ok(true)
        })
        .await;
    }

    /// Clicks on what has this text.
    pub(crate) async fn presses(self, label: &str) {
        let script = "
            const all = parts.flatMap((part) => [...part.querySelectorAll('body *, [data-supertokens] *')]);
            return all.filter((element) => element.textContent.trim() === arguments[0]).pop();
        ";
        self.wait_for(label, || async {
            let Ok(element) = self.ask(script, label).await?.element() else {
                return Ok(false);
            };
            element.click().await?;
            Ok(true)
        })
        .await;
    }

    async fn is_shown(self, text: &str) -> WebDriverResult<bool> {
        let script = "return texts().some((shown) => shown.includes(arguments[0]));";
        Ok(self.ask(script, text).await?.json() == &Value::Bool(true))
    }

    async fn ask(self, script: &str, argument: &str) -> WebDriverResult<ScriptRet> {
        let script = format!("{PARTS}{script}");
        self.browser
            .driver
            .execute(script, vec![json!(argument)])
            .await
    }

    /// Tries until it works: a page that changes at this moment has no elements, or others.
    async fn wait_for<F>(self, what: &str, mut attempt: impl FnMut() -> F)
    where
        F: Future<Output = WebDriverResult<bool>>,
    {
        let end = Instant::now() + PATIENCE / 2;
        while !matches!(attempt().await, Ok(true)) {
            if Instant::now() > end {
                panic!("{what}: there is only {}", self.everything().await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn everything(self) -> String {
        let script = "return `${texts().join('\\n')} at ${location}`;";
        match self.ask(script, "").await {
            Ok(text) => text.json().to_string(),
            Err(error) => error.to_string(),
        }
    }
}
