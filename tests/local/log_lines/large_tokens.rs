//! Tokens that a browser does not keep.

use rocket::http::Header;
use rocket::routes;
use rocket::serde::json::json;
use rocket_supertokens::{Error, Sessions};
use rocket_supertokens_tests::{Cdi, Core};

use super::{Listening, status};

#[rocket::post("/large")]
async fn large(sessions: Sessions<'_>) -> Result<(), Error> {
    let payload = json!({ "big": "x".repeat(4096) });
    sessions.create("alice").payload(payload).await?;
    Ok(())
}

#[tokio::test]
async fn they_are_warned_of_in_both_modes() {
    let core = Core::share(Cdi::V5_6).await;
    let mut app = Listening::to(core.settings(), routes![large]).await;
    for (mode, cookies) in [
        ("cookie", ["sAccessToken", "sFrontToken"]),
        ("header", ["sFrontToken", "st-access-token"]),
    ] {
        let request = app.client.post("/large");
        let request = request.header(Header::new("st-auth-mode", mode));
        assert_eq!(status(request).await, 200);
        let lines = app.lines();
        assert_eq!(lines.len(), 2, "{mode}: {lines:?}");
        for (line, cookie) in lines.iter().zip(cookies) {
            let begin = "WARN browsers drop a cookie above 4096 bytes: if this client is a page, it has no session";
            assert!(line.starts_with(begin), "{line}");
            assert!(line.contains(&format!("cookie=\"{cookie}\"")), "{line}");
        }
    }
    let (status, lines) = app.log_in().await;
    assert_eq!((status, lines), (200, Vec::new()));
}
