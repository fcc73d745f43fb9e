//! Both sockets, over the network, with a client that is not Rocket's.

mod app;

use std::time::Duration;

use rocket::futures::{SinkExt, StreamExt};
use rocket::tokio::time::timeout;
use supertokens_dev_core::DevCore;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::app::{App, Socket, header, next};

async fn assert_greeted(socket: &mut Socket) {
    assert_eq!(next(socket).await, Message::text("hello alice"));
    socket.send(Message::text("nice")).await.expect("sent");
    assert_eq!(next(socket).await, Message::text("alice: nice"));
}

async fn assert_closed(socket: &mut Socket, reason: &str) {
    match next(socket).await {
        Message::Close(Some(frame)) => {
            assert_eq!((frame.code, &*frame.reason), (CloseCode::Policy, reason));
        }
        other => panic!("not closed: {other:?}"),
    }
    let end = timeout(Duration::from_secs(20), socket.next())
        .await
        .expect("no silence");
    assert!(end.is_none(), "{end:?}");
}

fn cookie(token: &str) -> String {
    format!("sAccessToken={token}")
}

#[rocket::async_test]
async fn the_handshake_needs_a_session() {
    let app = App::launch(DevCore::builder()).await;
    let token = app.login().await;
    let (cookie, bearer) = (cookie(&token), format!("Bearer {token}"));
    let website = websocket_example::website();

    for headers in [
        &[("cookie", &*cookie)][..],
        &[("authorization", &*bearer)],
        &[("cookie", &*cookie), ("origin", &*website)],
    ] {
        let (mut socket, _) = app.open("/socket", headers).await.expect("a socket");
        assert_greeted(&mut socket).await;
        socket.close(None).await.expect("closed");
        assert!(matches!(next(&mut socket).await, Message::Close(_)));
    }

    let refused = async |headers| app.open("/socket", headers).await.err();
    assert_eq!(refused(&[]).await, Some(401));
    assert_eq!(
        refused(&[("cookie", "sAccessToken=nonsense")]).await,
        Some(401)
    );
    assert_eq!(
        refused(&[("cookie", &*cookie), ("origin", "http://evil.example")]).await,
        Some(403)
    );
}

#[rocket::async_test]
async fn the_first_message_has_to_be_a_token() {
    let app = App::launch(DevCore::builder()).await;
    let token = app.login().await;
    let (mut socket, _) = app.open("/token-socket", &[]).await.expect("a socket");
    socket.send(Message::text(token)).await.expect("sent");
    assert_greeted(&mut socket).await;

    for message in [
        Message::text("nonsense"),
        Message::text(""),
        Message::binary("nonsense"),
    ] {
        let (mut socket, _) = app.open("/token-socket", &[]).await.expect("a socket");
        socket.send(message).await.expect("sent");
        assert_closed(&mut socket, "unauthorised").await;
    }
}

#[rocket::async_test]
async fn a_revoked_session_opens_nothing() {
    let app = App::launch(DevCore::builder()).await;
    let token = app.login().await;
    app.post(
        "/auth/signout",
        &[("authorization", &format!("Bearer {token}"))],
    )
    .await;
    let refused = app.open("/socket", &[("cookie", &cookie(&token))]).await;
    assert_eq!(refused.err(), Some(401));
    let (mut socket, _) = app.open("/token-socket", &[]).await.expect("a socket");
    socket.send(Message::text(token)).await.expect("sent");
    assert_closed(&mut socket, "unauthorised").await;
}

#[rocket::async_test]
async fn both_end_with_the_token() {
    let core = DevCore::builder()
        .access_token_validity(2)
        .access_token_validity_jitter(0.0);
    let app = App::launch(core).await;
    let token = app.login().await;
    let (mut by_cookie, _) = app
        .open("/socket", &[("cookie", &cookie(&token))])
        .await
        .expect("a socket");
    let (mut by_message, _) = app.open("/token-socket", &[]).await.expect("a socket");
    by_message.send(Message::text(&*token)).await.expect("sent");
    for socket in [&mut by_cookie, &mut by_message] {
        assert_greeted(socket).await;
    }
    for socket in [&mut by_cookie, &mut by_message] {
        assert_closed(socket, "try refresh token").await;
    }

    assert_eq!(
        app.open("/socket", &[("cookie", &cookie(&token))])
            .await
            .err(),
        Some(401)
    );
    let (mut late, _) = app.open("/token-socket", &[]).await.expect("a socket");
    late.send(Message::text(token)).await.expect("sent");
    assert_closed(&mut late, "try refresh token").await;
}

/// An older core gives out a new token at the first use of a refreshed one, even if that is a handshake.
#[rocket::async_test]
async fn new_tokens_come_with_the_handshake() {
    let app = App::launch(DevCore::builder().max_cdi_version("5.3")).await;
    let refresh_token = header(&app.post("/login", &[]).await, "st-refresh-token");
    let bearer = format!("Bearer {refresh_token}");
    let refreshed = app
        .post("/auth/session/refresh", &[("authorization", &bearer)])
        .await;
    let token = header(&refreshed, "st-access-token");
    let bearer = format!("Bearer {token}");
    let (mut socket, headers) = app
        .open("/socket", &[("authorization", &bearer)])
        .await
        .expect("a socket");
    assert_greeted(&mut socket).await;
    let new = header(&headers, "st-access-token");
    assert_ne!(new, token);
    let bearer = format!("Bearer {new}");
    assert!(
        app.open("/socket", &[("authorization", &bearer)])
            .await
            .is_ok()
    );
}
