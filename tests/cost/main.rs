//! What the options of a route cost a request, in allocations.

mod hot_path;

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use allocation_counter::measure;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rocket::http::{Cookie, Header, Status};
use rocket::local::asynchronous::{Client, LocalRequest};
use rocket::{Route, get, routes};
use rocket_supertokens::claims::ClaimRules;
use rocket_supertokens::policy::{AllOf, DefaultPolicy, Policy, Required};
use rocket_supertokens::session::AccessToken;
use rocket_supertokens::{Error, Session, Sessions, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core};
use tokio::runtime::Runtime;

#[rocket::post("/login")]
async fn login(sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create("alice").await?;
    Ok(())
}

#[verify_session]
#[get("/without/options")]
fn without(_session: Session) {}

#[verify_session(
    required = true,
    check_database = false,
    anti_csrf_check = true,
    global_claims = false
)]
#[get("/with-all/options")]
fn with(_session: Session) {}

#[verify_session(policy = AllOf<AllOf<DefaultPolicy, Strict>, DefaultPolicy>)]
#[get("/of-three/policies")]
fn policies(_session: Session) {}

#[verify_session(policy = AllOf<Strict, Noted>)]
#[get("/made/rules")]
fn rules(_session: Session) {}

enum Strict {}

impl Policy for Strict {
    type Presence = Required;
    const ANTI_CSRF_CHECK: Option<bool> = Some(true);
}

/// How often [`Noted::claims`] was called.
static CALLS: AtomicUsize = AtomicUsize::new(0);

enum Noted {}

impl Policy for Noted {
    type Presence = Required;

    /// Makes the rules anew each time, as authors of policies may.
    fn claims() -> ClaimRules {
        CALLS.fetch_add(1, Ordering::Relaxed);
        ClaimRules::none()
    }
}

async fn log_in(client: &Client) -> String {
    let response = client.post("/login").dispatch().await;
    let token = response.headers().get_one("st-access-token");
    token.expect("a token").to_owned()
}

/// An application with these routes, and a session in it.
struct Warm {
    runtime: Runtime,
    client: Client,
    token: String,
    // These live as long as the test.
    _core: Core,
    _turn: MutexGuard<'static, ()>,
}

/// One application at a time: while another one launches, Rocket logs every request of the process, which allocates.
static TURN: Mutex<()> = Mutex::new(());

impl Warm {
    fn start(routes: Vec<Route>) -> Self {
        // A test that failed has left nothing behind.
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.expect("a runtime");
        let (client, token, core) = runtime.block_on(async {
            let core = Core::start(Cdi::V5_6).await;
            let rocket = App::rocket()
                .attach(core.settings().fairing())
                .mount("/", [routes![login], routes].concat());
            let client = Client::untracked(rocket).await.expect("the app launches");
            let token = log_in(&client).await;
            (client, token, core)
        });
        Self {
            runtime,
            client,
            token,
            _core: core,
            _turn: turn,
        }
    }

    /// The access token of a new session.
    async fn log_in(&self) -> String {
        log_in(&self.client).await
    }

    fn by_header(&self, uri: &'static str) -> LocalRequest<'_> {
        let bearer = Header::new("authorization", format!("Bearer {}", self.token));
        self.client.get(uri).header(bearer)
    }

    /// The cookie is in the jar, as over a socket, and in the header, where Rocket's local client leaves it out.
    fn by_cookie(&self, uri: &'static str) -> LocalRequest<'_> {
        let header = format!("sAccessToken={}; theme=dark", self.token);
        let request = self.client.get(uri).header(Header::new("cookie", header));
        request
            .cookie(Cookie::new("sAccessToken", self.token.clone()))
            .cookie(Cookie::new("theme", "dark"))
    }

    /// What one such request allocates from its dispatch on.
    fn allocations<'c>(&self, request: impl Fn() -> LocalRequest<'c>) -> u64 {
        // The first fetches the keys and fills what is filled once.
        for _ in 0..2 {
            let response = self.runtime.block_on(request().dispatch());
            assert_eq!(response.status(), Status::Ok);
        }
        let request = request();
        measure(|| drop(self.runtime.block_on(request.dispatch()))).count_total
    }
}

#[test]
fn a_request_costs_the_same_whatever_else_the_options_say() {
    let warm = Warm::start(routes![without, with, policies, rules]);
    let allocations = |uri: &'static str| warm.allocations(|| warm.by_cookie(uri));
    let without = allocations("/without/options");
    assert!(without > 0);
    assert_eq!(allocations("/without/options"), without);
    assert_eq!(allocations("/with-all/options"), without);
    assert_eq!(allocations("/of-three/policies"), without);
    // A policy that makes its rules anew is asked for them once, and not by every request.
    assert_eq!(allocations("/made/rules"), without);
    assert_eq!(CALLS.load(Ordering::Relaxed), 1);
}

/// What nobody asks for yet is not put into memory: a long token of a stranger costs no more than a short one, but for
/// the place where its bytes are decoded.
#[test]
fn a_long_forged_token_allocates_once_more_than_a_short_one() {
    let allocations = |claims: usize| {
        let more: serde_json::Map<_, _> = (0..claims)
            .map(|n| {
                (
                    format!("claim-{n}"),
                    serde_json::json!({ "v": [n, "text"], "t": n }),
                )
            })
            .collect();
        let mut payload = serde_json::json!({
            "iat": 1, "exp": 4_000_000_000_u64, "sub": "user", "tId": "public", "rsub": "user",
            "sessionHandle": "handle", "refreshTokenHash1": "hash",
        });
        payload.as_object_mut().expect("an object").extend(more);
        let header = r#"{"kid":"d-1","typ":"JWT","version":"5","alg":"RS256"}"#;
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let token = format!("{}.{}.c2ln", encode(header), encode(&payload.to_string()));
        let cost = measure(|| {
            black_box(AccessToken::parse(black_box(&token)).expect("well-formed"));
        });
        (token.len(), cost.count_total)
    };
    let (length, short) = allocations(0);
    assert!(length < 400 && short > 0);
    let (length, long) = allocations(400);
    assert!(length > 14_000, "{length}");
    assert_eq!(long, short + 1);
}
