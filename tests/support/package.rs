//! Packages outside of the workspace, for what only a build of their own shows.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package outside of the workspace that depends on Rocket and the runtime crate, built into the same target folder.
#[derive(Debug)]
pub struct Package {
    folder: PathBuf,
    target: PathBuf,
}

impl Package {
    /// Writes the manifest and the lock file of the package `name` into a folder of that name. The first argument is
    /// the `CARGO_TARGET_TMPDIR` of the test.
    pub fn new(temporary: &Path, name: &str) -> Self {
        let folder = temporary.join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             rocket = {{ version = \"0.5.2\", default-features = false, features = [\"json\"] }}\n\
             rocket_supertokens = {{ path = {:?} }}\n",
            workspace.join("runtime"),
        );
        fs::write(folder.join("Cargo.toml"), manifest).expect("written");
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).expect("copied");
        Self {
            folder,
            target: temporary.parent().expect("the target folder").to_owned(),
        }
    }

    /// Where the package is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes one file, given by its path in the package.
    pub fn write(&self, file: &str, text: &str) {
        let file = self.folder.join(file);
        fs::create_dir_all(file.parent().expect("within the package")).expect("a folder");
        fs::write(file, text).expect("written");
    }

    /// A program that builds the package.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target);
        command
    }
}
