//! The client of the core against one that follows a script.

mod calls;
mod hosts;
mod memo;
mod public_keys;
mod time;
mod version;

use std::sync::Arc;

use http::header::CONTENT_TYPE;
use tokio::time::{Instant, advance};

use super::deadline::Deadline;
use super::memo::Memo;
use super::scripted::{HANGS, Scripted, ScriptedCore, querier as two_hosts, querier_of};
use super::{PublicKeys, Querier};
use crate::cdi::{
    ReadSession, ReadSessionResponse, RefreshSession, RemoveSessions, TenantId, VerifyEmail,
};
use crate::error::{CoreError, HostFailureKind};

const READ: ReadSession<'static> = ReadSession {
    session_handle: "h&1",
};
const WRITE: RemoveSessions<'static> = RemoveSessions {
    session_handles: &["h"],
};

/// A call that may not be repeated.
fn once() -> VerifyEmail<'static> {
    VerifyEmail {
        tenant_id: TenantId::new("public").expect("a name"),
        method: "token",
        token: "t",
    }
}

fn ok(body: &str) -> Scripted {
    Ok((200, body.to_owned()))
}

fn offers(versions: &str) -> Scripted {
    Ok((200, format!(r#"{{"versions":{versions}}}"#)))
}

fn versions() -> Scripted {
    offers(r#"["4.0","5.3","5.2"]"#)
}

fn gone() -> Scripted {
    ok(r#"{"status":"UNAUTHORISED","message":"x"}"#)
}

fn removed() -> Scripted {
    ok(r#"{"sessionHandlesRevoked":["h"]}"#)
}

fn hangs() -> Scripted {
    Ok((HANGS, String::new()))
}

fn fails(kind: HostFailureKind) -> Scripted {
    Err(kind)
}

fn refuses(version: &str) -> Scripted {
    Ok((400, format!("cdi-version {version} not supported\n")))
}

/// Of one host, whose version is negotiated.
async fn ready(script: impl IntoIterator<Item = Scripted>) -> (Arc<Querier>, ScriptedCore) {
    let script = std::iter::once(versions()).chain(script);
    let (querier, core) = querier_of("http://a.core", script);
    querier.version().await.expect("a version");
    (querier, core)
}

/// Of two hosts, whose version is negotiated.
async fn ready_two(script: impl IntoIterator<Item = Scripted>) -> (Arc<Querier>, ScriptedCore) {
    let (querier, core) = two_hosts([versions(), versions()].into_iter().chain(script));
    querier.version().await.expect("a version");
    (querier, core)
}

fn sent_versions(core: &ScriptedCore) -> Vec<String> {
    let asked = core.asked();
    let versions = asked.iter().filter_map(|it| it.headers.get("cdi-version"));
    versions
        .map(|version| version.to_str().expect("a text").to_owned())
        .collect()
}
