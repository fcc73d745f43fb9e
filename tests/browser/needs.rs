//! What has to be there before a browser can be asked.

use std::env;
use std::path::{Path, PathBuf};

/// The folder of the second front end, whose packages are the ones in use here.
pub(crate) const WEB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/web");

/// What to type to get what is missing; nothing if all is there.
pub(crate) fn missing() -> Option<String> {
    let mut commands = Vec::new();
    if chromium().is_none() || chromedriver().is_none() {
        commands.push("apt-get install chromium chromium-driver");
    }
    if !Path::new(WEB)
        .join("node_modules/.package-lock.json")
        .exists()
    {
        commands.push("(cd examples/web && npm ci)");
    }
    if commands.is_empty() {
        None
    } else {
        Some(format!("needs `{}`", commands.join(" && ")))
    }
}

/// The browser.
pub(crate) fn chromium() -> Option<PathBuf> {
    on_path(&["chromium", "chromium-browser", "google-chrome"])
}

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
