//! Each thing that can be wrong with a host of the core, and its message.

use std::time::SystemTime;

use super::*;
use crate::config::Settings;
use crate::querier::scripted::{Scripted, querier, querier_of, querier_with, settings_of};

const VERSIONS: &str = r#"{"versions":["5.3","5.4"]}"#;
const BOTH_KINDS: &str = r#"{"keys":[{"kty":"RSA","kid":"d-1"},{"kty":"RSA","kid":"s-1"}]}"#;
const STATIC_ONLY: &str = r#"{"keys":[{"kty":"RSA","kid":"s-1"}]}"#;

fn ok(body: &str) -> Scripted {
    Ok((200, body.to_owned()))
}

fn healthy() -> [Scripted; 2] {
    [ok(VERSIONS), ok(BOTH_KINDS)]
}

fn told(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| format!("{} {}: {finding}", finding.severity(), finding.code());
    findings.iter().map(line).collect()
}

/// What is found at the only host, which is `http://a.core`.
async fn found_with(settings: Settings, script: impl IntoIterator<Item = Scripted>) -> Vec<String> {
    let (querier, _core) = querier_with(settings, script);
    told(&querier.check_hosts().await)
}

async fn found(script: impl IntoIterator<Item = Scripted>) -> Vec<String> {
    found_with(settings_of("http://a.core"), script).await
}

#[tokio::test]
async fn each_host_is_asked_with_the_key() {
    let (querier, core) = querier(healthy().into_iter().chain(healthy()));
    assert_eq!(told(&querier.check_hosts().await), [""; 0]);
    assert_eq!(
        core.urls(),
        [
            "http://a.core/appid-x/apiversion?apiDomain=http%3A%2F%2Flocalhost%3A8000&websiteDomain=http%3A%2F%2Flocalhost%3A8000",
            "http://a.core/appid-x/.well-known/jwks.json",
            "http://b.core/apiversion?apiDomain=http%3A%2F%2Flocalhost%3A8000&websiteDomain=http%3A%2F%2Flocalhost%3A8000",
            "http://b.core/.well-known/jwks.json",
        ]
    );
    assert_eq!(core.asked()[2].headers["api-key"], "the-key");
}

#[tokio::test]
async fn a_host_that_is_away() {
    let refused = || Err(HostFailureKind::Refused);
    assert_eq!(
        found([refused()]).await,
        [
            "error core_host_unreachable: the core gives no response: http://a.core refused the connection (is the core \
          listening?). Check `connection_uri`"
        ]
    );
    // Another host does the work.
    let (querier, _core) = querier([refused()].into_iter().chain(healthy()));
    assert_eq!(
        told(&querier.check_hosts().await),
        [
            "warning core_host_unreachable: a host of the core gives no response, others do: http://a.core refused the \
          connection (is the core listening?). Check `connection_uri`"
        ]
    );
}

/// It is asked once, or the question would make it busier.
#[tokio::test]
async fn a_host_that_is_busy() {
    let busy = || Ok((429, "slow down".to_owned()));
    let line = "warning core_host_busy: the core at http://a.core responds with 429 (too many requests): it was not looked at \
                further, and calls that stay refused fail. Raise the core's limit, or let fewer applications ask it";
    assert_eq!(found([busy()]).await, [line]);
    assert_eq!(found([ok(VERSIONS), busy()]).await, [line]);
    // It is there.
    let (querier, _core) = querier([busy(), Err(HostFailureKind::Refused)]);
    let lines = told(&querier.check_hosts().await);
    assert!(
        lines[1].starts_with("warning core_host_unreachable"),
        "{lines:?}"
    );
}

#[tokio::test]
async fn localhost_may_be_ipv6_alone() {
    let (v4, v6) = (
        "127.0.0.1".parse().expect("an address"),
        "::1".parse().expect("an address"),
    );
    let script = || [Err(HostFailureKind::Refused)];
    let uri = "http://localhost:3567/appid-x";
    let (querier, core) = querier_of(uri, script());
    core.resolve_to(v6);
    assert_eq!(
        told(&querier.check_hosts().await),
        [
            "error localhost_ipv6: the core at http://localhost:3567 gives no response: \"localhost\" means only ::1 on this \
          machine, and the core probably listens on 127.0.0.1. Write `connection_uri = \
          \"http://127.0.0.1:3567/appid-x\"`"
        ]
    );
    // Both were tried, or it is another name.
    let (querier, core) = querier_of(uri, script());
    core.resolve_to(v6);
    core.resolve_to(v4);
    let lines = told(&querier.check_hosts().await);
    assert!(lines[0].contains("core_host_unreachable"), "{lines:?}");
    let (querier, core) = querier_of("http://core.internal", script());
    core.resolve_to(v6);
    let lines = told(&querier.check_hosts().await);
    assert!(lines[0].contains("core_host_unreachable"), "{lines:?}");
}

#[tokio::test]
async fn the_api_key_is_wrong_or_missing() {
    let refused = || [Ok((401, "Invalid API key".to_owned()))];
    assert_eq!(
        found(refused()).await,
        [
            "error api_key_refused: the core at http://a.core refuses the API key. Write the core's own `api_keys` value in \
          `api_key`"
        ]
    );
    let settings = Settings {
        api_key: None,
        ..settings_of("http://a.core")
    };
    assert_eq!(
        found_with(settings, refused()).await,
        [
            "error api_key_refused: the core at http://a.core asks for an API key, and none is set. Write it in `api_key`, \
          best in the environment: ROCKET_SUPERTOKENS_API_KEY='\"...\"'"
        ]
    );
}

#[tokio::test]
async fn a_core_that_is_too_old() {
    assert_eq!(
        found([ok(r#"{"versions":["2.21","4.0"]}"#)]).await,
        [
            "error core_host_incompatible: the core at http://a.core cannot be used: the SuperTokens core speaks CDI 2.21, \
          4.0, this crate 5.0, 5.1, 5.2, 5.3, 5.4, 5.5, 5.6: use a core from 9.0 on, and check `max_cdi_version`"
        ]
    );
}

#[tokio::test]
async fn what_is_no_core() {
    assert_eq!(
        found([Ok((404, "<html>".to_owned()))]).await,
        [
            "error core_host_unexpected: what http://a.core responds is not what a core responds: SuperTokens core threw an \
          error for a GET request to path: '/apiversion' with status code: 404 and message: <html>. Check host, port and \
          path in `connection_uri`"
        ]
    );
    assert_eq!(
        found([ok(VERSIONS), ok(r#"{"keys":[]}"#)]).await,
        [
            "error core_host_unexpected: what http://a.core responds is not what a core responds: the SuperTokens core \
          publishes no RS256 key: check that `connection_uri` is the core's. Check host, port and path in `connection_uri`"
        ]
    );
}

#[tokio::test]
async fn a_core_of_tests() {
    let keys = BOTH_KINDS.replace("s-1", "s-rocket-supertokens-test-7");
    assert_eq!(
        found([ok(VERSIONS), ok(&keys)]).await,
        [
            "error core_host_of_test: the core at http://a.core publishes the key \"s-rocket-supertokens-test-7\" of the \
          testing kit, which counts in tests only: no access token will be accepted. Write the address of a real core in \
          `connection_uri`"
        ]
    );
}

#[tokio::test]
async fn keys_of_the_other_kind_alone() {
    assert_eq!(
        found([ok(VERSIONS), ok(STATIC_ONLY)]).await,
        [
            "error no_key_of_kind: the core at http://a.core publishes no dynamic key, but \
          `use_dynamic_access_token_signing_key` is true: no access token will be accepted. Write \
          `use_dynamic_access_token_signing_key = false`"
        ]
    );
    let settings = || Settings {
        use_dynamic_access_token_signing_key: Some(false),
        ..settings_of("http://a.core")
    };
    let script = [ok(VERSIONS), ok(STATIC_ONLY)];
    assert_eq!(found_with(settings(), script).await, [""; 0]);
    let dynamic_only = BOTH_KINDS.replace("s-1", "d-2");
    assert_eq!(
        found_with(settings(), [ok(VERSIONS), ok(&dynamic_only)]).await,
        [
            "error no_key_of_kind: the core at http://a.core publishes no static key, but \
          `use_dynamic_access_token_signing_key` is false: no access token will be accepted. Write \
          `use_dynamic_access_token_signing_key = true`"
        ]
    );
}

#[tokio::test]
async fn a_clock_that_is_wrong() {
    let of_core = async |date| {
        let (querier, core) = querier_of("http://a.core", healthy());
        core.date(date);
        told(&querier.check_hosts().await)
    };
    let now = SystemTime::now();
    assert_eq!(of_core(now).await, [""; 0]);
    // Half a minute to spare for slow machines: what is sure to be exceeded is shown.
    let lines = of_core(now + Duration::from_secs(3600)).await;
    let [line] = &lines[..] else {
        panic!("{lines:?}");
    };
    let (before, rest) = line.split_once("at least ").expect(line);
    let (by, after) = rest.split_once(" behind").expect(line);
    assert_eq!(before, "warning clock_skew: the clock of this machine is ");
    let by = humantime::parse_duration(by).expect("a duration").as_secs();
    assert!((3570..3600).contains(&by), "{by}");
    assert_eq!(
        after,
        " that of the core at http://a.core: access tokens expire too late. Synchronise both clocks (NTP)"
    );
    let lines = of_core(now - Duration::from_secs(3600)).await;
    assert!(
        lines[0].contains(
            " ahead of that of the core at http://a.core: access tokens expire too early."
        ),
        "{lines:?}"
    );
}
