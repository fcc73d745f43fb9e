//! Cookies and headers under other names.

use reqwest::Method;
use rocket_supertokens::Builder;
use rocket_supertokens::config::TokenNames;
use rocket_supertokens_tests::{App, Cdi, Reply};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    settings_rename_cookies,
    settings_rename_headers,
    a_function_names_them_by_request,
    renamed_cookies_may_be_there_twice_as_well,
);

const EPOCH: &str = "Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax";

fn renamed(settings: Builder) -> Builder {
    settings
        .access_token_cookie_name("my_access")
        .refresh_token_cookie_name("my_refresh")
        .access_token_header_name("X-My-Access")
        .refresh_token_header_name("X-My-Refresh")
}

/// The value that the reply sets for a cookie.
fn cookie(reply: &Reply, name: &str) -> String {
    let prefix = format!("{name}=");
    let lines = reply.set_cookies();
    let line = lines.iter().find_map(|line| line.strip_prefix(&prefix));
    let value = line.and_then(|line| line.split(';').next());
    value
        .unwrap_or_else(|| panic!("no {name}: {reply:?}"))
        .to_owned()
}

/// Sends a cookie and nothing else.
async fn send(app: &App, method: Method, path: &str, cookie: &str) -> Reply {
    let mut client = app.client();
    let request = client.plain(method, path).header("cookie", cookie);
    client.send(request).await
}

async fn settings_rename_cookies(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, renamed).await;
    let reply = log_in(&mut app.client().with_cookies(), "alice").await;
    let tokens = reply.json();
    let access = tokens["access"].as_str().expect("a token");
    let refresh = cookie(&reply, "my_refresh");
    assert_eq!(
        reply.cookies_by_day(),
        [
            format!("my_access={access}; Path=/; Expires=+365d; HttpOnly; SameSite=Lax"),
            format!(
                "my_refresh={refresh}; Path=/auth/session/refresh; Expires=+100d; HttpOnly; SameSite=Lax"
            ),
        ]
    );

    let reply = send(
        &app,
        Method::GET,
        "/session",
        &format!("my_access={access}"),
    )
    .await;
    assert_eq!(reply.status, 200);
    let usual = format!("sAccessToken={access}");
    let reply = send(&app, Method::GET, "/session", &usual).await;
    reply.assert_refused("unauthorised", false);

    let path = "/auth/session/refresh";
    let reply = send(&app, Method::POST, path, &format!("my_refresh={refresh}")).await;
    assert_eq!(reply.status, 200);
    assert_ne!(cookie(&reply, "my_access"), access);
    let reply = send(
        &app,
        Method::POST,
        path,
        &format!("sRefreshToken={refresh}"),
    )
    .await;
    assert_eq!(
        reply.set_cookies(),
        [
            format!("my_access=; Path=/; {EPOCH}"),
            format!("my_refresh=; Path=/auth/session/refresh; {EPOCH}"),
        ]
    );
}

async fn settings_rename_headers(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, renamed).await;
    let mut client = app.client();
    let reply = log_in(&mut client, "alice").await;
    let tokens = reply.json();
    assert_eq!(reply.header("x-my-access"), tokens["access"].as_str());
    assert_eq!(reply.header("x-my-refresh"), tokens["refresh"].as_str());
    assert_eq!(reply.header("st-access-token"), None);
    assert_eq!(reply.header("st-refresh-token"), None);
    assert_eq!(
        reply.header("access-control-expose-headers"),
        Some("front-token, X-My-Access, X-My-Refresh")
    );

    // Requests carry tokens in the same header as ever.
    client.access_token = tokens["access"].as_str().map(str::to_owned);
    assert_eq!(client.get("/session").await.status, 200);
    let reply = client.post("/auth/signout").await;
    assert_eq!(reply.header("x-my-access"), Some(""));
    assert_eq!(reply.header("x-my-refresh"), Some(""));
}

async fn a_function_names_them_by_request(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| {
        settings.token_names(|request| {
            let mut names = TokenNames::default();
            if let Some(shop) = request.header("x-shop") {
                names.access_cookie = format!("{shop}Access");
                names.refresh_cookie = format!("{shop}Refresh");
            }
            names
        })
    })
    .await;
    let mut client = app.client().with_cookies();
    let of_shop = client
        .bare(Method::POST, "/create")
        .header("x-shop", "north")
        .header("content-type", "application/json")
        .body(r#"{"user_id":"alice"}"#);
    let reply = client.send(of_shop).await;
    let access = cookie(&reply, "northAccess");
    cookie(&reply, "northRefresh");
    cookie(&log_in(&mut client, "alice").await, "sAccessToken");

    for (shop, status) in [(Some("north"), 200), (Some("south"), 401), (None, 401)] {
        let request = app
            .client()
            .plain(Method::GET, "/session")
            .header("cookie", format!("northAccess={access}"));
        let request = match shop {
            Some(shop) => request.header("x-shop", shop),
            None => request,
        };
        assert_eq!(app.client().send(request).await.status, status, "{shop:?}");
    }
}

async fn renamed_cookies_may_be_there_twice_as_well(cdi: Cdi) {
    let (_core, app) =
        fixture::start(cdi, |settings| renamed(settings).older_cookie_domain("")).await;
    let reply = log_in(&mut app.client().with_cookies(), "alice").await;
    let (access, refresh) = (cookie(&reply, "my_access"), cookie(&reply, "my_refresh"));
    // Two of the usual name mean nothing here.
    let line = format!("sAccessToken=a; sAccessToken=b; my_access={access}");
    assert_eq!(send(&app, Method::GET, "/session", &line).await.status, 200);
    let line = format!("my_access={access}; my_access=b");
    let reply = send(&app, Method::GET, "/session", &line).await;
    reply.assert_refused("try refresh token", false);
    let line = format!("my_refresh={refresh}; my_refresh=b");
    let reply = send(&app, Method::POST, "/auth/session/refresh", &line).await;
    assert_eq!(reply.status, 200);
    let cleared = format!("my_refresh=; Path=/auth/session/refresh; {EPOCH}");
    assert_eq!(reply.set_cookies(), [cleared]);
}
