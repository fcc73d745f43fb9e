//! A core in this process, and real sessions in it.

use std::fs;
use std::path::PathBuf;

use reqwest::{Client, RequestBuilder};
use rocket_supertokens::SuperTokens;
use rocket_supertokens::overrides::NewSession;
use supertokens_dev_core::DevCore;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::child::Server;
use crate::servers::Kind;

/// How many sessions are created at the same time.
const AT_ONCE: usize = 8;

/// A core and the access tokens of its sessions.
pub(crate) struct Sessions {
    // Before the runtime, which it needs to end.
    core: DevCore,
    runtime: Runtime,
    tokens: Vec<String>,
    folder: TempDir,
}

impl Sessions {
    /// Starts a core and creates so many sessions.
    pub(crate) fn create(count: usize) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let (core, tokens) = runtime.block_on(async {
            let core = DevCore::builder().in_memory().start().await;
            let core = core.expect("the core starts");
            let settings = rocket_example::settings(&core.connection_uri(), None);
            let super_tokens = settings.build().expect("the settings are good");
            let mut running = JoinSet::new();
            for first in 0..AT_ONCE {
                let numbers = (first..count).step_by(AT_ONCE);
                running.spawn(create(super_tokens.clone(), numbers));
            }
            (core, running.join_all().await.concat())
        });
        Self {
            core,
            runtime,
            tokens,
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    /// Where the core is.
    pub(crate) fn core(&self) -> String {
        self.core.connection_uri()
    }

    /// One access token.
    pub(crate) fn token(&self) -> &str {
        &self.tokens[0]
    }

    /// A file with so many of them, one a line. It lives as long as this value.
    pub(crate) fn file(&self, count: usize) -> PathBuf {
        let file = self.folder.path().join(count.to_string());
        fs::write(&file, self.tokens[..count].join("\n")).expect("a file");
        file
    }

    /// Whether the server accepts who has a session and refuses who has none: what a server lets pass unseen is
    /// fast.
    pub(crate) fn try_out(&self, server: &Server) -> Result<(), String> {
        let token = self.token();
        let forged = forge(token);
        let me = format!("{}/me", server.uri);
        let get = |uri: &str| Client::new().get(uri);
        let cookie = format!("sAccessToken={token}");
        let mut requests = vec![(get(&format!("{}/open", server.uri)), 200)];
        if server.kind != Kind::Plain {
            requests.extend([
                (get(&me), 401),
                (get(&me).bearer_auth(&forged), 401),
                (get(&me).bearer_auth(token), 200),
                (get(&me).bearer_auth(&forged), 401),
                (get(&me).header("cookie", cookie), 200),
            ]);
        }
        for (i, (request, expected)) in requests.into_iter().enumerate() {
            let status = self.runtime.block_on(status(request))?;
            if status != expected {
                let name = server.kind.name();
                return Err(format!("{name}: request {i}: {status}, not {expected}"));
            }
        }
        Ok(())
    }
}

async fn create(super_tokens: SuperTokens, numbers: impl Iterator<Item = usize>) -> Vec<String> {
    let mut tokens = Vec::new();
    for number in numbers {
        let new = NewSession::new(format!("load-{number:06}"));
        let session = super_tokens.create_session(new).await;
        let session = session.expect("the core creates a session");
        tokens.push(session.all_tokens_dangerously().access_token);
    }
    tokens
}

async fn status(request: RequestBuilder) -> Result<u16, String> {
    let response = request.send().await.map_err(|error| error.to_string())?;
    Ok(response.status().as_u16())
}

/// The same with another signature.
fn forge(token: &str) -> String {
    let (signed, signature) = token.rsplit_once('.').unwrap_or_default();
    let turned: String = signature.chars().rev().collect();
    format!("{signed}.{turned}")
}
