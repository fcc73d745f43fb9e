//! What a client does with its session: it refreshes and signs out. What a thief does.

use rocket::http::uri::Origin;

use super::kit::TestSuperTokens;
use super::local::{LocalClient, LocalResponse};
use super::request::TestRequest;
use super::session::{TestSession, Tokens};
use crate::config::{REFRESH_PATH, TransferMethod};
use crate::session::SuperTokens;
use crate::token::AccessToken;

impl TestSuperTokens {
    /// The request by which a front end refreshes its session: `POST {api_base_path}/session/refresh`, with what the
    /// client's cookies have. It is sent by `dispatch`. For a client without cookies, or a session in headers, add
    /// [`.session(&session)`](TestRequest::session).
    ///
    /// # Panics
    /// If the client's application has no [fairing](SuperTokens::fairing).
    #[must_use = "the request is sent by `dispatch`"]
    #[track_caller]
    pub fn refresh<'c, C: LocalClient>(&self, client: &'c C) -> C::Request<'c> {
        post(client, REFRESH_PATH).in_browser()
    }

    /// The request by which a front end signs out: `POST {api_base_path}/signout`; else as [`refresh`](Self::refresh).
    ///
    /// # Panics
    /// As [`refresh`](Self::refresh).
    #[must_use = "the request is sent by `dispatch`"]
    #[track_caller]
    pub fn sign_out<'c, C: LocalClient>(&self, client: &'c C) -> C::Request<'c> {
        post(client, "/signout").in_browser()
    }

    /// The session that a response has begun or refreshed, with the tokens of its headers or cookies.
    ///
    /// # Panics
    /// If the response has no access token and refresh token. If a setting of the application names cookies and headers
    /// by the request, they are not found.
    #[track_caller]
    pub fn session_from<R: LocalResponse>(&self, response: &R) -> TestSession {
        for names in self.names() {
            let header = |name: &str| response.headers_now().get_one(name).map(str::to_owned);
            let cookie = |name: &str| Some(response.jar_now().get(name)?.value().to_owned());
            let in_headers = header(&names.access_header).zip(header(&names.refresh_header));
            let in_cookies = cookie(&names.access_cookie).zip(cookie(&names.refresh_cookie));
            for (found, method) in [
                (in_headers, TransferMethod::Header),
                (in_cookies, TransferMethod::Cookie),
            ] {
                if let Some(tokens) = found.and_then(tokens) {
                    return self.session_with(tokens, method);
                }
            }
        }
        panic!(
            "the response, {}, begins no session: it has no access token and refresh token",
            response.status_now()
        );
    }

    /// Copies the tokens in the client's cookies, as a thief does. Use it with a client of the thief's own:
    ///
    /// ```
    /// # use rocket_supertokens::{Error, Sessions, SuperTokens};
    /// # use rocket_supertokens::testing::{TestRequest, TestResponse, TestSuperTokens};
    /// # use std::time::Duration;
    /// # #[rocket::post("/login")]
    /// # async fn login(sessions: Sessions<'_>) -> Result<(), Error> { sessions.create("alice").await.map(drop) }
    /// # fn rocket() -> rocket::Rocket<rocket::Build> {
    /// #     rocket::custom(rocket::Config::debug_default())
    /// #         .attach(SuperTokens::fairing()).mount("/", rocket::routes![login])
    /// # }
    /// let st = TestSuperTokens::new();
    /// let (alice, thief) = (st.client(rocket()), st.client(rocket()));
    /// alice.post("/login").in_browser().dispatch();
    /// let stolen = st.steal_refresh_token(&alice);
    ///
    /// st.refresh(&alice).dispatch().assert_session_started();
    /// // For half a minute it could be a tab of hers that was late.
    /// st.clock().advance(Duration::from_secs(60));
    /// st.refresh(&thief).session(&stolen).dispatch().assert_theft_detected();
    /// st.refresh(&alice).dispatch().assert_session_cleared();
    /// ```
    ///
    /// A session in headers is stolen by using its value once more after it was refreshed.
    ///
    /// # Panics
    /// If the client has no session in its cookies.
    #[track_caller]
    pub fn steal_refresh_token<C: LocalClient>(&self, client: &C) -> TestSession {
        let names = super_tokens_of(client).config().transfer.without_request();
        let (jar, names) = (client.jar(), &names.names);
        let value = |name: &str| Some(jar.get(name)?.value().to_owned());
        let found = value(&names.access_cookie).zip(value(&names.refresh_cookie));
        let Some(tokens) = found.and_then(tokens) else {
            panic!(
                "there is nothing to steal: the client has no session in its cookies. Let it log in first, with `in_browser()`, by a client that keeps cookies"
            );
        };
        self.session_with(tokens, TransferMethod::Cookie)
    }
}

#[track_caller]
fn post<'c, C: LocalClient>(client: &'c C, path: &str) -> C::Request<'c> {
    let base = &super_tokens_of(client).config().app.api_base_path;
    let path = Origin::parse_owned(format!("{base}{path}"));
    client.post_to(path.expect("the routes are mounted there"))
}

#[track_caller]
fn super_tokens_of<C: LocalClient>(client: &C) -> &SuperTokens {
    let Some(super_tokens) = client.application().state() else {
        panic!(
            "the application of this client has no SuperTokens: attach the fairing, `rocket::build().attach(SuperTokens::fairing())`"
        );
    };
    super_tokens
}

fn tokens((access_token, refresh_token): (String, String)) -> Option<Tokens> {
    let access_token = AccessToken::parse(&access_token).ok()?;
    (!refresh_token.is_empty()).then_some(Tokens {
        access_token,
        refresh_token,
    })
}

impl TestSession {
    /// Begins the session now, and not when it is used first: for a test that lists or ends it before.
    ///
    /// ```
    /// # fn rocket() -> rocket::Rocket<rocket::Build> {
    /// #     rocket::custom(rocket::Config::debug_default()).attach(rocket_supertokens::SuperTokens::fairing())
    /// # }
    /// use rocket_supertokens::testing::TestSuperTokens;
    ///
    /// let st = TestSuperTokens::new();
    /// let client = st.client(rocket());
    /// let alice = st.session("alice").begin(&client);
    /// assert!(alice.handle().is_some());
    /// ```
    ///
    /// # Panics
    /// If the application of the client is not one of this session's
    /// [`TestSuperTokens`](crate::testing::TestSuperTokens).
    #[track_caller]
    pub fn begin(self, client: &impl LocalClient) -> Self {
        let super_tokens = super_tokens_of(client);
        let test = client.application().state::<TestSuperTokens>();
        assert!(
            test.is_some_and(|test| test.is(&self.of)),
            "this session is of another `TestSuperTokens` than the application of the client: make both with the same one, `st.client(rocket())`"
        );
        self.tokens(super_tokens);
        self
    }
}
