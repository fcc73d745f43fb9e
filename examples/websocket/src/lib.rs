//! WebSockets that belong to a session.
//!
//! A browser opens a socket with a GET request. Front-end code cannot add a header to it, but the browser sends the
//! cookies. So there are two ways:
//!
//! - `/socket` is a protected route like any other: without a session there is no socket.
//! - `/token-socket` opens for everyone, but its first message must be an access token. It is for clients that have
//!   tokens instead of cookies and cannot set the `Authorization` header.
//!
//! Both sockets end when the access token expires, because otherwise they would outlive the session. The client then
//! refreshes its session as usual and opens another socket.

mod conversation;
mod origin;

use std::time::Duration;

use rocket::futures::StreamExt;
use rocket::tokio::time::timeout;
use rocket::{Build, Config, Rocket, State, get, post, routes};
use rocket_supertokens::policy::VerifyOptions;
use rocket_supertokens::{Builder, Error, Session, Sessions, SuperTokens, verify_session};
use rocket_ws::stream::DuplexStream;
use rocket_ws::{Channel, Message, WebSocket};

use crate::conversation::{Ending, converse, end};
use crate::origin::{OwnOrigin, Website};

/// The front end's address, here the address at which Rocket will listen: `ROCKET_PORT` and `Rocket.toml` are heeded.
/// Other pages cannot open a socket with this user's cookies.
pub fn website() -> String {
    let port = Config::figment().extract_inner("port");
    let port = port.unwrap_or(Config::default().port);
    format!("http://localhost:{port}")
}

/// How long a socket waits for its token.
const PATIENCE: Duration = Duration::from_secs(10);

/// The settings of this application.
pub fn settings(connection_uri: &str) -> Builder {
    SuperTokens::builder()
        .connection_uri(connection_uri)
        .app_name("WebSocket Example")
        .api_domain(website())
        .website_domain(website())
}

/// The application.
pub fn rocket_with(rocket: Rocket<Build>, settings: Builder) -> Rocket<Build> {
    rocket
        .attach(settings.fairing())
        .manage(Website(website()))
        .mount("/", routes![login, handshake, first_message])
}

/// Begins a session. A real application checks a password here.
#[post("/login", data = "<user_id>")]
async fn login(user_id: String, sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create(user_id).await?;
    Ok(())
}

/// A socket for the session of the request that opens it.
///
/// The core is asked whether the session still exists, because a socket may live as long as its token.
#[verify_session(check_database)]
#[get("/socket")]
fn handshake(_origin: OwnOrigin, socket: WebSocket, session: Session) -> Channel<'static> {
    limited(socket)
        .channel(move |mut stream| Box::pin(async move { converse(&mut stream, &session).await }))
}

/// A socket for the session whose access token is the first message.
#[get("/token-socket")]
fn first_message(socket: WebSocket, super_tokens: &State<SuperTokens>) -> Channel<'static> {
    let super_tokens = super_tokens.inner().clone();
    limited(socket).channel(move |mut stream| {
        Box::pin(async move {
            match admit(&mut stream, &super_tokens).await {
                Ok(session) => converse(&mut stream, &session).await,
                Err(ending) => end(&mut stream, ending).await,
            }
        })
    })
}

/// Waits for the token and verifies it.
async fn admit(stream: &mut DuplexStream, super_tokens: &SuperTokens) -> Result<Session, Ending> {
    let message = timeout(PATIENCE, stream.next()).await;
    let Ok(Some(Ok(Message::Text(token)))) = message else {
        return Err(Ending::Unauthorised);
    };
    // Another web page cannot know the token, so this is not a forged request.
    let options = VerifyOptions::default()
        .check_database(true)
        .anti_csrf_check(false);
    Ok(super_tokens.verify_token(&token).options(options).await?)
}

/// Messages are short here, which limits the memory of a socket.
fn limited(socket: WebSocket) -> WebSocket {
    socket.config(rocket_ws::Config {
        max_message_size: Some(64 * 1024),
        max_frame_size: Some(64 * 1024),
        ..rocket_ws::Config::default()
    })
}
