//! Against a real server, over real sockets.

mod server;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tokio::net::TcpListener;

use self::server::CERTIFICATE;
pub(crate) use self::server::SmtpServer;
use super::*;
use crate::error::Chain;
use crate::mail::email::tests::{password_reset, verification};
use crate::mail::postbox::Postbox;

fn smtp(server: &SmtpServer, encryption: SmtpEncryption) -> Smtp {
    Smtp::new("127.0.0.1", "no-reply@example.com")
        .port(server.port)
        .encryption(encryption)
        .root_certificates(CERTIFICATE)
}

/// Whether it can be sent; else what is wrong, and whether that is so for good.
async fn sent(smtp: &Smtp, email: &Email) -> Result<(), (String, bool)> {
    smtp.send_email(email).await.map_err(|error| {
        let text = Chain(&*error).to_string();
        (text, error.is::<Undeliverable>())
    })
}

/// Lines of the headers, unfolded.
fn headers(message: &str) -> Vec<String> {
    let (headers, _) = message.split_once("\r\n\r\n").expect("a body");
    let unfolded = headers.replace("\r\n ", " ");
    unfolded.split("\r\n").map(str::to_owned).collect()
}

fn header<'a>(headers: &'a [String], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[tokio::test]
async fn an_e_mail_arrives_in_each_way_of_protection() {
    for encryption in [
        SmtpEncryption::None,
        SmtpEncryption::Tls,
        SmtpEncryption::Starttls,
    ] {
        let server = SmtpServer::new(encryption).await;
        let smtp = smtp(&server, encryption).credentials("me", "secret-password");
        smtp.check().expect("configured well");
        sent(&smtp, &password_reset("ada@example.com"))
            .await
            .unwrap_or_else(|error| panic!("{encryption}: {error:?}"));
        let seen = server.seen();
        let position = |command: &str| {
            let found = seen.commands.iter().position(|it| it.starts_with(command));
            found.unwrap_or_else(|| panic!("{encryption}: {command} in {:?}", seen.commands))
        };
        if encryption != SmtpEncryption::None {
            assert!(position("(TLS)") < position("AUTH"), "{:?}", seen.commands);
        }
        let plain = BASE64_STANDARD.encode("\0me\0secret-password");
        position(&format!("AUTH PLAIN {plain}"));
        position("MAIL FROM:<no-reply@example.com>");
        position("RCPT TO:<ada@example.com>");
        let headers = headers(&seen.messages[0]);
        assert_eq!(header(&headers, "To"), Some("ada@example.com"));
        assert_eq!(
            header(&headers, "From"),
            Some("Comments <no-reply@example.com>")
        );
        assert_eq!(
            header(&headers, "Subject"),
            Some("Password reset instructions")
        );
        assert_eq!(header(&headers, "Auto-Submitted"), Some("auto-generated"));
        assert!(header(&headers, "Date").is_some());
        assert!(
            header(&headers, "Message-ID").is_some_and(|id| id.ends_with("@example.com>")),
            "{headers:?}"
        );
        let message = &seen.messages[0];
        for part in ["text/plain", "text/html"] {
            assert!(message.contains(part), "{message}");
        }
    }
}

#[tokio::test]
async fn without_tls_nothing_is_told() {
    // The server does not offer STARTTLS, or is not the one that the certificate names, or is not trusted.
    let plain = SmtpServer::new(SmtpEncryption::None).await;
    let secured = SmtpServer::new(SmtpEncryption::Starttls).await;
    let implicit = SmtpServer::new(SmtpEncryption::Tls).await;
    let stranger = |server: &SmtpServer, encryption| {
        Smtp::new("127.0.0.1", "no-reply@example.com")
            .port(server.port)
            .encryption(encryption)
    };
    let elsewhere = Smtp {
        host: "localhost".to_owned(),
        ..smtp(&secured, SmtpEncryption::Starttls)
    };
    for (smtp, server) in [
        (smtp(&plain, SmtpEncryption::Starttls), &plain),
        (stranger(&secured, SmtpEncryption::Starttls), &secured),
        (stranger(&implicit, SmtpEncryption::Tls), &implicit),
        (elsewhere, &secured),
    ] {
        let smtp = smtp.credentials("me", "secret-password");
        let (error, _) = sent(&smtp, &password_reset("ada@example.com"))
            .await
            .expect_err("no TLS");
        assert!(!error.contains("secret"), "{error}");
        for command in ["AUTH", "MAIL", "RCPT"] {
            assert_eq!(server.count(command), 0, "{error}");
        }
    }
}

#[tokio::test]
async fn what_the_server_refuses_for_good_is_undeliverable() {
    for (command, reply, is_final) in [
        ("RCPT", "550 no such user", true),
        ("RCPT", "450 try later", false),
        ("MAIL", "553 not you", true),
        ("MAIL", "530 log in first", false),
        ("EHLO", "502 never heard of it", false),
        ("AUTH", "535 wrong password", false),
        ("AUTH", "454 try later", false),
        ("DATA", "421 going down", false),
        ("(message)", "554 spam", true),
        ("(message)", "452 full", false),
        ("(greeting)", "554 no service", false),
        ("(greeting)", "421 too many", false),
        ("(greeting)", "HTTP/1.1 400 Bad Request", false),
    ] {
        let server = SmtpServer::that(SmtpEncryption::None, move |it| {
            it.starts_with(command).then_some(reply)
        })
        .await;
        let smtp = smtp(&server, SmtpEncryption::None).credentials("me", "secret-password");
        let (error, undeliverable) = sent(&smtp, &password_reset("ada@example.com"))
            .await
            .expect_err(reply);
        assert_eq!(undeliverable, is_final, "{command} {reply}: {error}");
        assert!(
            !error.contains("secret") && !error.contains("abc"),
            "{error}"
        );
        assert!(server.seen().messages.is_empty(), "{command} {reply}");
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_is_left_and_its_connection_not_used_again() {
    for silent in ["(greeting)", "EHLO", "RCPT", "(message)"] {
        let server = SmtpServer::that(SmtpEncryption::None, move |it| {
            it.starts_with(silent).then_some("")
        })
        .await;
        let smtp = smtp(&server, SmtpEncryption::None).timeout(Duration::from_millis(300));
        for attempt in 1..=2 {
            let (error, undeliverable) = sent(&smtp, &password_reset("ada@example.com"))
                .await
                .expect_err("a timeout");
            assert!(!undeliverable, "{silent}: {error}");
            assert_eq!(server.seen().connections, attempt, "{silent}");
        }
    }
}

#[tokio::test]
async fn connections_are_kept_and_not_more_than_allowed() {
    let server = SmtpServer::new(SmtpEncryption::None).await;
    let smtp = smtp(&server, SmtpEncryption::None).pool_size(2);
    for _ in 0..3 {
        sent(&smtp, &password_reset("ada@example.com"))
            .await
            .expect("sent");
    }
    assert_eq!(server.seen().connections, 1);
    let email = verification("bob@example.com");
    let all = rocket::futures::future::join_all((0..10).map(|_| sent(&smtp, &email))).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert!(server.seen().connections <= 2);
    assert_eq!(server.seen().messages.len(), 13);
}

#[tokio::test]
async fn a_connection_that_the_server_has_left_is_replaced() {
    let server = SmtpServer::that(SmtpEncryption::None, |it| {
        it.starts_with("NOOP")
            .then_some("421 you have waited too long")
    })
    .await;
    let smtp = smtp(&server, SmtpEncryption::None);
    for _ in 0..2 {
        sent(&smtp, &password_reset("ada@example.com"))
            .await
            .expect("sent");
    }
    assert_eq!(server.seen().connections, 2);
}

#[tokio::test]
async fn an_e_mail_waits_for_a_server_that_is_down() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let smtp = Smtp::new("127.0.0.1", "no-reply@example.com")
        .port(address.port())
        .encryption(SmtpEncryption::None);
    let postbox = Postbox::new(smtp);
    postbox.post(password_reset("ada@example.com"));
    // It is posted and not waited for. The application closes once the server is up, which is the next attempt.
    tokio::task::yield_now().await;
    let listener = TcpListener::bind(address).await.expect("the same port");
    let server = SmtpServer::on(listener, SmtpEncryption::None, |_| None);
    postbox.close(Duration::from_secs(60)).await;
    assert_eq!(server.seen().messages.len(), 1);
}

#[tokio::test]
async fn no_value_adds_a_header_or_a_recipient() {
    let server = SmtpServer::new(SmtpEncryption::None).await;
    let evil = "Tom \"x\" <a@b.co>,\r\nBcc: all@example.com\r\n\r\nnew body";
    let smtp = smtp(&server, SmtpEncryption::None)
        .from_name(evil)
        .content(move |_| Content::new(evil, "text\r\n.\r\nMAIL FROM:<evil@example.com>\r\n"));
    sent(&smtp, &password_reset("\"<b>x</b>\"@b.co"))
        .await
        .expect("sent");
    let seen = server.seen();
    let headers = headers(&seen.messages[0]);
    assert!(
        headers.iter().all(|line| !line.starts_with("Bcc")),
        "{headers:?}"
    );
    assert_eq!(header(&headers, "To"), Some("\"<b>x</b>\"@b.co"));
    let from = header(&headers, "From").expect("a sender");
    assert!(from.ends_with("<no-reply@example.com>"), "{from}");
    let recipients: Vec<_> = seen
        .commands
        .iter()
        .filter(|it| it.starts_with("RCPT"))
        .collect();
    assert_eq!(recipients, ["RCPT TO:<\"<b>x</b>\"@b.co>"]);
    // The text has a line with a dot, which does not end the message.
    assert_eq!(seen.messages.len(), 1);
    assert!(seen.commands.iter().all(|it| !it.contains("evil@")));
}

#[tokio::test]
async fn an_address_that_is_none_is_undeliverable() {
    let server = SmtpServer::new(SmtpEncryption::None).await;
    let smtp = smtp(&server, SmtpEncryption::None);
    for address in [
        "",
        "nobody",
        "a@b.co\r\nRCPT TO:<evil@example.com>",
        "a@b.co>,<evil@example.com",
        "a b@c.co",
        "a\0@b.co",
    ] {
        let (error, undeliverable) = sent(&smtp, &password_reset(address))
            .await
            .expect_err(address);
        assert!(undeliverable, "{address:?}: {error}");
    }
    assert_eq!(server.seen().connections, 0);
    // Letters of other alphabets are sent to a server that knows them.
    for address in ["ä@example.com", "a@bücher.example"] {
        sent(&smtp, &password_reset(address)).await.expect(address);
    }
}

#[test]
fn what_cannot_work_stops_the_launch() {
    let smtp = || Smtp::new("smtp.example.com", "no-reply@example.com");
    smtp().check().expect("valid");
    for (smtp, expected) in [
        (
            Smtp::new("smtp.example.com", "Comments"),
            "`from_email` is \"Comments\"",
        ),
        (smtp().timeout(Duration::ZERO), "`smtp.timeout` is zero"),
        (smtp().pool_size(0), "`pool_size` is zero"),
        (
            smtp().encryption(SmtpEncryption::None),
            "the server \"smtp.example.com\" is another machine",
        ),
        (
            smtp().root_certificates("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----"),
            "TLS for the SMTP server",
        ),
    ] {
        let error = smtp.check().expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}");
    }
    for host in ["localhost", "127.0.0.1", "::1", "[::1]", "127.5.5.5"] {
        let smtp = Smtp::new(host, "a@b.co").encryption(SmtpEncryption::None);
        smtp.check().expect(host);
    }
    let smtp = smtp().encryption(SmtpEncryption::None).allow_plaintext();
    smtp.check().expect("named");
}

#[test]
fn nothing_secret_is_shown() {
    let smtp = Smtp::new("smtp.example.com", "a@b.co").credentials("me", "secret-password");
    let shown = format!("{smtp:?}");
    assert!(
        !shown.contains("secret") && shown.contains("smtp.example.com"),
        "{shown}"
    );
}
