//! The core of a test, which runs within the process: its outages, and what it was asked.

mod data;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use serde::de::DeserializeOwned;
use supertokens_dev_core::{DevCoreBuilder, InProcessCore, SigningKeys};

pub(super) use self::data::tenant;
use crate::cdi::{Call, JWKS_PATH, RefreshSessionResponse, RemoveSessions, Version};
use crate::error::{Chain, HostFailureKind};
use crate::querier::TEST_KEY_MARK;
use crate::querier::{CoreRequest, CoreResponse, SendFailure, Sending, Transport};

/// The core of a [`TestSuperTokens`](super::TestSuperTokens). It runs within the process, with its data in memory.
///
/// ```
/// # use rocket_supertokens::testing::TestSuperTokens;
/// let st = TestSuperTokens::new();
/// st.core().create_role("editor", ["comments:write"]);
/// st.core().add_role_to_user("alice", "editor");
/// assert!(st.core().calls().is_empty(), "only the application's calls are listed");
/// ```
#[derive(Clone)]
pub struct TestCore(Arc<Inner>);

struct Inner {
    core: InProcessCore,
    /// The version in which the kit itself asks.
    version: Version,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    trouble: Trouble,
    calls: Vec<String>,
}

#[derive(Default, Clone, Copy)]
enum Trouble {
    #[default]
    None,
    Down,
    Silent,
    Slow(Duration),
}

/// Made once in the process, because that takes longer than thousands of requests. They mean nothing outside of it.
pub(in crate::testing) fn keys() -> &'static SigningKeys {
    static KEYS: OnceLock<SigningKeys> = OnceLock::new();
    KEYS.get_or_init(|| SigningKeys::generate(TEST_KEY_MARK).expect("the system has randomness"))
}

impl TestCore {
    #[track_caller]
    pub(in crate::testing) fn new(settings: DevCoreBuilder, version: Version) -> Self {
        let core = match settings.signing_keys(keys().clone()).in_process() {
            Ok(core) => core,
            Err(error) => panic!("the core of the test does not start: {}", Chain(&error)),
        };
        Self(Arc::new(Inner {
            core,
            version,
            state: Mutex::default(),
        }))
    }

    /// From now on the core cannot be reached: every connection is refused.
    ///
    /// The application has spoken to its core at launch, so it goes on with the keys it has, as in production. For one
    /// that has never seen its core, call this before the client is made.
    pub fn go_down(&self) {
        self.lock().trouble = Trouble::Down;
    }

    /// From now on the core accepts calls and never responds. Each call fails as it does when its time is over, but the
    /// test does not wait for that time.
    pub fn stop_responding(&self) {
        self.lock().trouble = Trouble::Silent;
    }

    /// From now on every response takes this long, and the test waits for it. If it is longer than the application's
    /// `request_timeout`, the call fails as it does when that time is over, and the test does not wait.
    pub fn slow(&self, delay: Duration) {
        self.lock().trouble = Trouble::Slow(delay);
    }

    /// Ends [`go_down`](Self::go_down), [`stop_responding`](Self::stop_responding) and [`slow`](Self::slow).
    pub fn come_back(&self) {
        self.lock().trouble = Trouble::None;
    }

    /// What the application has asked the core, in order: `"POST /recipe/session/refresh"`. A call that failed, because
    /// the core was down, is among them.
    ///
    /// A call in the background (the one that ends a stolen session, up to CDI 5.5) may come a moment later.
    /// Left out are calls of this kit, and those for keys and versions, which depend on what is known already.
    pub fn calls(&self) -> Vec<String> {
        self.lock().calls.clone()
    }

    /// Makes the list of [`calls`](Self::calls) empty.
    pub fn forget_calls(&self) {
        self.lock().calls.clear();
    }

    /// Asks the core, whatever trouble it has.
    #[track_caller]
    pub(in crate::testing) fn call<C: Call>(&self, call: &C) -> C::Response {
        let mut request = CoreRequest::of(call);
        request.set_version(self.0.version);
        let what = format!("{} {}", request.method, call.path());
        let response = self.respond(request);
        match read(&response) {
            Some(read) => read,
            None => panic!(
                "the core of the test refuses `{what}`: {} {}",
                response.status,
                String::from_utf8_lossy(&response.body).trim_end()
            ),
        }
    }

    fn respond(&self, request: CoreRequest) -> CoreResponse {
        let mut http = http::Request::new(request.body);
        *http.method_mut() = request.method;
        *http.uri_mut() = request.url.parse().unwrap_or_default();
        *http.headers_mut() = request.headers;
        let (head, body) = self.0.core.respond(http).into_parts();
        CoreResponse {
            status: head.status,
            headers: head.headers,
            body,
        }
    }

    /// The clock by which the core works.
    pub(in crate::testing) fn clock(&self) -> supertokens_dev_core::Clock {
        self.0.core.clock()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The application's way to the core.
impl Transport for TestCore {
    fn send(&self, request: CoreRequest) -> Sending<'_> {
        Box::pin(async move {
            let trouble = {
                let mut state = self.lock();
                state.calls.extend(described(&request));
                state.trouble
            };
            match trouble {
                Trouble::None => {}
                Trouble::Down => return Err(HostFailureKind::Refused.into()),
                Trouble::Silent => return Err(HostFailureKind::Timeout.into()),
                Trouble::Slow(delay) => tokio::time::sleep(delay).await,
            }
            let response = self.respond(request);
            self.end_stolen_session(&response);
            Ok::<_, SendFailure>(response)
        })
    }
}

impl TestCore {
    /// Up to CDI 5.5 the application ends a stolen session, in the background. Here it has ended when the response
    /// arrives, so that what a test does next depends on no race.
    fn end_stolen_session(&self, response: &CoreResponse) {
        if let Some(RefreshSessionResponse::TokenTheftDetected { session, .. }) = read(response) {
            self.call(&RemoveSessions {
                session_handles: &[&session.handle],
            });
        }
    }
}

/// As the list of calls shows it, without the query, which names users.
fn described(request: &CoreRequest) -> Option<String> {
    let uri: http::Uri = request.url.parse().ok()?;
    let path = uri.path();
    (path != JWKS_PATH && path != "/apiversion").then(|| format!("{} {path}", request.method))
}

fn read<T: DeserializeOwned>(response: &CoreResponse) -> Option<T> {
    let body = response.status.is_success().then_some(&response.body)?;
    serde_json::from_slice(body).ok()
}

impl fmt::Debug for TestCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestCore").finish_non_exhaustive()
    }
}
