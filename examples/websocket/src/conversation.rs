//! The messages of a socket, and why the server closes it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rocket::futures::{SinkExt, StreamExt};
use rocket::tokio::{pin, select, time};
use rocket_supertokens::{Error, Session};
use rocket_ws::Message;
use rocket_ws::frame::{CloseCode, CloseFrame};
use rocket_ws::result::Result;
use rocket_ws::stream::DuplexStream;
use serde::Deserialize;

/// Why the server closes a socket. The client finds the reason in the close frame.
pub(crate) enum Ending {
    /// There is no session: the user has to log in.
    Unauthorised,
    /// The access token is not valid any more: the client refreshes and opens a new socket.
    TryRefreshToken,
    /// The session could not be checked: the client tries again later.
    TryAgainLater,
}

impl From<Error> for Ending {
    fn from(error: Error) -> Self {
        match error {
            Error::Unauthorised { .. } => Self::Unauthorised,
            Error::TryRefreshToken { .. } => Self::TryRefreshToken,
            _ => Self::TryAgainLater,
        }
    }
}

/// Replies to what the user says, until the access token expires or the client closes the socket.
pub(crate) async fn converse(stream: &mut DuplexStream, session: &Session) -> Result<()> {
    stream
        .send(format!("hello {}", session.user_id()).into())
        .await?;
    let expiry = time::sleep(left(session));
    pin!(expiry);
    loop {
        select! {
            () = &mut expiry => return end(stream, Ending::TryRefreshToken).await,
            message = stream.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    stream.send(format!("{}: {text}", session.user_id()).into()).await?;
                }
                // The stream itself responds to pings and the client's closing, and then ends.
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error),
                None => return Ok(()),
            },
        }
    }
}

/// Closes the socket and says why.
pub(crate) async fn end(stream: &mut DuplexStream, ending: Ending) -> Result<()> {
    let (code, reason) = match ending {
        Ending::Unauthorised => (CloseCode::Policy, "unauthorised"),
        Ending::TryRefreshToken => (CloseCode::Policy, "try refresh token"),
        Ending::TryAgainLater => (CloseCode::Again, "try again later"),
    };
    let reason = reason.into();
    stream.close(Some(CloseFrame { code, reason })).await
}

#[derive(Deserialize)]
struct Claims {
    /// When the token expires, in seconds.
    exp: u64,
}

/// How long the access token is valid. A token without an expiry counts as expired.
fn left(session: &Session) -> Duration {
    let expiry = session
        .access_token_payload_as()
        .map_or(0, |claims: Claims| claims.exp);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Duration::from_secs(expiry).saturating_sub(now)
}
