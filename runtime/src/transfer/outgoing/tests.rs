//! What goes out after changes of every kind.

use std::sync::Arc;

use super::*;
use crate::config::{Config, RequestFunctions, Settings};
use crate::transfer::Outbox;

fn outbox() -> Outbox {
    outbox_with(Settings::default())
}

fn outbox_with(settings: Settings) -> Outbox {
    let required = Settings {
        connection_uri: Some("http://127.0.0.1:3567".to_owned()),
        app_name: Some("Test".to_owned()),
        api_domain: Some("http://localhost".to_owned()),
        website_domain: Some("http://localhost".to_owned()),
        ..Settings::default()
    };
    let config = Config::new(settings.or(required), RequestFunctions::default()).expect("valid");
    Outbox::new(
        Arc::clone(config.transfer.without_request()),
        Clock::default(),
    )
}

fn lines(outgoing: &Outgoing<'_>) -> Vec<String> {
    outgoing.cookies()
}

const EPOCH: &str = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax";

#[test]
fn clearing_all_empties_cookies_and_headers() {
    let outbox = outbox();
    let mut outgoing = outbox.open();
    outgoing.set_anti_csrf("secret");
    outgoing.clear_all();
    assert_eq!(
        lines(&outgoing),
        [
            format!("sAccessToken=; Path=/; {EPOCH}"),
            format!("sRefreshToken=; Path=/auth/session/refresh; {EPOCH}"),
        ]
    );
    let headers: Vec<_> = outgoing.headers().collect();
    assert_eq!(
        headers,
        [
            ("st-access-token", ""),
            ("st-refresh-token", ""),
            ("front-token", "remove")
        ]
    );
    assert_eq!(
        outgoing.exposed(None).as_deref(),
        Some("anti-csrf, front-token, st-access-token, st-refresh-token")
    );
}

#[test]
fn the_last_write_wins() {
    let outbox = outbox();
    let mut outgoing = outbox.open();
    outgoing.clear(TransferMethod::Cookie);
    outgoing.set_access_token(TransferMethod::Cookie, "tok", "front".to_owned());
    let cookies = lines(&outgoing);
    assert_eq!(cookies.len(), 2);
    assert!(
        cookies[1].starts_with("sAccessToken=tok; Path=/; Expires="),
        "{cookies:?}"
    );
    assert_eq!(
        outgoing.headers().collect::<Vec<_>>(),
        [("front-token", "front")]
    );
}

#[test]
fn a_cookie_that_browsers_drop_is_known_by_its_whole_length() {
    let outbox = outbox();
    let mut outgoing = outbox.open();
    outgoing.set_access_token(TransferMethod::Cookie, "", String::new());
    let empty = lines(&outgoing)[0].len();
    for (bytes, dropped) in [(BROWSER_LIMIT, false), (BROWSER_LIMIT + 1, true)] {
        let token = "t".repeat(bytes - empty);
        outgoing.set_access_token(TransferMethod::Cookie, &token, String::new());
        let expected: &[_] = if dropped {
            &[("sAccessToken", bytes)]
        } else {
            &[]
        };
        assert_eq!(outgoing.dropped_by_browsers(), expected);
    }
}

#[test]
fn what_a_page_keeps_of_headers_is_a_cookie_too() {
    let outbox = outbox();
    let mut outgoing = outbox.open();
    for (more, dropped) in [(0, false), (1, true)] {
        let fill = |cookie: &str| "t".repeat(BROWSER_LIMIT - cookie.len() - 1 + more);
        let (access, front) = (fill("st-access-token"), fill("sFrontToken"));
        outgoing.set_access_token(TransferMethod::Header, &access, front);
        let expected: &[_] = if dropped {
            &[
                ("sFrontToken", BROWSER_LIMIT + 1),
                ("st-access-token", BROWSER_LIMIT + 1),
            ]
        } else {
            &[]
        };
        assert_eq!(outgoing.dropped_by_browsers(), expected);
    }
    outgoing.set_anti_csrf(&"t".repeat(BROWSER_LIMIT));
    assert_eq!(outgoing.dropped_by_browsers().len(), 2);
}

#[test]
fn a_page_keeps_no_header_of_another_name() {
    for (header, dropped) in [
        ("x-access", None),
        ("St-Access-Token", Some("st-access-token")),
    ] {
        let outbox = outbox_with(Settings {
            access_token_header_name: Some(header.to_owned()),
            ..Settings::default()
        });
        let mut outgoing = outbox.open();
        let token = "t".repeat(BROWSER_LIMIT);
        outgoing.set_access_token(TransferMethod::Header, &token, String::new());
        let names = outgoing.dropped_by_browsers();
        let names: Vec<_> = names.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, Vec::from_iter(dropped), "{header}");
    }
}

#[test]
fn a_cookie_counts_for_its_domain() {
    let outbox = outbox_with(Settings {
        api_domain: Some("http://api.example.com".to_owned()),
        website_domain: Some("http://example.com".to_owned()),
        cookie_domain: Some("api.example.com".to_owned()),
        ..Settings::default()
    });
    let mut outgoing = outbox.open();
    outgoing.set_access_token(TransferMethod::Cookie, "tok", "front".to_owned());
    outgoing.clear_from_domain(TokenKind::Access, ".example.com");
    outgoing.clear_from_domain(TokenKind::Access, "");
    let lines = lines(&outgoing);
    assert!(
        lines[0].starts_with("sAccessToken=tok; Domain=api.example.com; Path=/; "),
        "{lines:?}"
    );
    assert_eq!(
        lines[1],
        format!("sAccessToken=; Domain=.example.com; Path=/; {EPOCH}")
    );
    assert_eq!(lines[2], format!("sAccessToken=; Path=/; {EPOCH}"));
}

#[test]
fn a_cookie_sessions_token_can_be_shown_to_the_front_end() {
    let expose = Settings {
        expose_access_token_to_frontend_in_cookie_based_auth: Some(true),
        access_token_header_name: Some("x-access".to_owned()),
        ..Settings::default()
    };
    let outbox = outbox_with(expose);
    let mut outgoing = outbox.open();
    outgoing.set_access_token(TransferMethod::Cookie, "tok", "front".to_owned());
    assert_eq!(lines(&outgoing).len(), 1);
    assert_eq!(
        outgoing.headers().collect::<Vec<_>>(),
        [("front-token", "front"), ("x-access", "tok")]
    );
    assert_eq!(
        outgoing.exposed(None).as_deref(),
        Some("front-token, x-access")
    );
}

#[test]
fn exposed_headers_are_added_to_what_is_there() {
    let outbox = outbox();
    let mut outgoing = outbox.open();
    assert_eq!(outgoing.exposed(None), None);
    outgoing.set_access_token(TransferMethod::Header, "tok", "front".to_owned());
    assert_eq!(
        outgoing.exposed(Some("x-total, Front-Token")).as_deref(),
        Some("x-total, Front-Token, st-access-token")
    );
    assert_eq!(
        outgoing.exposed(Some("x-front-token")).as_deref(),
        Some("x-front-token, front-token, st-access-token")
    );
}
