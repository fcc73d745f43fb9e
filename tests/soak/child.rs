//! A core in a process of its own, which can be killed: this program once more, with other arguments.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use supertokens_dev_core::DevCore;

/// A running core.
pub(crate) struct CoreProcess {
    child: Child,
    /// Where it is.
    pub(crate) uri: String,
}

impl CoreProcess {
    /// Starts one on a file; port 0 is any free one. `None` if the port is taken.
    pub(crate) fn start(file: &Path, port: u16) -> Option<Self> {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .arg("core")
            .arg(file)
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("this program runs");
        let mut uri = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut uri).expect("a line");
        if uri.is_empty() {
            child.wait().expect("it has ended");
            return None;
        }
        let uri = uri.trim().to_owned();
        Some(Self { child, uri })
    }

    /// The port it listens on.
    pub(crate) fn port(&self) -> u16 {
        let port = self.uri.rsplit(':').next().expect("a port");
        port.parse().expect("a number")
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for CoreProcess {
    fn drop(&mut self) {
        self.end();
    }
}

/// Is that core, until it is killed or the program that started it ends.
pub(crate) async fn be_core(file: &Path, port: u16) {
    let core = DevCore::builder()
        .database(file)
        .port(port)
        // A slow machine must not outlast the time in which a lost response may be asked for again.
        .refresh_token_rotation_grace_period(300)
        .start()
        .await;
    let Ok(core) = core else {
        return;
    };
    println!("{}", core.connection_uri());
    std::io::stdout().flush().expect("somebody reads");
    let parent = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    // However it ends, the parent is gone.
    let _ = parent.await;
}
