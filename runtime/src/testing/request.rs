//! A request of a test gets a session.

use rocket::Request;

use super::kit::TestSuperTokens;
use super::local::LocalRequest;
use super::session::TestSession;
use crate::config::{
    ANTI_CSRF, AUTHORIZATION, AntiCsrf, REFRESH_PATH, TokenNames, TransferConfig, TransferMethod,
    TransferPurpose,
};
use crate::session::SuperTokens;
use crate::token::AccessToken;
use crate::transfer::{AUTH_MODE, RID};

/// What the tests add to a request of Rocket's local clients, blocking or asynchronous.
pub trait TestRequest: LocalRequest {
    /// Adds a session to the request, as a browser or an app carries it: the tokens, and the protection against forged
    /// requests that the application asks for. Another session of the request is replaced.
    ///
    /// A request to the refresh route gets the refresh token too.
    ///
    /// ```
    /// # use rocket_supertokens::{SuperTokens, Session, verify_session};
    /// use rocket_supertokens::testing::{TestRequest, TestSuperTokens};
    /// # #[verify_session]
    /// # #[rocket::get("/me")]
    /// # fn me(session: Session) -> String { session.user_id().to_owned() }
    /// # fn rocket() -> rocket::Rocket<rocket::Build> {
    /// #     rocket::custom(rocket::Config::debug_default())
    /// #         .attach(SuperTokens::fairing()).mount("/", rocket::routes![me])
    /// # }
    ///
    /// let st = TestSuperTokens::new();
    /// let client = st.client(rocket());
    /// let response = client.get("/me").session(&st.session("alice")).dispatch();
    /// assert_eq!(response.into_string().as_deref(), Some("alice"));
    /// ```
    ///
    /// # Panics
    /// If the application of the request is not one of the session's [`TestSuperTokens`].
    #[must_use]
    #[track_caller]
    fn session(self, session: &TestSession) -> Self {
        let carried = self.look(|request| Carried::of(session, request, session.shown.method));
        carried.put_into(self)
    }

    /// As [`session`](Self::session), in the `Authorization` header, whatever the session says.
    ///
    /// # Panics
    /// As [`session`](Self::session).
    #[must_use]
    #[track_caller]
    fn session_in_headers(self, session: &TestSession) -> Self {
        let method = Some(TransferMethod::Header);
        let carried = self.look(|request| Carried::of(session, request, method));
        carried.put_into(self)
    }

    /// Adds the refresh token of a session, for a refresh route of your own.
    ///
    /// # Panics
    /// As [`session`](Self::session).
    #[must_use]
    #[track_caller]
    fn refresh_token_of(self, session: &TestSession) -> Self {
        let carried = self
            .look(|request| Carried::with(session, request, session.shown.method, Which::Refresh));
        carried.put_into(self)
    }

    /// Adds the headers that SuperTokens' front end adds in a browser: a session that begins is in cookies
    /// (`st-auth-mode: cookie`), and a request with the session that the client's cookies have is shown not to be
    /// forged (`rid`, and the `anti-csrf` token if the session has one).
    #[must_use]
    fn as_browser(self) -> Self {
        let anti_csrf = self.look(|request| {
            let held = held_in_jar(request, &names(request)?)?;
            held.anti_csrf_token().map(str::to_owned)
        });
        let request = self
            .with_header(AUTH_MODE, "cookie".to_owned())
            .with_header(RID, ANTI_CSRF.to_owned());
        match anti_csrf {
            Some(token) => request.with_header(ANTI_CSRF, token),
            None => request,
        }
    }
}

impl<R: LocalRequest> TestRequest for R {}

/// Which token the route expects.
#[derive(Clone, Copy, PartialEq)]
enum Which {
    Access,
    Refresh,
}

/// What a client adds to a request for its session.
#[derive(Default)]
struct Carried {
    cookies: Vec<(String, String)>,
    headers: Vec<(&'static str, String)>,
}

impl Carried {
    #[track_caller]
    fn of(session: &TestSession, request: &Request<'_>, method: Option<TransferMethod>) -> Self {
        let (super_tokens, _) = world_of(session, request);
        let base = &super_tokens.config().app.api_base_path;
        let path = request.uri().path().as_str();
        let refreshes = path.starts_with(base.as_str()) && path.ends_with(REFRESH_PATH);
        let which = if refreshes {
            Which::Refresh
        } else {
            Which::Access
        };
        Self::with(session, request, method, which)
    }

    #[track_caller]
    fn with(
        session: &TestSession,
        request: &Request<'_>,
        method: Option<TransferMethod>,
        which: Which,
    ) -> Self {
        let (super_tokens, transfer) = world_of(session, request);
        let method = method.unwrap_or_else(|| taken(super_tokens, request));
        let tokens = session.tokens(super_tokens);
        let access_token = session.access_token_shown(&tokens.access_token);
        if method == TransferMethod::Header {
            let token = match which {
                Which::Access => access_token,
                Which::Refresh => tokens.refresh_token.clone(),
            };
            return Self {
                headers: vec![(AUTHORIZATION, format!("Bearer {token}"))],
                ..Self::default()
            };
        }
        let names = &transfer.names;
        // What a response has given to the client is newer.
        let newer = held_in_jar(request, names).filter(|held| {
            held.session_handle() == tokens.access_token.session_handle() && !session.is_forged()
        });
        let mut carried = Self::default();
        if newer.is_none() {
            carried
                .cookies
                .push((names.access_cookie.clone(), access_token));
            if which == Which::Refresh {
                let token = tokens.refresh_token.clone();
                carried.cookies.push((names.refresh_cookie.clone(), token));
            }
        }
        if !session.shown.without_anti_csrf {
            let token = newer.as_ref().unwrap_or(&tokens.access_token);
            carried.headers.extend(not_forged(&transfer, token));
        }
        carried
    }

    fn put_into<R: LocalRequest>(self, mut request: R) -> R {
        for (name, value) in self.cookies {
            request = request.with_cookie(name, value);
        }
        for (name, value) in self.headers {
            request = request.with_header(name, value);
        }
        request
    }
}

/// What another site could not add.
fn not_forged(transfer: &TransferConfig, token: &AccessToken) -> Option<(&'static str, String)> {
    match transfer.anti_csrf {
        AntiCsrf::ViaToken => Some((ANTI_CSRF, token.anti_csrf_token()?.to_owned())),
        AntiCsrf::ViaCustomHeader => Some((RID, ANTI_CSRF.to_owned())),
        AntiCsrf::None => None,
    }
}

/// The application's `SuperTokens`, and how tokens travel in this request. It must be the session's application.
#[track_caller]
fn world_of<'r>(
    session: &TestSession,
    request: &'r Request<'_>,
) -> (&'r SuperTokens, std::sync::Arc<TransferConfig>) {
    let rocket = request.rocket();
    let Some(test) = rocket.state::<TestSuperTokens>() else {
        panic!(
            "the application of this request does not know `TestSuperTokens`: make the client with `st.client(rocket())`, or give Rocket's client `st.rocket(rocket())`"
        );
    };
    let Some(super_tokens) = rocket.state::<SuperTokens>() else {
        panic!(
            "the application of this request has no SuperTokens: attach the fairing, `rocket::build().attach(SuperTokens::fairing())`"
        );
    };
    assert!(
        test.is(&session.of),
        "this session is of another `TestSuperTokens` than the application of the request: make both with the same one"
    );
    let transfer = super_tokens.config().transfer.of(request);
    (super_tokens, transfer)
}

/// Cookies, unless the application takes tokens in headers only.
fn taken(super_tokens: &SuperTokens, request: &Request<'_>) -> TransferMethod {
    let choose = super_tokens
        .config()
        .transfer
        .functions
        .transfer_method
        .as_ref();
    let chosen = choose.and_then(|choose| choose(request, TransferPurpose::ReadToken));
    chosen.unwrap_or(TransferMethod::Cookie)
}

fn names(request: &Request<'_>) -> Option<TokenNames> {
    let super_tokens = request.rocket().state::<SuperTokens>()?;
    Some(super_tokens.config().transfer.of(request).names.clone())
}

/// The access token among the cookies that the client keeps.
fn held_in_jar(request: &Request<'_>, names: &TokenNames) -> Option<AccessToken> {
    let cookie = request.cookies().get(&names.access_cookie)?;
    AccessToken::parse(cookie.value()).ok()
}
