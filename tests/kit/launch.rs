//! An application that has the kit does not serve, and one that has settings keeps them.

use rocket::http::{Header, Status};
use rocket::serde::json::{Value, json};
use rocket_supertokens::SuperTokens;
use rocket_supertokens::testing::{TestRequest, TestResponse, TestSuperTokens};
use rocket_supertokens_kit_tests::{rocket, with};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::Duration;

use rocket::fairing::AdHoc;

/// The port is free when the application asks for it: the kit lets the system choose.
#[rocket::async_test]
async fn a_real_launch_ends_at_once_and_serves_nothing() {
    let st = TestSuperTokens::new();
    let (sender, served) = mpsc::channel();
    // Somebody who connects as soon as the port is bound, and asks.
    let asks = AdHoc::on_liftoff("Client", move |rocket| {
        let (port, sender) = (rocket.config().port, sender.clone());
        Box::pin(async move {
            let connected = TcpStream::connect(("127.0.0.1", port));
            std::thread::spawn(move || {
                use std::io::{Read as _, Write as _};
                let mut response = String::new();
                if let Ok(mut stream) = connected {
                    _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
                    _ = stream.write_all(
                        b"GET /teapot HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
                    );
                    _ = stream.read_to_string(&mut response);
                }
                _ = sender.send(response);
            });
        })
    });
    let launch = tokio::spawn(st.rocket(rocket().attach(asks)).launch());
    let launched = tokio::time::timeout(Duration::from_secs(60), launch);
    let launched = launched.await.expect("it does not stay up");
    assert!(launched.is_err_and(|error| error.is_panic()));
    let response = served.recv().expect("somebody asked");
    assert_eq!(response, "", "nothing is served");
}

#[test]
fn settings_of_the_application_stay_but_for_the_core() {
    let st = TestSuperTokens::new();
    let settings = SuperTokens::builder()
        .connection_uri("https://core.example.com/appid-x")
        .api_key("the-key-of-production")
        .app_name("Shop")
        .api_domain("https://api.example.com")
        .website_domain("https://example.com")
        .api_base_path("/sessions")
        .require_core_at_launch(true)
        .session_expired_status_code(440);
    let client = st.client(with(settings));
    let response = client.get("/me").dispatch();
    assert_eq!(response.status().code, 440);
    let alice = st.session("alice");
    let response = st
        .refresh(&client)
        .session(&alice)
        .dispatch()
        .assert_session_started();
    let cookie = response.headers().get_one("set-cookie").expect("a cookie");
    assert!(cookie.contains("Secure"), "{cookie}");
    let response = client.get("/payload").session(&alice).dispatch();
    let payload: Value = response.into_json().expect("JSON");
    assert_eq!(
        payload["iss"],
        json!("https://rocket-supertokens.test/sessions")
    );
    let response = client
        .get("/sessions/.well-known/openid-configuration")
        .dispatch();
    assert_eq!(response.status(), Status::Ok);
}

/// `Rocket.toml` may have the cookie domain, and production's environment the rest.
#[test]
fn the_cookie_domain_of_production_is_no_obstacle() {
    for (domain, older) in [
        (".example.com", None),
        ("api.example.com", Some(".example.com")),
        (".example.com", Some("api.example.com")),
        ("api.example.com", Some("")),
        ("localhost", None),
        (".corp.internal", None),
    ] {
        let st = TestSuperTokens::new();
        let mut settings = SuperTokens::builder().cookie_domain(domain);
        if let Some(older) = older {
            settings = settings.older_cookie_domain(older);
        }
        let client = st.client(with(settings));
        let cookie_mode = Header::new("st-auth-mode", "cookie");
        let response = client.post("/login/alice").header(cookie_mode).dispatch();
        let cookies: Vec<_> = response.headers().get("set-cookie").collect();
        let attribute = format!("domain={domain};");
        assert!(
            cookies
                .iter()
                .any(|it| it.to_lowercase().contains(&attribute)),
            "{cookies:?}"
        );
        // They are kept and sent.
        assert_eq!(
            client.get("/me").dispatch().status(),
            Status::Ok,
            "{domain}"
        );
        let findings = client.rocket().state::<SuperTokens>().expect("it is there");
        let findings = tokio::runtime::Runtime::new()
            .expect("a runtime")
            .block_on(findings.check());
        assert!(findings.is_empty(), "{findings:?}");
    }
}

/// The developer's own `api_domain` beside it.
#[test]
fn a_local_api_with_the_cookie_domain_of_production_launches() {
    let st = TestSuperTokens::new();
    let settings = SuperTokens::builder()
        .api_domain("http://localhost:8000")
        .website_domain("http://localhost:8000")
        .cookie_domain(".example.com");
    let client = st.client(with(settings));
    assert_eq!(client.get("/me").dispatch().status(), Status::Unauthorized);
}

/// Two instances of the application before one core.
#[test]
fn two_clients_share_a_core_and_two_kits_share_nothing() {
    let st = TestSuperTokens::new();
    let (first, second) = (st.client(rocket()), st.client(rocket()));
    let alice = st.session("alice");
    for client in [&first, &second] {
        let response = client.delete("/account").session(&alice).dispatch();
        assert_eq!(response.status(), Status::Ok);
    }
    let other = TestSuperTokens::new();
    let client = other.client(rocket());
    let token = st.session_from(&first.post("/login/alice").dispatch());
    let response = first.get("/handle").session(&token).dispatch();
    let handle = response.into_string().expect("a handle");
    assert_eq!(token.handle(), Some(handle.as_str()));
    // The keys are the same, the sessions are not.
    let response = client
        .delete("/account")
        .session(&other.session("alice"))
        .dispatch();
    assert_eq!(response.status(), Status::Ok);
}
