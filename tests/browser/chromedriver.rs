//! The process that drives the browsers: one for all scenarios.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

use tempfile::TempDir;

use crate::needs;

static DRIVER: OnceLock<Driver> = OnceLock::new();

/// Where the driver listens. It is started when first asked for.
pub(crate) fn address() -> &'static str {
    &DRIVER.get_or_init(Driver::start).address
}

/// Ends the driver, if there is one, and the browsers that are still open.
pub(crate) fn stop() {
    if let Some(driver) = DRIVER.get() {
        let mut process = driver
            .process
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // It may have ended by itself.
        let _ = process.kill();
        let _ = process.wait();
        let _ = std::fs::remove_dir_all(driver.folder.path());
    }
}

struct Driver {
    address: String,
    process: Mutex<Child>,
    /// Browsers leave files behind.
    folder: TempDir,
}

impl Driver {
    /// The driver listens on one port for IPv6 and IPv4. If a free one of the first is not free of the second, it ends.
    fn start() -> Self {
        let started = (0..20).find_map(|_| Self::try_to_start());
        started.expect("chromedriver says where it listens")
    }

    fn try_to_start() -> Option<Self> {
        let program = needs::chromedriver().expect("looked for before");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut process = Command::new(program)
            .arg("--port=0")
            .env("TMPDIR", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let stdout = process.stdout.take().expect("piped");
        let mut lines = BufReader::new(stdout).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let port = line.split_once("successfully on port ")?.1;
            Some(port.trim_end_matches('.').to_owned())
        });
        let Some(port) = port else {
            let _ = process.wait();
            return None;
        };
        // It must not wait for somebody to read what else it says.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self {
            address: format!("http://127.0.0.1:{port}"),
            process: Mutex::new(process),
            folder,
        })
    }
}
