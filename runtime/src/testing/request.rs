//! A request of a test gets a session.

use std::sync::Arc;

use rocket::Request;

use super::kit::TestSuperTokens;
use super::local::LocalRequest;
use super::session::TestSession;
use crate::config::{
    ANTI_CSRF, AUTHORIZATION, AntiCsrf, REFRESH_PATH, TransferConfig, TransferMethod,
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
        let asked = Asked::of(&self);
        let carried = Carried::of(session, &asked, session.shown.method, asked.expects());
        carried.put_into(self)
    }

    /// As [`session`](Self::session), in the `Authorization` header, whatever the session says.
    ///
    /// # Panics
    /// As [`session`](Self::session).
    #[must_use]
    #[track_caller]
    fn session_in_headers(self, session: &TestSession) -> Self {
        let asked = Asked::of(&self);
        let method = Some(TransferMethod::Header);
        let carried = Carried::of(session, &asked, method, asked.expects());
        carried.put_into(self)
    }

    /// Adds the refresh token of a session, for a refresh route of your own.
    ///
    /// # Panics
    /// As [`session`](Self::session).
    #[must_use]
    #[track_caller]
    fn refresh_token_of(self, session: &TestSession) -> Self {
        let asked = Asked::of(&self);
        let carried = Carried::of(session, &asked, session.shown.method, Which::Refresh);
        carried.put_into(self)
    }

    /// Adds the headers that SuperTokens' front end adds in a browser: a session that begins is in cookies
    /// (`st-auth-mode: cookie`), and a request with the session that the client's cookies have is shown not to be
    /// forged (`rid`, and the `anti-csrf` token if the session has one).
    #[must_use]
    fn in_browser(self) -> Self {
        let anti_csrf = self.look(|request| {
            let super_tokens = request.rocket().state::<SuperTokens>()?;
            let transfer = super_tokens.config().transfer.of(request);
            let held = AccessToken::parse(&cookie(request, &transfer.names.access_cookie)?).ok()?;
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

/// What is to be known of a request before it gets a session.
struct Asked {
    /// The kit of the application.
    test: TestSuperTokens,
    super_tokens: SuperTokens,
    transfer: Arc<TransferConfig>,
    path: String,
    /// Cookies, unless the application takes tokens in headers only.
    method: TransferMethod,
    /// The tokens among the cookies that the client keeps.
    held: Option<AccessToken>,
    holds_refresh_token: bool,
}

impl Asked {
    #[track_caller]
    fn of(request: &impl LocalRequest) -> Self {
        // A panic within would not name the place in the test.
        match request.look(Self::read) {
            Ok(asked) => asked,
            Err(mistake) => panic!("{mistake}"),
        }
    }

    fn read(request: &Request<'_>) -> Result<Self, &'static str> {
        let rocket = request.rocket();
        let test = rocket.state::<TestSuperTokens>().ok_or(
            "the application of this request does not know `TestSuperTokens`: make the client with `st.client(rocket())`, or give Rocket's client `st.rocket(rocket())`",
        )?;
        let super_tokens = rocket.state::<SuperTokens>().ok_or(
            "the application of this request has no SuperTokens: attach the fairing, `rocket::build().attach(SuperTokens::fairing())`",
        )?;
        let rules = &super_tokens.config().transfer;
        let transfer = rules.of(request);
        let choose = rules.functions.transfer_method.as_ref();
        let method = choose.and_then(|choose| choose(request, TransferPurpose::ReadToken));
        let held = cookie(request, &transfer.names.access_cookie);
        Ok(Self {
            test: test.clone(),
            super_tokens: super_tokens.clone(),
            path: request.uri().path().to_string(),
            method: method.unwrap_or(TransferMethod::Cookie),
            held: held.and_then(|text| AccessToken::parse(&text).ok()),
            holds_refresh_token: cookie(request, &transfer.names.refresh_cookie).is_some(),
            transfer,
        })
    }

    /// Which token the route expects.
    fn expects(&self) -> Which {
        let base = &self.super_tokens.config().app.api_base_path;
        match self.path.starts_with(base.as_str()) && self.path.ends_with(REFRESH_PATH) {
            true => Which::Refresh,
            false => Which::Access,
        }
    }
}

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
    fn of(
        session: &TestSession,
        asked: &Asked,
        method: Option<TransferMethod>,
        which: Which,
    ) -> Self {
        assert!(
            asked.test.is(&session.of),
            "this session is of another `TestSuperTokens` than the application of the request: make both with the same one"
        );
        let tokens = session.tokens(&asked.super_tokens);
        let access_token = session.access_token_shown(&tokens.access_token);
        let refresh_token = tokens.refresh_token.clone();
        let mut carried = Self::default();
        if method.unwrap_or(asked.method) == TransferMethod::Header {
            let token = match which {
                Which::Access => access_token,
                Which::Refresh => refresh_token,
            };
            let bearer = format!("Bearer {token}");
            carried.headers.push((AUTHORIZATION, bearer));
            return carried;
        }
        // What a response has given to the client is newer.
        let handle = tokens.access_token.session_handle();
        let newer = asked.held.as_ref();
        let newer = newer.filter(|it| it.session_handle() == handle && !session.is_forged());
        let names = &asked.transfer.names;
        if newer.is_none() {
            carried
                .cookies
                .push((names.access_cookie.clone(), access_token));
        }
        // The client may have got a new access token only.
        let has_newer = newer.is_some() && asked.holds_refresh_token;
        if which == Which::Refresh && !has_newer {
            carried
                .cookies
                .push((names.refresh_cookie.clone(), refresh_token));
        }
        if !session.shown.without_anti_csrf {
            let token = newer.unwrap_or(&tokens.access_token);
            carried.headers.extend(not_forged(&asked.transfer, token));
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

/// A cookie that the client keeps.
fn cookie(request: &Request<'_>, name: &str) -> Option<String> {
    Some(request.cookies().get(name)?.value().to_owned())
}
