//! Requests of every kind, as the transfer reads them.

use std::sync::Arc;

use figment::Figment;
use figment::providers::Serialized;

use super::*;
use crate::config::AUTHORIZATION;
use crate::config::{Config, RequestFunctions, Settings};

#[derive(Default)]
struct Request {
    cookies: Vec<&'static str>,
    authorization: Option<&'static str>,
    auth_mode: Option<&'static str>,
}

impl RequestInfo for Request {
    fn method(&self) -> &str {
        "POST"
    }

    fn path(&self) -> &str {
        "/"
    }

    fn header(&self, name: &str) -> Option<&str> {
        match name {
            AUTHORIZATION => self.authorization,
            AUTH_MODE => self.auth_mode,
            _ => None,
        }
    }

    fn cookie_lines(&self) -> Vec<Cow<'_, str>> {
        self.cookies
            .iter()
            .map(|line| Cow::Borrowed(*line))
            .collect()
    }
}

fn config(functions: RequestFunctions) -> Config {
    let section = serde_json::json!({
        "connection_uri": "http://127.0.0.1:3567", "app_name": "Test",
        "api_domain": "http://localhost", "website_domain": "http://localhost",
    });
    let figment = Figment::from(Serialized::default("supertokens", section));
    Config::new(
        Settings::from_figment(&figment).expect("a section"),
        functions,
    )
    .expect("valid")
}

fn read<T>(request: &Request, read: impl FnOnce(&Incoming<'_>, &TransferRules) -> T) -> T {
    let config = config(RequestFunctions::default());
    let rules = &config.transfer;
    read(&Incoming::new(request, &rules.of(request), rules), rules)
}

fn token(request: &Request, kind: TokenKind, method: TransferMethod) -> Option<String> {
    read(request, |incoming, _| {
        incoming.token(kind, method).map(Cow::into_owned)
    })
}

fn access(lines: &[&'static str]) -> Option<String> {
    let request = Request {
        cookies: lines.to_vec(),
        ..Request::default()
    };
    token(&request, TokenKind::Access, TransferMethod::Cookie)
}

#[test]
fn cookies_are_decoded_and_the_first_wins() {
    let lines = ["a=b; sAccessToken=x%2By%3D; sAccessToken=second"];
    assert_eq!(access(&lines).as_deref(), Some("x+y="));
    let request = Request {
        cookies: lines.to_vec(),
        ..Request::default()
    };
    assert!(read(&request, |incoming, _| incoming
        .has_duplicates(TokenKind::Access)));
    assert!(!read(&request, |incoming, _| incoming
        .has_duplicates(TokenKind::Refresh)));
}

#[test]
fn several_lines_count_as_one() {
    let cookies = vec!["sAccessToken=a", "sAccessToken=b;sRefreshToken=\"r\""];
    let request = Request {
        cookies,
        ..Request::default()
    };
    assert!(read(&request, |incoming, _| incoming
        .has_duplicates(TokenKind::Access)));
    assert_eq!(
        token(&request, TokenKind::Refresh, TransferMethod::Cookie).as_deref(),
        Some("r")
    );
}

#[test]
fn what_cannot_be_decoded_stays_as_it_is() {
    assert_eq!(access(&["sAccessToken=%ff%2"]).as_deref(), Some("%ff%2"));
    assert_eq!(access(&["sAccessToken"]).as_deref(), Some(""));
    assert_eq!(access(&["", ";;=;", "xsAccessToken=1"]), None);
}

#[test]
fn only_a_bearer_header_carries_a_token() {
    let by_header = |text| {
        let request = Request {
            authorization: Some(text),
            ..Request::default()
        };
        token(&request, TokenKind::Refresh, TransferMethod::Header)
    };
    assert_eq!(by_header("Bearer  tok ").as_deref(), Some("tok"));
    assert_eq!(by_header("Bearer ").as_deref(), Some(""));
    assert_eq!(by_header("bearer tok"), None);
    assert_eq!(by_header("Basic tok"), None);
}

#[test]
fn an_empty_cookie_header_is_one_and_silence_is_none() {
    let silent = |cookies: &[&'static str], authorization| {
        let request = Request {
            cookies: cookies.to_vec(),
            authorization,
            ..Request::default()
        };
        read(&request, |incoming, _| incoming.is_silent())
    };
    assert!(silent(&[], None) && silent(&[], Some("Basic x")));
    assert!(!silent(&[""], None) && !silent(&["a=b"], None));
    assert!(!silent(&[], Some("Bearer x")));
}

#[test]
fn header_is_the_fallback_for_a_new_session() {
    let method = |auth_mode| {
        let request = Request {
            auth_mode,
            ..Request::default()
        };
        read(&request, |incoming, rules| {
            incoming.method_for_new_session(rules)
        })
    };
    assert_eq!(method(Some("Cookie")), TransferMethod::Cookie);
    assert_eq!(method(Some("header")), TransferMethod::Header);
    assert_eq!(method(Some("any")), TransferMethod::Header);
    assert_eq!(method(None), TransferMethod::Header);
}

#[test]
fn the_application_may_choose_the_method() {
    let config = config(RequestFunctions {
        transfer_method: Some(Arc::new(|_, purpose| {
            (purpose == TransferPurpose::ReadToken).then_some(TransferMethod::Cookie)
        })),
        ..RequestFunctions::default()
    });
    let request = Request::default();
    let transfer = config.transfer.of(&request);
    let incoming = Incoming::new(&request, &transfer, &config.transfer);
    assert!(incoming.allows(TransferMethod::Cookie) && !incoming.allows(TransferMethod::Header));
    assert_eq!(
        incoming.method_for_new_session(&config.transfer),
        TransferMethod::Header,
        "the function leaves it to the client"
    );
}
