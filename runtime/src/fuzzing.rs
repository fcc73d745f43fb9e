//! What holds for any input: the targets of `runtime/fuzz`, which `cargo test` runs as well, with generated input and
//! with the corpus.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::de::DeserializeOwned;

use crate::cdi::{self, Call, JsonObject};
use crate::clock::Clock;
use crate::config::{
    Config, Domain, RequestFunctions, RequestInfo, Settings, TransferMethod, normalised_path,
};
use crate::querier::PublicKeys;
use crate::token::{AccessToken, KeySet};
use crate::transfer::{Incoming, Outbox, TokenKind, front_token};

/// A text that may be an access token: as it is, or with header and payload in clear, each on a line of its own.
pub fn access_token(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    read_token(&text);
    let mut lines = text.splitn(3, '\n');
    if let (Some(header), Some(payload), signature) = (lines.next(), lines.next(), lines.next()) {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let signature = encode(signature.unwrap_or("signature"));
        read_token(&format!(
            "{}.{}.{signature}",
            encode(header),
            encode(payload)
        ));
    }
}

fn read_token(text: &str) {
    let Ok(token) = AccessToken::parse(text) else {
        return;
    };
    assert_eq!(token.as_str(), text);
    let _ = (token.expiry(), token.time_created(), token.payload());
    // Handle and key id are shown, and a forger may write anything there.
    let shown = format!("{token:?}");
    let shown = shown.replace(&format!("{:?}", token.session_handle()), "");
    let shown = shown.replace(&format!("{:?}", token.kid()), "");
    for part in text.split('.').filter(|part| part.len() > 16) {
        assert!(!shown.contains(part), "{shown}");
    }
}

/// The headers of a request, one on each line: `authorization`, `st-auth-mode`, and lines of cookies.
pub fn request(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.split('\n');
    let (authorization, auth_mode) = (lines.next(), lines.next());
    let cookies: Vec<_> = lines.collect();
    let config = config();
    let read = |cookies: &[&str], expected: Option<(&str, &str)>| {
        let request = Headers {
            authorization,
            auth_mode,
            cookies: cookies.to_vec(),
        };
        let incoming = Incoming::new(
            &request,
            config.transfer.without_request(),
            &config.transfer,
        );
        for kind in TokenKind::ALL {
            for method in TransferMethod::ALL {
                let _ = incoming.token(kind, method);
            }
            let _ = incoming.has_duplicates(kind);
        }
        let _ = incoming.has_legacy_cookie();
        let _ = incoming.method_for_new_session(&config.transfer);
        if let Some((access, refresh)) = expected {
            for (kind, token) in [(TokenKind::Access, access), (TokenKind::Refresh, refresh)] {
                let found = incoming.token(kind, TransferMethod::Cookie);
                assert_eq!(found.as_deref(), Some(token));
                assert!(!incoming.has_duplicates(kind));
            }
        }
    };
    read(&cookies, None);

    // What we write we read again, whatever stands around it.
    let strange = authorization.unwrap_or_default().trim();
    let outbox = Outbox::new(
        Arc::clone(config.transfer.without_request()),
        Clock::default(),
    );
    let mut outgoing = outbox.open();
    outgoing.set_access_token(TransferMethod::Cookie, strange, String::new());
    outgoing.set_refresh_token(TransferMethod::Cookie, strange, 0);
    let written = outgoing.cookies();
    let sent = written
        .iter()
        .map(|line| line.split(';').next().unwrap_or_default());
    let sent = sent.collect::<Vec<_>>().join("; ");
    for line in &written {
        assert!(!line.contains(['\r', '\n', '\0']), "{line:?}");
    }
    let ours = |line: &&str| {
        line.contains("AccessToken") || line.contains("RefreshToken") || line.contains('%')
    };
    if !cookies.iter().any(ours) && !strange.is_empty() {
        let around = [cookies.as_slice(), &[&sent], cookies.as_slice()].concat();
        read(&around, Some((strange, strange)));
        let joined = format!("{}; {sent}", cookies.join("; "));
        read(&[&joined], Some((strange, strange)));
    }
}

struct Headers<'a> {
    authorization: Option<&'a str>,
    auth_mode: Option<&'a str>,
    cookies: Vec<&'a str>,
}

impl RequestInfo for Headers<'_> {
    fn method(&self) -> &str {
        "POST"
    }

    fn path(&self) -> &str {
        "/"
    }

    fn header(&self, name: &str) -> Option<&str> {
        match name {
            "authorization" => self.authorization,
            "st-auth-mode" => self.auth_mode,
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

fn config() -> &'static Config {
    static CONFIG: LazyLock<Config> = LazyLock::new(|| {
        let settings = Settings {
            connection_uri: Some("http://127.0.0.1:3567".to_owned()),
            app_name: Some("Fuzz".to_owned()),
            api_domain: Some("http://localhost".to_owned()),
            website_domain: Some("http://localhost".to_owned()),
            ..Settings::default()
        };
        Config::new(settings, RequestFunctions::default()).expect("valid")
    });
    &CONFIG
}

/// A user id and, after a line break, a payload.
pub fn front_token_round_trip(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (user_id, payload) = text.split_once('\n').unwrap_or((&text, "{}"));
    let Ok(payload) = serde_json::from_str::<JsonObject>(payload) else {
        return;
    };
    let expiry = user_id.len() as u64;
    let token = front_token(user_id, expiry, &payload);
    let json = STANDARD.decode(token).expect("base64");
    let read: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(read["uid"], user_id);
    assert_eq!(read["ate"], expiry);
    let read = read["up"].as_object().expect("an object");
    assert!(read.keys().eq(payload.keys()), "the order of the claims");
    assert_eq!(*read, payload);
}

/// The body of a core response, read as the response of each call.
pub fn core_response(data: &[u8]) {
    fn read<C: Call>(data: &[u8]) -> Option<C::Response> {
        read_as(data)
    }
    fn read_as<T: DeserializeOwned>(data: &[u8]) -> Option<T> {
        serde_json::from_slice(data).ok()
    }
    let created = read::<cdi::CreateSession<'_>>(data);
    if let Some(cdi::CreateSessionResponse::Ok(tokens)) = created {
        let _ = AccessToken::parse(&tokens.access_token.token);
    }
    let _ = read::<cdi::RefreshSession<'_>>(data);
    let _ = read::<cdi::VerifySession<'_>>(data);
    let _ = read::<cdi::Regenerate<'_>>(data);
    let _ = read::<cdi::ReadSession<'_>>(data);
    let _ = read::<cdi::RemoveSessions<'_>>(data);
    let _ = read::<cdi::UserById<'_>>(data);
    let _ = read::<cdi::CreateJwt<'_>>(data);
    if let Some(offered) = read::<cdi::ApiVersions<'_>>(data) {
        let _ = cdi::Version::negotiate(&offered.versions, None);
    }
    if let Some(keys) = read_as(data) {
        let json = String::from_utf8_lossy(data).into_owned();
        let published = PublicKeys {
            keys,
            json,
            max_age: None,
        };
        if let Some(keys) = KeySet::new(
            published,
            None,
            config().session.token_cache,
            &Clock::default(),
        ) {
            let _ = keys.token(&String::from_utf8_lossy(data));
        }
    }
}

/// Values that an administrator may write as `connection_uri`, as a domain or as a path.
pub fn address(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(domain) = Domain::parse("api_domain", &text) {
        let again = Domain::parse("api_domain", domain.as_str()).expect("still a domain");
        assert_eq!(again, domain, "normalised already");
        assert!(domain.as_str().contains("://"));
    }
    if let Ok(path) = normalised_path("api_base_path", &text) {
        assert!(path.is_empty() || path.starts_with('/'), "{path:?}");
        let unfit = |c: char| c.is_ascii_control() || c == ' ' || !c.is_ascii();
        assert!(!path.contains(unfit), "{path:?}");
    }
    let settings = Settings {
        connection_uri: Some(text.clone().into_owned()),
        api_domain: Some(text.clone().into_owned()),
        website_domain: Some(text.clone().into_owned()),
        cookie_domain: Some(text.clone().into_owned()),
        api_base_path: Some(text.clone().into_owned()),
        app_name: Some("Fuzz".to_owned()),
        ..Settings::default()
    };
    if let Ok(config) = Config::new(settings, RequestFunctions::default()) {
        // A character that ends a cookie's attribute would begin another.
        let rules = config.transfer.without_request();
        for text in [&rules.refresh_path, &rules.access_path]
            .into_iter()
            .chain(&rules.cookie_domain)
        {
            assert!(!text.contains([';', '\r', '\n']), "{text:?}");
        }
        for host in &config.core.hosts {
            let url = format!("{}{}/hello", host.domain, host.base_path);
            assert!(url.parse::<http::Uri>().is_ok(), "{url:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;

    /// The corpus and, of each of its files, what generated bytes put in their place make of it.
    fn corpus(name: &str) -> Vec<Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fuzz/corpus")
            .join(name);
        let files = fs::read_dir(&folder).expect("a corpus");
        let read = |file: std::io::Result<fs::DirEntry>| fs::read(file.expect("a file").path());
        files.map(|file| read(file).expect("readable")).collect()
    }

    fn check(name: &str, target: fn(&[u8])) {
        let corpus = corpus(name);
        assert!(!corpus.is_empty(), "{name}");
        corpus.iter().for_each(|input| target(input));
        proptest!(|(
            (seed, at, length) in (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..16_usize),
            bytes in prop::collection::vec(any::<u8>(), 0..64),
            text in "\\PC{0,64}",
        )| {
            target(&bytes);
            target(text.as_bytes());
            let mut input = seed.get(&corpus).clone();
            let start = at.index(input.len() + 1);
            let end = (start + length).min(input.len());
            input.splice(start..end, bytes.iter().take(8).copied());
            target(&input);
        });
    }

    #[test]
    fn access_tokens() {
        check("access_token", access_token);
    }

    #[test]
    fn requests() {
        check("request", request);
    }

    #[test]
    fn front_tokens() {
        check("front_token", front_token_round_trip);
    }

    #[test]
    fn core_responses() {
        check("core_response", core_response);
    }

    #[test]
    fn addresses() {
        check("address", address);
    }
}
