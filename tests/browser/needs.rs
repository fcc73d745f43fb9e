//! What has to be there before a browser can be asked.

use std::env;
use std::path::{Path, PathBuf};

/// The folder of the second front end, whose packages are the ones in use here.
pub(crate) const WEB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/web");

/// What to type to get what is missing; nothing if all is there.
pub(crate) fn missing() -> Option<String> {
    let mut commands = Vec::new();
    if chromium().is_none() || chromedriver().is_none() {
        commands.push("apt-get install chromium chromium-driver chromium-headless-shell");
    }
    if !Path::new(WEB)
        .join("node_modules/.package-lock.json")
        .exists()
    {
        commands.push("(cd examples/web && npm ci)");
    }
    let mut missing = Vec::new();
    if on_path(&["node"]).is_none() {
        missing.push("node 20.19 or later".to_owned());
    }
    if !commands.is_empty() {
        missing.push(format!("`{}`", commands.join(" && ")));
    }
    if missing.is_empty() {
        None
    } else {
        Some(format!("needs {}", missing.join(" and ")))
    }
}

/// Whether a gap is a failure.
pub(crate) fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| !["", "0", "false"].contains(&&*value))
}

/// The browser, as users have it.
pub(crate) fn chromium() -> Option<PathBuf> {
    on_path(&["chromium", "chromium-browser", "google-chrome"])
}

/// The same browser without windows, menus and settings, which does with half the time. With `WHOLE_CHROMIUM` nothing
/// is left to it.
pub(crate) fn headless_shell() -> Option<PathBuf> {
    if env::var_os("WHOLE_CHROMIUM").is_some() {
        return None;
    }
    let debians = PathBuf::from(DEBIANS_SHELL);
    if debians.is_file() {
        return Some(debians);
    }
    on_path(&["chrome-headless-shell"])
}

/// On the path there is a script, and when the driver ends that, the browser goes on.
const DEBIANS_SHELL: &str = "/usr/lib/chromium/chromium-headless-shell";

/// What drives it.
pub(crate) fn chromedriver() -> Option<PathBuf> {
    on_path(&["chromedriver"])
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let files = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    files.into_iter().find(|file| file.is_file())
}
