//! The originals before a core that says what a test wants, by a clock that a test moves.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::{
    Credentials, EmailPasswordFunctions, OriginalFunctions, ResetTokenFor, SignIn, SignUp, Update,
    UpdateUser,
};
use crate::config::{Config, RequestFunctions};
use crate::error::{Error, HostFailureKind};
use crate::querier::scripted::settings_of;
use crate::querier::{Context, CoreRequest, CoreResponse, Sending, Transport};
use crate::recipes::email_password::{EmailPassword, InUse};
use crate::session::{Parts, SuperTokens, originals};

const HASHING: Duration = Duration::from_millis(300);

/// Knows Ann, who has the password "right", and Lee, who has another login method besides.
#[derive(Clone, Default)]
struct SmallCore {
    asked: Arc<Mutex<Vec<String>>>,
    down: Arc<Mutex<bool>>,
}

impl Transport for SmallCore {
    fn send(&self, request: CoreRequest) -> Sending<'_> {
        let uri: http::Uri = request.url.parse().expect("a URI");
        let asked = format!("{} {}", request.method, uri.path());
        self.asked.lock().expect("no panic").push(asked);
        let down = *self.down.lock().expect("no panic");
        Box::pin(async move {
            if down {
                return Err(HostFailureKind::Refused.into());
            }
            let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
            let (status, answer) = answer(&uri, &body).await;
            Ok(CoreResponse {
                status,
                headers: HeaderMap::new(),
                body: answer.into_bytes(),
            })
        })
    }
}

async fn answer(uri: &http::Uri, body: &Value) -> (StatusCode, String) {
    let answer = match uri.path() {
        "/apiversion" => json!({ "versions": ["5.3"] }),
        "/public/users/by-accountinfo" => {
            let query = uri.query().unwrap_or_default();
            assert!(query.ends_with("&doUnionOfAccountInfo=true"), "{query}");
            let users = if query.contains("ann%40") {
                json!([ann()])
            } else if query.contains("lee-google%40") {
                json!([lee()])
            } else if query.contains("google%40") {
                json!([only_google()])
            } else {
                json!([])
            };
            json!({ "status": "OK", "users": users })
        }
        "/public/recipe/signin" => {
            let known = body["email"] == "ann@example.com";
            if known {
                sleep(HASHING).await;
            }
            if known && body["password"] == "right" {
                json!({ "status": "OK", "user": ann(), "recipeUserId": "ann" })
            } else {
                json!({ "status": "WRONG_CREDENTIALS_ERROR" })
            }
        }
        "/nowhere/recipe/signup" => {
            let text = "AppId or tenantId not found => Tenant with the following connectionURIDomain, appId and \
                        tenantId combination not found: (, public, nowhere)\n";
            return (StatusCode::BAD_REQUEST, text.to_owned());
        }
        path => panic!("nobody asks {path}"),
    };
    (StatusCode::OK, answer.to_string())
}

fn ann() -> Value {
    user("ann", &[("emailpassword", "ann@example.com")])
}

fn lee() -> Value {
    let methods = [
        ("thirdparty", "lee-google@example.com"),
        ("emailpassword", "lee@example.com"),
    ];
    user("lee", &methods)
}

fn only_google() -> Value {
    user("google", &[("thirdparty", "google@example.com")])
}

fn user(id: &str, methods: &[(&str, &str)]) -> Value {
    let methods = methods
        .iter()
        .map(|(recipe, email)| json!({ "recipeId": recipe, "recipeUserId": id, "email": email }));
    json!({ "id": id, "loginMethods": methods.collect::<Vec<_>>() })
}

fn super_tokens() -> (SuperTokens, SmallCore) {
    let core = SmallCore::default();
    let config = Config::new(settings_of("http://a.core"), RequestFunctions::default());
    let parts = Parts {
        transport: Some(Box::new(core.clone())),
        context: Context::default().with(InUse::new(EmailPassword::new())),
        ..Parts::default()
    };
    let super_tokens = SuperTokens::new(config.expect("valid"), parts, originals());
    (super_tokens.expect("valid"), core)
}

impl SmallCore {
    fn take(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().expect("no panic"));
        asked.retain(|call| call != "GET /apiversion");
        asked
    }
}

async fn sign_in(super_tokens: &SuperTokens, email: &str, password: &str) -> (bool, Duration) {
    let credentials = Credentials::new("public", email, password);
    let start = Instant::now();
    let result = OriginalFunctions.sign_in(credentials, super_tokens).await;
    let done = match result.expect("a response") {
        SignIn::Done(signed_in) => signed_in.recipe_user_id == "ann",
        SignIn::WrongCredentials => false,
    };
    (done, start.elapsed())
}

/// So many users sign in that times are no longer scattered.
async fn known_well(super_tokens: &SuperTokens) {
    for _ in 0..8 {
        sign_in(super_tokens, "ann@example.com", "wrong").await;
    }
}

const LOOK_UP: &str = "GET /public/users/by-accountinfo";
const SIGN_IN: &str = "POST /public/recipe/signin";

#[tokio::test(start_paused = true)]
async fn an_unknown_address_takes_as_long_as_a_known_one() {
    let (super_tokens, core) = super_tokens();
    let (ok, took) = sign_in(&super_tokens, "ann@example.com", "right").await;
    assert!(ok && took == HASHING, "{took:?}");
    assert_eq!(core.take(), [LOOK_UP, SIGN_IN]);
    known_well(&super_tokens).await;
    for (email, password) in [("ann", "wrong"), ("nobody", "right"), ("nobody", "wrong")] {
        let email = format!("{email}@example.com");
        let took = sign_in(&super_tokens, &email, password).await;
        assert_eq!(took, (false, HASHING), "{email}");
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_without_a_password_is_asked_for_one() {
    let (super_tokens, core) = super_tokens();
    known_well(&super_tokens).await;
    core.take();
    for email in ["nobody@example.com", "google@example.com", "", "\0"] {
        let took = sign_in(&super_tokens, email, "right").await;
        assert_eq!(took, (false, HASHING), "{email}");
        assert_eq!(core.take(), [LOOK_UP], "{email}");
    }
    // Nor does it show whose accounts are linked, and the pace of the others stays what it is.
    for _ in 0..40 {
        let took = sign_in(&super_tokens, "lee-google@example.com", "right").await;
        assert_eq!(took, (false, HASHING));
        assert_eq!(core.take(), [LOOK_UP, SIGN_IN]);
    }
}

#[tokio::test(start_paused = true)]
async fn before_the_first_log_in_the_pace_is_a_usual_one() {
    let (super_tokens, _core) = super_tokens();
    let (ok, took) = sign_in(&super_tokens, "nobody@example.com", "right").await;
    assert!(!ok && (75..=126).contains(&took.as_millis()), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_core_that_is_down_answers_for_nobody() {
    let (super_tokens, core) = super_tokens();
    sign_in(&super_tokens, "ann@example.com", "right").await;
    *core.down.lock().expect("no panic") = true;
    for email in ["ann@example.com", "nobody@example.com"] {
        let credentials = Credentials::new("public", email, "right");
        let start = Instant::now();
        let result = OriginalFunctions.sign_in(credentials, &super_tokens).await;
        assert!(
            matches!(&result, Err(Error::Core(error)) if error.is_unavailable()),
            "{result:?}"
        );
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}

#[tokio::test]
async fn an_empty_address_or_password_is_set_for_nobody() {
    let (super_tokens, core) = super_tokens();
    for email in ["", " ", "\t"] {
        let update = UpdateUser {
            email: Some(email.to_owned()),
            ..UpdateUser::new("ann")
        };
        let update = OriginalFunctions.update(update, &super_tokens).await;
        assert!(matches!(update, Ok(Update::EmailChangeNotAllowed { .. })));
    }
    let update = UpdateUser {
        password: Some(String::new()),
        apply_password_policy: false,
        ..UpdateUser::new("ann")
    };
    let update = OriginalFunctions.update(update, &super_tokens).await;
    assert!(matches!(update, Ok(Update::PasswordPolicyViolated { .. })));
    assert_eq!(core.take(), [""; 0]);
}

#[tokio::test]
async fn a_tenant_must_be_one() {
    let (super_tokens, core) = super_tokens();
    for tenant in ["", "..", "recipe", "appid-x"] {
        let credentials = Credentials::new(tenant, "a@b.co", "right");
        let wrong: [Option<Error>; 5] = [
            (OriginalFunctions.sign_up(credentials.clone(), &super_tokens))
                .await
                .err(),
            (OriginalFunctions.sign_in(credentials.clone(), &super_tokens))
                .await
                .err(),
            (OriginalFunctions.verify_credentials(credentials, &super_tokens))
                .await
                .err(),
            OriginalFunctions
                .create_reset_token(ResetTokenFor::new(tenant, "ann", "a@b.co"), &super_tokens)
                .await
                .err(),
            (OriginalFunctions.consume_reset_token(tenant, "token", &super_tokens))
                .await
                .err(),
        ];
        for error in wrong {
            assert!(matches!(error, Some(Error::TenantId { .. })), "{error:?}");
        }
    }
    assert_eq!(core.take(), [""; 0]);
    let nowhere = Credentials::new("nowhere", "a@b.co", "right");
    let result: Result<SignUp, _> = OriginalFunctions.sign_up(nowhere, &super_tokens).await;
    assert!(
        matches!(&result, Err(Error::UnknownTenant { tenant_id }) if tenant_id == "nowhere"),
        "{result:?}"
    );
}

#[test]
fn no_secret_is_shown() {
    let credentials = Credentials::new("public", "ann@example.com", "secret-1");
    let update = UpdateUser {
        email: Some("ann@example.com".to_owned()),
        password: Some("secret-1".to_owned()),
        ..UpdateUser::new("ann")
    };
    for shown in [format!("{credentials:?}"), format!("{update:?}")] {
        assert!(!shown.contains("secret-1"), "{shown}");
        assert!(!shown.contains("ann@"), "{shown}");
    }
}
