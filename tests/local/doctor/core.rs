//! Findings of the core, over real connections. Each message has a test of its own beside the code.

use std::time::{Duration, SystemTime};

use rocket::http::Header;
use rocket::local::asynchronous::Client;
use rocket::{get, routes};
use rocket_supertokens::{Session, SuperTokens, verify_session};
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core, Raw, RawServer};

use super::{NOBODY, lines, logged};
use crate::logged::Logged;

#[verify_session]
#[get("/protected")]
fn protected(session: Session) -> String {
    session.user_id().to_owned()
}

fn of(client: &Client) -> &SuperTokens {
    let super_tokens = client.rocket().state::<SuperTokens>();
    super_tokens.expect("the fairing is attached")
}

const REFUSED: &str = "http://127.0.0.1:9 refused the connection (is the core listening?): client error (Connect): tcp connect \
                       error: Connection refused (os error 111). Check `connection_uri`";

#[tokio::test]
async fn hosts_are_asked_when_somebody_wants_to_know() {
    let core = Core::share(Cdi::V5_6).await;
    let uri = format!("{};{NOBODY}", core.connection_uri());
    let of_both = || core.settings().connection_uri(uri.clone());
    let settings = of_both().build().expect("valid");
    assert_eq!(
        lines(&settings.check().await),
        [format!(
            "WARN a host of the core gives no response, others do: {REFUSED} code=\"core_host_unreachable\""
        )]
    );
    core.behave(Behaviour::Breaks);
    // What was said a moment ago counts for all who ask, however many.
    core.take_calls();
    let (one, other) = rocket::tokio::join!(settings.check(), settings.check());
    assert_eq!((one.len(), other.len()), (1, 1));
    assert_eq!(core.take_calls(), [""; 0]);
    let settings = of_both().build().expect("valid");
    let found = settings.check().await;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        lines(&found)
            .iter()
            .all(|line| line.starts_with("ERROR the core gives no response: ")),
        "{found:?}"
    );
    // What was wrong with the core is not wrong for ever.
    core.behave(Behaviour::Works);
    let settings = of_both().build().expect("valid");
    assert_eq!(settings.check().await.len(), 1);
}

#[tokio::test]
async fn a_core_that_is_too_old() {
    let core = Core::share(Cdi::V5_6).await;
    core.behave_at("/apiversion", Behaviour::Says(r#"{"versions":["2.21"]}"#));
    let found = core.settings().build().expect("valid").check().await;
    let host = core.connection_uri();
    assert_eq!(
        lines(&found),
        [format!(
            "ERROR the core at {host} cannot be used: the SuperTokens core speaks CDI 2.21, this crate 5.0, 5.1, 5.2, 5.3, \
             5.4, 5.5, 5.6: use a core from 9.0 on, and check `max_cdi_version` code=\"core_host_incompatible\""
        )]
    );
}

#[tokio::test]
async fn a_clock_that_is_wrong() {
    let body = r#"{"versions":["5.3"],"keys":[{"kty":"RSA","kid":"d-1"}]}"#;
    let date = httpdate::fmt_http_date(SystemTime::now() - Duration::from_secs(86_400 + 60));
    let length = body.len();
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\ndate: {date}\r\n\r\n{body}"
    );
    let server = RawServer::start(Raw::Sends(response.into_bytes())).await;
    let core = Core::share(Cdi::V5_6).await;
    let settings = core.settings().connection_uri(server.uri());
    let found = settings.build().expect("valid").check().await;
    let [line] = &lines(&found)[..] else {
        panic!("{found:?}");
    };
    let begins = "WARN the clock of this machine is at least 1day ";
    assert!(line.starts_with(begins), "{line}");
    let host = server.uri();
    let ends = format!(
        " ahead of that of the core at {host}: access tokens expire too early. Synchronise both clocks (NTP) code=\"clock_skew\""
    );
    assert!(line.ends_with(&ends), "{line}");
}

#[tokio::test]
async fn tokens_of_an_application_that_has_the_other_kind() {
    let core = Core::share(Cdi::V5_6).await;
    let launch = async |settings: rocket_supertokens::Builder| {
        let rocket = App::rocket().attach(settings.fairing());
        let rocket = rocket.mount("/", routes![crate::login, protected]);
        Client::untracked(rocket).await.expect("it launches")
    };
    let others = launch(core.settings()).await;
    let token = crate::log_in(&others).await;
    let listening = Logged::everything();
    let ours = launch(core.settings().use_dynamic_access_token_signing_key(false)).await;
    assert_eq!(lines(&of(&ours).check().await), [""; 0]);
    for _ in 0..2 {
        let bearer = Header::new("authorization", format!("Bearer {token}"));
        let reply = ours.get("/protected").header(bearer).dispatch().await;
        assert_eq!(reply.status().code, 401);
    }
    let expected = "WARN access tokens arrive that are signed with a dynamic key, but \
                    `use_dynamic_access_token_signing_key` is false: they are refused until the client refreshes. After a \
                    change of the setting this passes; otherwise another application with the same core has the other \
                    value: write the same in both code=\"tokens_of_other_kind\"";
    assert_eq!(lines(&of(&ours).check().await), [expected]);
    // The first of many is told.
    assert_eq!(logged(&listening), [expected]);
    assert!(!listening.lines().concat().contains(&token));
}
