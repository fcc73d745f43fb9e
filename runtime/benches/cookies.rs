//! What it costs to give a client its tokens. The session comes from an override that keeps it ready, so that no call to
//! the core is measured.

use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::Criterion;
use rocket::http::{Header, Status};
use rocket::local::asynchronous::Client;
use rocket::{post, routes};
use rocket_supertokens::overrides::{NewSession, SessionFunctions};
use rocket_supertokens::session::SessionTokens;
use rocket_supertokens::{Error, Session, Sessions, SuperTokens, async_trait};
use rocket_supertokens_benches::Fixture;

struct Ready {
    original: Arc<dyn SessionFunctions>,
    tokens: SessionTokens,
}

#[async_trait]
impl SessionFunctions for Ready {
    fn original(&self) -> &dyn SessionFunctions {
        &*self.original
    }

    async fn create_session(
        &self,
        _new: NewSession,
        super_tokens: &SuperTokens,
    ) -> Result<Session, Error> {
        super_tokens.session_from_tokens_dangerously(self.tokens.clone())
    }
}

#[post("/login")]
async fn login(sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create("alice").await.map(drop)
}

#[post("/open")]
fn open() {}

pub(crate) fn bench(criterion: &mut Criterion, fixture: &Fixture) {
    let client = fixture.block_on(client(fixture));
    let mut group = criterion.benchmark_group("writing");
    for (name, path, mode, writes) in [
        ("nothing", "/open", "cookie", None),
        ("cookies", "/login", "cookie", Some("set-cookie")),
        ("headers", "/login", "header", Some("st-access-token")),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| fixture.block_on(send(&client, path, mode, writes, times)));
        });
    }
}

async fn client(fixture: &Fixture) -> Client {
    let super_tokens = fixture.settings().build().expect("the settings are good");
    let session = super_tokens.create_session(NewSession::new("alice")).await;
    let tokens = session.expect("a session").all_tokens_dangerously();
    let settings = fixture.settings();
    let settings = settings.override_functions(|original| Ready { original, tokens });
    let rocket = rocket::custom(rocket::Config::figment().merge(("log_level", "off")))
        .attach(settings.fairing())
        .mount("/", routes![login, open]);
    Client::untracked(rocket).await.expect("it ignites")
}

async fn send(
    client: &Client,
    path: &str,
    mode: &'static str,
    writes: Option<&str>,
    times: u64,
) -> Duration {
    let mut took = Duration::ZERO;
    for _ in 0..times {
        let request = client.post(path).header(Header::new("st-auth-mode", mode));
        let start = Instant::now();
        let response = request.dispatch().await;
        took += start.elapsed();
        assert_eq!(response.status(), Status::Ok);
        assert!(writes.is_none_or(|header| response.headers().contains(header)));
    }
    took
}
