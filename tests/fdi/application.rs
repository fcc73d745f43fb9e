//! Our application, in the shapes that node's had, with its core and the front end.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Method;
use rocket::{Route, get, post, routes};
use rocket_supertokens::config::{AntiCsrf, EmailVerificationMode};
use rocket_supertokens::mail::{Email, SendError};
use rocket_supertokens::overrides::SessionRequest;
use rocket_supertokens::recipes::email_password::{
    EmailPassword, EmailPasswordApis, FieldInput, FormField, SignUpResponse, SubmittedForm,
};
use rocket_supertokens::{Error, async_trait};
use rocket_supertokens_tests::{App, Cdi, Core, Reply, encode_uri_component};
use serde_json::{Value, json};

use crate::given::{self, Meanwhile, Sent, Setup};
use crate::names::Names;
use crate::own;
use crate::recording::{Line, Request};

/// What the application says to requests that are not for the routes of the front end.
pub(crate) const NOT_OURS: &str = "a request for the application itself";

/// For how many fiftieths of a second e-mails are waited for.
const PATIENCE: usize = 250;

/// The application that is running, its core, and what the front end has of it.
pub(crate) struct Running {
    core: Core,
    app: App,
    http: reqwest::Client,
    mails: Arc<Mutex<Vec<Email>>>,
    /// The tokens that came with the response to a request.
    tokens: BTreeMap<u64, Tokens>,
    /// The user who signed up in a request.
    users: BTreeMap<u64, User>,
}

#[derive(Default)]
struct Tokens {
    access: String,
    refresh: String,
}

struct User {
    id: String,
    email: String,
}

impl Running {
    pub(crate) async fn start(cdi: Cdi) -> Self {
        let core = Core::start(cdi).await;
        let mails = Arc::default();
        Self {
            app: launch(&core, Setup::Plain, &mails).await,
            core,
            http: reqwest::Client::builder()
                .no_proxy()
                .build()
                .expect("a client"),
            mails,
            tokens: BTreeMap::new(),
            users: BTreeMap::new(),
        }
    }

    /// Whether the core rotates refresh tokens by itself.
    pub(crate) fn core_rotates(&self) -> bool {
        self.core.rotates_at_refresh()
    }

    /// Brings about what the recordings leave out.
    pub(crate) async fn prepare(&mut self, line: &Line, names: &mut Names) {
        if let Some(setup) = given::setup(line.seq) {
            self.app = launch(&self.core, setup, &self.mails).await;
        }
        match given::meanwhile(line.seq) {
            Some(Meanwhile::SignUp(spelling)) => {
                let email = line.request.field("email").expect("an address");
                let body = json!({ "email": spelling(email), "password": "password1" });
                self.call(Method::POST, "/recipe/signup", body).await;
            }
            Some(Meanwhile::ResetToken(of)) => {
                let user = &self.users[&of];
                let body = json!({ "userId": user.id, "email": user.email });
                let path = "/recipe/user/password/reset/token";
                let made = self.call(Method::POST, path, body).await;
                let recorded = line.request.token().expect("a token");
                names.learn(recorded, made["token"].as_str().expect("a token"));
            }
            Some(Meanwhile::Remove(of)) => {
                let body = json!({ "userId": self.users[&of].id });
                self.call(Method::POST, "/user/remove", body).await;
            }
            Some(Meanwhile::FirstFactors(factors)) => {
                let body = json!({ "tenantId": "public", "firstFactors": factors });
                let path = "/recipe/multitenancy/tenant/v2";
                self.call(Method::PUT, path, body).await;
            }
            None => {}
        }
    }

    async fn call(&self, method: Method, path: &str, body: Value) -> Value {
        self.core.call(method, path, "5.3", &body).await
    }

    /// Sends the request, and waits for as many e-mails as node sent.
    pub(crate) async fn ask(&mut self, line: &Line, names: &Names) -> Value {
        let reply = self.send(&line.request, given::sent(line.seq), names).await;
        self.keep(line, &reply);
        let wanted = line.exchange["mails"].as_array().map_or(0, Vec::len);
        let mails = self.take_mails(wanted).await;
        own::exchange(&reply, &self.core.take_whole_calls(), &mails)
    }

    /// The e-mails that were sent, which may happen after the response. Waits a while for as many as are wanted; one
    /// more than that shows at the next request.
    async fn take_mails(&self, wanted: usize) -> Vec<Email> {
        for _ in 0..PATIENCE {
            if self.mails.lock().expect("no panic").len() >= wanted {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        std::mem::take(&mut *self.mails.lock().expect("no panic"))
    }

    async fn send(&self, request: &Request, sent: Sent, names: &Names) -> Reply {
        let url = format!("{}{}", self.app.url(), request.path);
        let mut sending = self.http.request(request.method.clone(), url);
        for (name, value) in [
            ("fdi-version", &request.fdi_version),
            ("rid", &request.rid),
            ("st-auth-mode", &sent.mode().map(str::to_owned)),
        ] {
            if let Some(value) = value {
                sending = sending.header(name, value);
            }
        }
        if let Some((name, value)) = self.header(sent) {
            sending = sending.header(name, value);
        }
        if let Some(body) = &request.body {
            sending = sending
                .header("content-type", "application/json")
                .body(names.in_body(body).to_string());
        }
        let response = sending.send().await.expect("a response");
        Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.expect("a text"),
        }
    }

    /// The header in which a request sends its token.
    fn header(&self, sent: Sent) -> Option<(&'static str, String)> {
        let access = |of: &u64| self.tokens[of].access.clone();
        Some(match sent {
            Sent::Nothing | Sent::HeaderMode | Sent::NoMode => return None,
            Sent::Session(of) | Sent::SessionInHeaderMode(of) => {
                ("cookie", format!("sAccessToken={}", access(&of)))
            }
            Sent::Forged(of) => {
                let token = access(&of);
                let (signed, signature) = token.rsplit_once('.').expect("a signature");
                let backwards: String = signature.chars().rev().collect();
                ("cookie", format!("sAccessToken={signed}.{backwards}"))
            }
            Sent::RefreshToken(of) => {
                let token = encode_uri_component(&self.tokens[&of].refresh);
                ("cookie", format!("sRefreshToken={token}"))
            }
            Sent::Garbage => ("cookie", "sAccessToken=garbage".into()),
            Sent::GarbageInHeader => ("authorization", "Bearer garbage".into()),
        })
    }

    /// Keeps the tokens and the user of a response.
    fn keep(&mut self, line: &Line, reply: &Reply) {
        let cookie = |name: &str| {
            let lines = reply.set_cookies();
            let value = lines.iter().find_map(|line| line.strip_prefix(name));
            let value = value.and_then(|value| value.strip_prefix('=')?.split(';').next());
            let decode = |value| percent_encoding::percent_decode_str(value).decode_utf8();
            value.map(|value| decode(value).expect("a text").into_owned())
        };
        let tokens = Tokens {
            access: cookie("sAccessToken").unwrap_or_default(),
            refresh: cookie("sRefreshToken").unwrap_or_default(),
        };
        self.tokens.insert(line.seq, tokens);
        let body: Value = serde_json::from_str(&reply.text).unwrap_or_default();
        if let (Some(id), Some(email)) = (
            body["user"]["id"].as_str(),
            body["user"]["emails"][0].as_str(),
        ) {
            let (id, email) = (id.to_owned(), email.to_owned());
            self.users.insert(line.seq, User { id, email });
        }
    }
}

impl Sent {
    /// How the front end says that it keeps tokens.
    fn mode(self) -> Option<&'static str> {
        match self {
            Self::NoMode => None,
            Self::HeaderMode | Self::SessionInHeaderMode(_) | Self::GarbageInHeader => {
                Some("header")
            }
            _ => Some("cookie"),
        }
    }
}

impl Request {
    /// The value of the first field of that id in the form.
    fn field(&self, id: &str) -> Option<&str> {
        let fields = self.body.as_ref()?["formFields"].as_array()?;
        let field = fields.iter().find(|field| field["id"] == id)?;
        field["value"].as_str()
    }

    /// The token of the link that the user opened.
    fn token(&self) -> Option<&str> {
        self.body.as_ref()?["token"].as_str()
    }
}

async fn launch(core: &Core, setup: Setup, mails: &Arc<Mutex<Vec<Email>>>) -> App {
    let mut settings = core
        .settings()
        .api_domain("http://localhost:3001")
        .website_domain("http://localhost:3000");
    settings = match setup {
        Setup::Plain | Setup::Fields => settings,
        Setup::Verification | Setup::AtRoot | Setup::CustomHeader => {
            settings.email_verification(EmailVerificationMode::Optional)
        }
    };
    settings = match setup {
        Setup::AtRoot => settings.api_base_path("/").website_base_path("/"),
        Setup::CustomHeader => settings.anti_csrf(AntiCsrf::ViaCustomHeader),
        _ => settings,
    };
    let sent = Arc::clone(mails);
    let settings =
        settings
            .email_password(email_password(setup))
            .send_email(move |email: Email| {
                let sent = Arc::clone(&sent);
                async move { deliver(email, &sent) }
            });
    let section = |name: &str| format!("supertokens.email_password.{name}");
    let figment = App::figment()
        .merge((section("limit_attempts"), false))
        .merge((section("email_exists_route"), setup != Setup::Verification));
    let rocket = rocket::custom(figment).attach(settings.fairing());
    App::launch(rocket.mount("/", application())).await
}

fn deliver(email: Email, sent: &Mutex<Vec<Email>>) -> Result<(), SendError> {
    if email.recipient().contains("boom") {
        return Err("smtp down".into());
    }
    sent.lock().expect("no panic").push(email);
    Ok(())
}

fn email_password(setup: Setup) -> EmailPassword {
    let recipe = EmailPassword::new();
    match setup {
        Setup::Fields => {
            recipe
                .form_field(FormField::new("name"))
                .form_field(
                    FormField::new("age").optional().validate(
                        async |field: FieldInput| match field.value.is_number() {
                            true => Ok(()),
                            false => Err("age must be a number".into()),
                        },
                    ),
                )
                .form_field(FormField::new("terms").optional().validate(
                    async |field: FieldInput| match field.text() == "true" {
                        true => Ok(()),
                        false => Err("Please check Terms and conditions".into()),
                    },
                ))
        }
        Setup::Verification => recipe.override_apis(|original| Closed { original }),
        _ => recipe,
    }
}

/// Nobody signs up whose address begins with `general`.
struct Closed {
    original: Arc<dyn EmailPasswordApis>,
}

#[async_trait]
impl EmailPasswordApis for Closed {
    fn original(&self) -> &dyn EmailPasswordApis {
        &*self.original
    }

    async fn sign_up(
        &self,
        form: SubmittedForm,
        request: &SessionRequest<'_>,
    ) -> Result<SignUpResponse, Error> {
        if form.email().starts_with("general") {
            let message = "no sign ups today".to_owned();
            return Ok(SignUpResponse::GeneralError { message });
        }
        self.original().sign_up(form, request).await
    }
}

/// Routes of the application that take whatever the front end's routes leave.
fn application() -> Vec<Route> {
    routes![got, posted]
}

#[get("/<_..>", rank = 1000)]
fn got() -> &'static str {
    NOT_OURS
}

#[post("/<_..>", rank = 1000)]
fn posted() -> &'static str {
    NOT_OURS
}
