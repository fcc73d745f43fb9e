//! For the tests of the servers: a server in the test's own process, and the program as a process of its own.

use std::convert::Infallible;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::front_door::{FrontDoor, Suite};

/// A server in this process, until it is dropped.
#[derive(Debug)]
pub struct Server {
    url: String,
    task: JoinHandle<Infallible>,
}

impl Server {
    /// On a port that the system chooses.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start(suite: impl Suite) -> Self {
        let front_door = FrontDoor::open(suite).await.expect("the server starts");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let serve = async move { front_door.serve(listener).await.expect("it listens") };
        Self {
            url: format!("http://{address}"),
            task: tokio::spawn(serve),
        }
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A program that listens, until it is dropped.
#[derive(Debug)]
pub struct Program {
    child: Child,
    url: String,
}

impl Program {
    /// Starts it, with this core, and waits until it listens.
    ///
    /// # Panics
    /// When it does not.
    pub fn start(command: &mut Command, core_url: &str) -> Self {
        let (_, core_port) = core_url.rsplit_once(':').expect("a port");
        let mut child = command
            .env("SUPERTOKENS_CORE_HOST", "127.0.0.1")
            .env("SUPERTOKENS_CORE_PORT", core_port)
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let output = child.stdout.take().expect("its output");
        let mut lines = BufReader::new(output).lines();
        let url = tokio::task::block_in_place(|| {
            lines.find_map(|line| {
                let line = line.expect("a line");
                line.strip_prefix("listening on ").map(str::to_owned)
            })
        });
        let url = url.expect("it listens");
        // Whatever it says later needs a reader: without one it fails to say it, and so does the request.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, url }
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a program says that does not start.
///
/// # Panics
/// When it ends well.
pub fn complaint(command: &mut Command) -> String {
    let output = command.output().expect("it ends");
    assert!(!output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}
