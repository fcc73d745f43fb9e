//! Sessions as a browser has them.

use reqwest::Client;
use serde_json::json;

use crate::server::{Server, reply, session_recipe};

#[tokio::test]
async fn a_browser_has_a_session() {
    let server = Server::with(json!([session_recipe()])).await;
    let reply = server
        .post("/create", json!({ "recipeUserId": "alice" }))
        .await;
    assert_eq!((reply.status.as_u16(), reply.text.as_str()), (200, ""));
    let access = reply.headers["st-access-token"].to_str().expect("a text");
    let refresh = reply.headers["st-refresh-token"].to_str().expect("a text");

    let ids = json!({ "userId": "alice", "recipeUserId": "alice" });
    let request = |path: &str, name: &str, token: &str| {
        let request = Client::new().post(format!("{}{path}", server.url()));
        self::reply(request.header("cookie", format!("{name}={token}")))
    };
    let found = request("/getsession", "sAccessToken", access).await;
    assert_eq!((found.status.as_u16(), found.json()), (200, ids.clone()));
    let refreshed = request("/refreshsession", "sRefreshToken", refresh).await;
    assert_eq!((refreshed.status.as_u16(), refreshed.json()), (200, ids));
    let cookies = refreshed.headers.get_all("set-cookie").iter();
    let cookies: Vec<_> = cookies.filter_map(|line| line.to_str().ok()).collect();
    assert!(
        cookies
            .iter()
            .any(|line| line.starts_with("sAccessToken=ey")),
        "{cookies:?}"
    );

    let verify = Client::new().get(format!("{}/verify", server.url()));
    let verified = self::reply(verify.bearer_auth(access)).await;
    assert_eq!(verified.json(), json!({ "status": "OK" }));
    let refused = server.get("/verify").await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.json(), json!({ "message": "unauthorised" }));
}

#[tokio::test]
async fn the_core_is_told_whose_application_calls() {
    let server = Server::with(json!([session_recipe()])).await;
    server.session("alice").await;
    let requests = server.logged("networkInterceptor", "RES").await;
    let asked = requests.iter().find(|request| {
        let url = request["url"].as_str();
        url.is_some_and(|url| url.ends_with("/apiversion"))
    });
    let params = &asked.expect("the version was asked for")["params"];
    assert_eq!(params["apiDomain"], "https://api.supertokens.io");
    assert_eq!(params["websiteDomain"], "https://supertokens.io");
}
