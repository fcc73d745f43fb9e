//! Chromium: how it is started, and the ones that wait for the next scenario. Starting one takes longer than most
//! scenarios.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::json;
use thirtyfour::error::WebDriverResult;
use thirtyfour::{
    BrowserCapabilitiesHelper as _, CapabilitiesHelper as _, ChromiumLikeCapabilities as _,
    DesiredCapabilities, WebDriver,
};

use crate::browser::{PATIENCE, Profile, THIRD_PARTY_COOKIES};
use crate::{chromedriver, needs};

/// Switches of the command line.
const SWITCHES: [&str; 9] = [
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

/// Those for the next scenarios.
static IDLE: Mutex<Vec<WebDriver>> = Mutex::new(Vec::new());

/// Those that wait to be closed: nobody else does it, and what a page does in them, it would go on doing.
static DONE: Mutex<Vec<WebDriver>> = Mutex::new(Vec::new());

/// A browser as after its first start. Those with a profile of their own are always new.
pub(crate) async fn open(profile: &Profile) -> WebDriver {
    close_all(&DONE).await;
    if profile.is_ordinary() {
        while let Some(driver) = take(&IDLE) {
            if forget_everything(&driver).await.is_ok() {
                return driver;
            }
            close(driver).await;
        }
    }
    start(profile).await.expect("Chromium starts")
}

/// Keeps a browser for the next scenario.
pub(crate) fn give_back(driver: WebDriver) {
    locked(&IDLE).push(driver);
}

/// Has a browser closed that nobody can use any more.
pub(crate) fn done(driver: WebDriver) {
    locked(&DONE).push(driver);
}

/// Closes the browsers that nobody uses.
pub(crate) fn close_unused() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        close_all(&IDLE).await;
        close_all(&DONE).await;
    });
}

async fn close_all(drivers: &Mutex<Vec<WebDriver>>) {
    while let Some(driver) = take(drivers) {
        close(driver).await;
    }
}

async fn close(driver: WebDriver) {
    // It may have ended by itself.
    let _ = driver.quit().await;
}

async fn start(profile: &Profile) -> WebDriverResult<WebDriver> {
    let mut capabilities = DesiredCapabilities::chrome();
    let program = match needs::headless_shell() {
        Some(shell) if !profile.needs_whole_chromium() => shell,
        _ => needs::chromium().expect("looked for before"),
    };
    capabilities.set_binary(&program.to_string_lossy())?;
    capabilities.accept_insecure_certs(true)?;
    for switch in SWITCHES {
        capabilities.add_arg(switch)?;
    }
    for switch in &profile.switches {
        capabilities.add_arg(switch)?;
    }
    if let Some(folder) = &profile.folder {
        capabilities.add_arg(&format!("--user-data-dir={}", folder.display()))?;
    }
    let mut preferences = profile.preferences.clone();
    // The shell lets cookies of other sites through, Debian's Chromium does not: what differs is said by the profile.
    preferences.entry(THIRD_PARTY_COOKIES).or_insert(json!(0));
    capabilities.set_browser_option("prefs", json!(preferences))?;
    // No connection is kept: it would end with the runtime of the scenario that opened it, in the middle of the next one.
    let client = reqwest::Client::builder().pool_max_idle_per_host(0);
    let client = client.no_proxy().tls_certs_only([]);
    let client = client.timeout(2 * PATIENCE).build();
    let driver = WebDriver::builder(chromedriver::address(), capabilities)
        .client(client.expect("a client"))
        .connect()
        .await?;
    driver.set_script_timeout(PATIENCE).await?;
    Ok(driver)
}

/// What was set for a tab goes with it. Another window would cost more than twice the time.
async fn forget_everything(driver: &WebDriver) -> WebDriverResult<()> {
    let old = driver.windows().await?;
    let new = driver.new_tab().await?;
    for tab in old {
        driver.switch_to_window(tab).await?;
        driver.close_window().await?;
    }
    driver.switch_to_window(new).await?;
    let cdp = driver.cdp();
    for forget in ["Network.clearBrowserCookies", "Network.clearBrowserCache"] {
        cdp.send_raw(forget, json!({})).await?;
    }
    // A port may come again, and with it an origin.
    let everywhere = json!({ "origin": "*", "storageTypes": "all" });
    cdp.send_raw("Storage.clearDataForOrigin", everywhere)
        .await?;
    Ok(())
}

fn take(drivers: &Mutex<Vec<WebDriver>>) -> Option<WebDriver> {
    locked(drivers).pop()
}

fn locked(drivers: &Mutex<Vec<WebDriver>>) -> MutexGuard<'_, Vec<WebDriver>> {
    drivers.lock().unwrap_or_else(PoisonError::into_inner)
}
