//! Clients that have a cookie twice, since the cookie domain was changed.

use reqwest::Method;
use rocket_supertokens_tests::{App, Cdi, Client, Core, Reply};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    duplicates_are_cleared_from_the_older_domain,
    an_empty_older_domain_is_the_host_itself,
    without_an_older_domain_the_refresh_fails,
    duplicates_call_for_a_refresh_elsewhere,
    duplicates_do_not_matter_to_a_header,
    duplicates_are_found_under_any_spelling,
    the_refresh_after_it_succeeds,
);

const REFRESH: &str = "/auth/session/refresh";
const CLEARED: &str =
    "Domain=.example.com; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax";
const CLEARED_REFRESH: &str = "Domain=.example.com; Path=/auth/session/refresh; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax";

/// An application whose cookie domain was `older`.
async fn start(cdi: Cdi, older: Option<&str>) -> (Core, App, Client) {
    let (core, app) = fixture::start(cdi, |settings| {
        let settings = settings
            .api_domain("http://api.example.com")
            .website_domain("http://example.com")
            .cookie_domain("api.example.com");
        match older {
            Some(older) => settings.older_cookie_domain(older),
            None => settings,
        }
    })
    .await;
    let mut client = app.client().with_cookies();
    log_in(&mut client, "alice").await;
    core.take_calls();
    (core, app, client)
}

async fn send(client: &mut Client, method: Method, path: &str, cookies: &[&str]) -> Reply {
    let mut request = client.plain(method, path);
    for line in cookies {
        request = request.header("cookie", *line);
    }
    client.send(request).await
}

/// 200, so that the client does not log out, and nothing that could be taken for tokens.
#[track_caller]
fn assert_only_cleared(reply: &Reply, cookies: &[String]) {
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(
        reply.text,
        r#"{"message":"The request contains multiple session cookies. We are clearing the cookie from olderCookieDomain. Session will be refreshed in the next refresh call."}"#
    );
    assert_eq!(reply.set_cookies(), cookies);
    for name in [
        "front-token",
        "st-access-token",
        "st-refresh-token",
        "anti-csrf",
    ] {
        assert_eq!(reply.header(name), None);
    }
    assert_eq!(reply.header("access-control-expose-headers"), None);
}

async fn duplicates_are_cleared_from_the_older_domain(cdi: Cdi) {
    let (core, _app, mut client) = start(cdi, Some(" .Example.com")).await;
    let access = format!("sAccessToken=; {CLEARED}");
    let refresh = format!("sRefreshToken=; {CLEARED_REFRESH}");
    for (lines, cleared) in [
        (vec!["sAccessToken=a; sAccessToken=b"], vec![access.clone()]),
        (
            vec!["sRefreshToken=a; sRefreshToken=b"],
            vec![refresh.clone()],
        ),
        (
            vec!["sRefreshToken=a; sAccessToken=a; x=y; sRefreshToken=b; sAccessToken=b"],
            vec![access, refresh.clone()],
        ),
        // A proxy may have split the header.
        (
            vec!["sRefreshToken=a", "x=y; sRefreshToken=b"],
            vec![refresh],
        ),
    ] {
        let reply = send(&mut client, Method::POST, REFRESH, &lines).await;
        assert_only_cleared(&reply, &cleared);
    }
    assert_eq!(core.take_calls(), [""; 0]);
}

async fn an_empty_older_domain_is_the_host_itself(cdi: Cdi) {
    let (_core, _app, mut client) = start(cdi, Some("")).await;
    let lines = ["sAccessToken=a; sAccessToken=b"];
    let reply = send(&mut client, Method::POST, REFRESH, &lines).await;
    let cleared = CLEARED.trim_start_matches("Domain=.example.com; ");
    assert_only_cleared(&reply, &[format!("sAccessToken=; {cleared}")]);
}

async fn without_an_older_domain_the_refresh_fails(cdi: Cdi) {
    let (core, _app, mut client) = start(cdi, None).await;
    for line in [
        "sAccessToken=a; sAccessToken=b",
        "sRefreshToken=a; sRefreshToken=b",
    ] {
        let reply = send(&mut client, Method::POST, REFRESH, &[line]).await;
        assert_eq!(reply.status, 500, "{reply:?}");
        assert_eq!(reply.text, r#"{"message":"internal server error"}"#);
        reply.assert_no_tokens();
    }
    assert_eq!(core.take_calls(), [""; 0]);
}

async fn duplicates_call_for_a_refresh_elsewhere(cdi: Cdi) {
    for older in [None, Some(".example.com")] {
        let (_core, _app, mut client) = start(cdi, older).await;
        let token = client.access_token.clone().expect("a token");
        let twice = format!("sAccessToken={token}; sAccessToken=other");
        let other_first = format!("sAccessToken={token}; sRefreshToken=a; sRefreshToken=b");
        for (method, path) in [
            (Method::GET, "/session"),
            (Method::GET, "/optional"),
            (Method::POST, "/session"),
            (Method::POST, "/auth/signout"),
        ] {
            let reply = send(&mut client, method, path, &[&twice]).await;
            reply.assert_refused("try refresh token", false);
        }
        // Two refresh tokens, or two of which the first is none of ours, do not matter here.
        let reply = send(&mut client, Method::GET, "/session", &[&other_first]).await;
        assert_eq!(reply.status, 200);
        let foreign = format!("sAccessToken=foreign; sAccessToken={token}");
        let reply = send(&mut client, Method::GET, "/session", &[&foreign]).await;
        reply.assert_refused("unauthorised", false);
    }
}

async fn duplicates_do_not_matter_to_a_header(cdi: Cdi) {
    let (_core, _app, client) = start(cdi, Some("")).await;
    let token = client.access_token.clone().expect("a token");
    let request = client
        .plain(Method::GET, "/session")
        .bearer_auth(token)
        .header("cookie", "sAccessToken=a; sAccessToken=b");
    assert_eq!(client.clone().send(request).await.status, 200);

    // Where only headers are read, not even the refresh looks at them.
    let (_core, app) = fixture::start(cdi, |settings| {
        settings
            .token_transfer_method(|_, _| Some(rocket_supertokens::config::TransferMethod::Header))
    })
    .await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    let request = client
        .plain(Method::POST, REFRESH)
        .bearer_auth(client.refresh_token.clone().expect("a token"))
        .header(
            "cookie",
            "sAccessToken=a; sAccessToken=b; sRefreshToken=c; sRefreshToken=d",
        );
    let reply = client.send(request).await;
    assert_eq!((reply.status, reply.text.as_str()), (200, "{}"));
}

async fn duplicates_are_found_under_any_spelling(cdi: Cdi) {
    let (_core, _app, mut client) = start(cdi, Some(".example.com")).await;
    for line in [
        "sAccessToken=a;sAccessToken=b",
        "sAccessToken; sAccessToken=b",
        "  sAccessToken  = a ;   sAccessToken=b",
        "sAccessToken=a; %73AccessToken=b",
    ] {
        let reply = send(&mut client, Method::POST, REFRESH, &[line]).await;
        assert_only_cleared(&reply, &[format!("sAccessToken=; {CLEARED}")]);
    }
    for line in [
        "sAccessToken=a; saccesstoken=b",
        "sAccessToken=a; xsAccessToken=sAccessToken=b",
    ] {
        let reply = send(&mut client, Method::POST, REFRESH, &[line]).await;
        assert_eq!(reply.status, 401, "{line}");
    }
}

async fn the_refresh_after_it_succeeds(cdi: Cdi) {
    let (_core, _app, mut client) = start(cdi, Some(".example.com")).await;
    let token = client.refresh_token.clone().expect("a token");
    let twice = format!("sRefreshToken={token}; sRefreshToken={token}");
    assert_eq!(
        send(&mut client, Method::POST, REFRESH, &[&twice])
            .await
            .status,
        200
    );
    // The browser has dropped the older one.
    client.refresh_token = Some(token);
    let reply = client.refresh().await;
    assert_eq!((reply.status, reply.text.as_str()), (200, "{}"));
    assert!(
        reply
            .set_cookies()
            .iter()
            .all(|line| line.contains("; Domain=api.example.com; "))
    );
    assert!(reply.front_token().is_some());
}
