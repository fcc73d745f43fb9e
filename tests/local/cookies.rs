//! Cookies of the client's jar and of a header that it was given, together.

use rocket::http::{Cookie, Header, Status};
use rocket::local::asynchronous::Client;
use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::{log_in, start, with_session};

#[verify_session]
#[get("/protected")]
fn protected(session: Session) -> String {
    session.user_id().to_owned()
}

fn raw(line: String) -> Header<'static> {
    Header::new("Cookie", line)
}

#[rocket::async_test]
async fn a_header_does_not_hide_the_jar() {
    let (_core, client) = start(routes![protected]).await;
    let token = log_in(&client).await;
    for line in [
        "theme=dark",
        "",
        "theme=dark; sAccessTokens=x",
        "xsAccessToken=x",
    ] {
        let request = with_session(client.get("/protected"), &token).header(raw(line.to_owned()));
        let reply = request.dispatch().await;
        assert_eq!(reply.status(), Status::Ok, "{line}");
    }
}

/// Two cookies of one name are a reason to refuse, so one that is in both places must count once.
#[rocket::async_test]
async fn a_cookie_in_both_counts_once_and_as_the_header_has_it() {
    let (_core, client) = start(routes![protected]).await;
    let token = log_in(&client).await;
    for (line, status) in [
        (format!("sAccessToken={token}"), Status::Ok),
        (format!(" a=b ;sAccessToken = {token}"), Status::Ok),
        (format!("s%41ccessToken={token}"), Status::Unauthorized),
        ("sAccessToken=x".to_owned(), Status::Unauthorized),
        (
            format!("sAccessToken={token}; sAccessToken={token}"),
            Status::Unauthorized,
        ),
    ] {
        let request = with_session(client.get("/protected"), &token).header(raw(line.clone()));
        assert_eq!(request.dispatch().await.status(), status, "{line}");
    }
}

/// A client that keeps cookies, as users' own tests have it.
#[rocket::async_test]
async fn a_tracking_client_stays_logged_in_beside_a_header() {
    let core = Core::start(Cdi::V5_6).await;
    let rocket = App::rocket().attach(core.settings().fairing());
    let rocket = rocket.mount("/", routes![crate::login, protected]);
    let client = Client::tracked(rocket).await.expect("it launches");
    let cookie_mode = Header::new("st-auth-mode", "cookie");
    let reply = client
        .post("/login/alice")
        .header(cookie_mode)
        .dispatch()
        .await;
    assert_eq!(reply.status(), Status::Ok);
    let request = client
        .get("/protected")
        .header(raw("theme=dark".to_owned()));
    assert_eq!(request.dispatch().await.status(), Status::Ok);
    let request = client
        .post("/auth/session/refresh")
        .header(raw("theme=dark".to_owned()));
    let reply = request.cookie(Cookie::new("lang", "en")).dispatch().await;
    assert_eq!(reply.status(), Status::Ok);
}
