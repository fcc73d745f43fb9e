//! `examples/web` as `npm run build` makes it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::mode::Mode;
use crate::needs;

/// The folder of the website for this mode. It is built when first asked for.
pub(crate) fn build(mode: Mode) -> &'static Path {
    static BUILDS: [OnceLock<PathBuf>; 2] = [OnceLock::new(), OnceLock::new()];
    BUILDS[mode as usize].get_or_init(|| run_vite(mode))
}

/// Fails if Vite has anything to complain about.
fn run_vite(mode: Mode) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("web-{mode}"));
    let output = Command::new("node_modules/.bin/vite")
        .args(["build", "--logLevel", "warn", "--emptyOutDir", "--outDir"])
        .arg(&folder)
        .current_dir(needs::WEB)
        .env("VITE_TOKEN_TRANSFER", mode.to_string())
        .env_remove("VITE_API_DOMAIN")
        .output()
        .expect("Vite starts");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success() && said.trim().is_empty(), "{said}");
    folder
}
