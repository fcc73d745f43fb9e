//! Where the cookies go: domain and path.

use reqwest::Method;
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    a_cookie_domain_goes_with_every_cookie,
    the_access_token_has_a_path_of_its_own,
    the_refresh_token_goes_to_its_route_only,
);

async fn a_cookie_domain_goes_with_every_cookie(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for (given, api, domain) in [
        (" .Example.com ", "http://api.example.com", ".example.com"),
        (
            "api.example.com",
            "http://api.example.com",
            "api.example.com",
        ),
        (".localhost", "http://localhost:8000", "localhost"),
        (".127.0.0.1", "http://127.0.0.1:8000", "127.0.0.1"),
    ] {
        let settings = core
            .settings()
            .api_domain(api)
            .website_domain(api)
            .cookie_domain(given);
        let app = App::serve(settings, fixture::routes()).await;
        let mut client = app.client().with_cookies();
        let reply = log_in(&mut client, "alice").await;
        let (access, refresh) = (client.access_token.clone(), client.refresh_token.clone());
        let [access, refresh] = [access, refresh].map(|token| token.expect("a token"));
        let rest = "HttpOnly; SameSite=Lax";
        assert_eq!(
            reply.cookies_by_day(),
            [
                format!("sAccessToken={access}; Domain={domain}; Path=/; Expires=+365d; {rest}"),
                format!(
                    "sRefreshToken={refresh}; Domain={domain}; Path=/auth/session/refresh; Expires=+100d; {rest}"
                ),
            ]
        );
        let epoch = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";
        assert_eq!(
            client.post("/auth/signout").await.set_cookies(),
            [
                format!("sAccessToken=; Domain={domain}; Path=/; {epoch}; {rest}"),
                format!(
                    "sRefreshToken=; Domain={domain}; Path=/auth/session/refresh; {epoch}; {rest}"
                ),
            ]
        );
    }
}

async fn the_access_token_has_a_path_of_its_own(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for (given, path) in [
        ("/api/", "/api"),
        ("api/v1", "/api/v1"),
        ("", "/"),
        ("/", "/"),
    ] {
        let app = App::serve(core.settings().access_token_path(given), fixture::routes()).await;
        let reply = log_in(&mut app.client().with_cookies(), "alice").await;
        let lines = reply.cookies_by_day();
        assert!(
            lines[0].contains(&format!("; Path={path}; Expires=+365d; ")),
            "{lines:?}"
        );
        assert!(
            lines[1].contains("; Path=/auth/session/refresh; "),
            "{lines:?}"
        );
        // The cookie from before 2023 had the same path.
        let mut client = app.client();
        let request = client
            .plain(Method::POST, "/auth/session/refresh")
            .header("cookie", "sIdRefreshToken=x");
        let lines = client.send(request).await.cookies_by_day();
        assert!(
            lines
                .iter()
                .any(|line| line.starts_with(&format!("sIdRefreshToken=; Path={path}; ")))
        );
    }
}

async fn the_refresh_token_goes_to_its_route_only(cdi: Cdi) {
    let core = Core::share(cdi).await;
    for (gateway, base, path, route) in [
        ("", "", "/session/refresh", "/session/refresh"),
        ("", "/", "/session/refresh", "/session/refresh"),
        (
            "",
            "/api/auth",
            "/api/auth/session/refresh",
            "/api/auth/session/refresh",
        ),
        (
            "gw",
            "auth",
            "/gw/auth/session/refresh",
            "/auth/session/refresh",
        ),
    ] {
        let settings = core
            .settings()
            .api_gateway_path(gateway)
            .api_base_path(base);
        let app = App::serve(settings, fixture::routes()).await;
        let mut client = app.client().with_cookies();
        let reply = log_in(&mut client, "alice").await;
        let lines = reply.set_cookies();
        assert!(
            lines[1].contains(&format!("; Path={path}; Expires=")),
            "{lines:?}"
        );
        let refresh = client.refresh_token.clone().expect("a token");
        let request = client
            .bare(Method::POST, route)
            .header("cookie", format!("sRefreshToken={refresh}"));
        assert_eq!(client.send(request).await.status, 200, "{route}");
    }
}
