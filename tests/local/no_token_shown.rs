//! At no level does a line of ours show a token: everything that a session goes through, with all spans and events.

use rocket::http::Header;
use rocket::local::asynchronous::{Client, LocalResponse};
use rocket::{get, post, routes};
use rocket_supertokens::{Error, Session, SuperTokens, verify_session};
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core};

use crate::logged::Logged;

const REFRESH: &str = "/auth/session/refresh";
const API_KEY: &str = "the-api-key-that-no-line-shows";
/// Longer parts of a token are not shown either.
const LONGEST: usize = 16;

#[verify_session]
#[get("/protected")]
fn protected() {}

#[verify_session(check_database)]
#[post("/checked")]
fn checked() {}

#[verify_session]
#[post("/change")]
async fn change(session: Session) -> Result<(), Error> {
    let update = std::collections::HashMap::from([("plan", "pro")]);
    session.merge_into_access_token_payload(update).await
}

/// All that must not be shown.
#[derive(Default)]
struct Secrets(Vec<String>);

impl Secrets {
    /// Keeps the tokens of a response.
    fn keep(&mut self, response: &LocalResponse<'_>) {
        for name in ["st-access-token", "st-refresh-token", "anti-csrf"] {
            let values = response.headers().get(name);
            self.0.extend(values.map(str::to_owned));
        }
        for cookie in response.cookies().iter() {
            self.0.push(cookie.value().to_owned());
        }
        self.0.retain(|secret| !secret.is_empty());
    }

    /// The parts of a token that are its own: the header of all access tokens is the same, and no secret.
    fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|secret| {
            let parts: Vec<_> = secret.split(['.', ' ']).collect();
            let own = usize::from(parts.len() == 3);
            // Words are no secrets.
            let is_secret = |part: &&str| part.len() >= 8;
            parts.into_iter().skip(own).filter(is_secret)
        })
    }

    #[track_caller]
    fn assert_none_in(&self, text: &str) {
        assert!(self.parts().count() > 10, "{:?}", self.0);
        for part in self.parts() {
            assert!(part.is_ascii(), "{part}");
            let length = LONGEST.min(part.len());
            for start in 0..=part.len() - length {
                let piece = &part[start..start + length];
                assert!(!text.contains(piece), "{piece} of {part}: {text}");
            }
        }
    }
}

fn cookies(response: &LocalResponse<'_>) -> Header<'static> {
    let pairs: Vec<_> = response
        .cookies()
        .iter()
        .map(|cookie| format!("{}={}", cookie.name(), cookie.value()))
        .collect();
    Header::new("cookie", pairs.join("; "))
}

fn bearer(token: &str) -> Header<'static> {
    Header::new("authorization", format!("Bearer {token}"))
}

/// A session in cookies, with an anti-csrf token: begun, used, changed, refreshed, stolen.
async fn live_in_cookies(client: &Client, core: &Core, secrets: &mut Secrets) {
    let mode = || Header::new("st-auth-mode", "cookie");
    let login = client.post("/login/alice").header(mode());
    let response = login.dispatch().await;
    secrets.keep(&response);
    let anti_csrf = |response: &LocalResponse<'_>| {
        let token = response.headers().get_one("anti-csrf");
        Header::new("anti-csrf", token.expect("a token").to_owned())
    };
    let (first, csrf) = (cookies(&response), anti_csrf(&response));
    drop(response);
    for path in ["/checked", "/change", "/checked"] {
        for csrf in [
            csrf.clone(),
            Header::new("anti-csrf", "wrong-anti-csrf-token-1"),
        ] {
            let request = client.post(path).header(first.clone());
            secrets.keep(&request.header(csrf).dispatch().await);
        }
    }
    core.behave(Behaviour::Echoes);
    let request = client.post("/checked").header(first.clone());
    secrets.keep(&request.header(csrf.clone()).dispatch().await);
    let request = client.post(REFRESH).header(first.clone());
    secrets.keep(&request.header(csrf.clone()).dispatch().await);
    core.behave(Behaviour::Works);
    let (mut newest, mut newest_csrf) = (first.clone(), csrf.clone());
    for _ in 0..2 {
        let request = client.post(REFRESH).header(newest);
        let response = request.header(newest_csrf).dispatch().await;
        secrets.keep(&response);
        (newest, newest_csrf) = (cookies(&response), anti_csrf(&response));
        drop(response);
        let request = client.get("/protected").header(newest.clone());
        secrets.keep(&request.dispatch().await);
    }
    let stolen = client.post(REFRESH).header(first).header(csrf);
    let response = stolen.dispatch().await;
    assert_eq!(response.status().code, 401);
    secrets.keep(&response);
}

/// Tokens that somebody made up, wherever a token may stand.
async fn forge(client: &Client, secrets: &mut Secrets) {
    let response = client.post("/login/bob").dispatch().await;
    secrets.keep(&response);
    let token = response.headers().get_one("st-access-token");
    let token = token.expect("a token").to_owned();
    drop(response);
    let parts: Vec<_> = token.split('.').collect();
    let turned = |text: &str| text.chars().rev().collect::<String>();
    let super_tokens: &SuperTokens = client.rocket().state().expect("managed");
    for forged in [
        format!("{}.{}.{}", parts[0], parts[1], turned(parts[2])),
        format!("{}.{}.{}", parts[0], turned(parts[1]), parts[2]),
        format!("{}.{}.{}", turned(parts[0]), parts[1], parts[2]),
        format!("{}.{}", parts[1], parts[2]),
        "a-secret-that-is-no-token-0123456789".to_owned(),
    ] {
        let request = client.get("/protected").header(bearer(&forged));
        assert_eq!(request.dispatch().await.status().code, 401);
        let request = client.post(REFRESH).header(bearer(&forged));
        assert_eq!(request.dispatch().await.status().code, 401);
        assert!(super_tokens.verify_token(&forged).await.is_err());
        let cookie = Header::new(
            "cookie",
            format!("sAccessToken={forged}; sRefreshToken={forged}"),
        );
        let request = client.post(REFRESH).header(cookie);
        request.dispatch().await;
        // Not the parts of a real token that are in it.
        secrets.0.extend(forged.split('.').map(turned));
        secrets
            .0
            .extend(forged.split('.').skip(1).map(str::to_owned));
    }
}

async fn nothing_is_shown(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let logged = Logged::all();
    let settings = core
        .settings()
        .api_key(API_KEY)
        .anti_csrf(rocket_supertokens::config::AntiCsrf::ViaToken);
    let routes = routes![crate::login, protected, checked, change];
    let rocket = App::rocket().attach(settings.fairing()).mount("/", routes);
    let client = Client::untracked(rocket).await.expect("it launches");
    let mut secrets = Secrets::default();
    live_in_cookies(&client, &core, &mut secrets).await;
    forge(&client, &mut secrets).await;
    let text = logged.lines().join("\n");
    // All of it was listened to.
    for part in ["verify{", "refresh{", "core.request{", "theft", "signature"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains(API_KEY), "{text}");
    secrets.assert_none_in(&text);
}

#[tokio::test]
async fn in_the_older_generation() {
    nothing_is_shown(Cdi::V5_3).await;
}

#[tokio::test]
async fn in_the_newer_generation() {
    nothing_is_shown(Cdi::V5_6).await;
}
