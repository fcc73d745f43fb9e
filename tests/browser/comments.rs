//! The application of `examples/email-password`, and its front end, `examples/web`, as `npm run build` makes it.
//!
//! Both are as they are. The browser finds them where a user finds them, on ports 3000 and 8000; only the browser knows
//! that they are elsewhere, so that scenarios can run side by side.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use reqwest::Method;
use rocket::fs::{FileServer, NamedFile};
use rocket::{Build, Rocket, State, get, routes};
use rocket_supertokens::mail::Email;
use rocket_supertokens_tests::{App, Cdi, Core, eventually};
use serde_json::json;

use crate::api::Api;
use crate::browser::{Browser, Profile};
use crate::mode::Mode;
use crate::page::Page;
use crate::user::User;
use crate::vite;
use crate::website::{self, Website};

const WEBSITE: &str = "http://localhost:3000";
const API: &str = "http://localhost:8000";

/// The e-mail address of whoever signs in.
pub(crate) const EMAIL: &str = "alice@example.com";

/// Their password.
pub(crate) const PASSWORD: &str = "correct horse 1";

/// The application with a core of its own, and a browser. Nobody has an account.
pub(crate) struct Comments {
    pub(crate) api: Api,
    pub(crate) browser: Browser,
    mails: Mails,
    _core: Core,
    _website: Website,
}

type Mails = Arc<Mutex<Vec<Email>>>;

impl Comments {
    /// With the pages of `examples/web`.
    pub(crate) async fn start(mode: Mode) -> Self {
        Self::with(react(vite::build(mode).to_owned())).await
    }

    /// With the page of the other scenarios.
    pub(crate) async fn start_with_page(mode: Mode, options: &str) -> Self {
        let comments = Self::with(App::rocket().mount("/", website::pages())).await;
        let page = Page::new(&comments.browser);
        page.open(WEBSITE, API, mode, options).await;
        comments
    }

    async fn with(website: Rocket<Build>) -> Self {
        let core = Core::start_dev_core(Cdi::V5_6, |core| core).await;
        let mails = Mails::default();
        let sent = Arc::clone(&mails);
        let settings = email_password_example::settings()
            .connection_uri(core.connection_uri())
            .send_email(move |email| {
                sent.lock().expect("no panic").push(email);
                async { Ok(()) }
            });
        let rocket = email_password_example::rocket(settings).configure(App::figment());
        let api = Api::of(rocket).await;
        let website = Website::of(website).await;
        let places = format!(
            "--host-resolver-rules=MAP localhost:3000 127.0.0.1:{}, MAP localhost:8000 127.0.0.1:{}, MAP * 127.0.0.1",
            website.port(),
            api.app.port(),
        );
        let browser = Browser::open(Profile {
            switches: vec![places],
            ..Profile::default()
        });
        Self {
            api,
            browser: browser.await,
            mails,
            _core: core,
            _website: website,
        }
    }

    /// Whoever uses the browser, with this page before them.
    pub(crate) async fn user_at(&self, path: &str) -> User<'_> {
        self.browser.visit(&format!("{WEBSITE}{path}")).await;
        self.user()
    }

    /// Whoever uses the browser, with the page that is there.
    pub(crate) fn user(&self) -> User<'_> {
        User::new(&self.browser)
    }

    /// Has the page of the other scenarios before it as if a link had been opened.
    pub(crate) async fn follow(&self, link: &str) {
        let follow = format!("history.replaceState(null, '', '{link}');");
        self.browser.run(&follow).await;
    }

    /// Somebody has signed up before, elsewhere.
    pub(crate) async fn has_account(&self, name: &str, email: &str, password: &str) {
        let field = |id: &str, value: &str| json!({ "id": id, "value": value });
        let fields = [
            field("email", email),
            field("password", password),
            field("name", name),
        ];
        let form = json!({ "formFields": fields });
        let mut client = self.api.app.client();
        let reply = client.json(Method::POST, "/auth/signup", &form).await;
        assert_eq!(reply.json()["status"], "OK");
    }

    /// Waits for the next mail to an address, and takes it: the path of its link.
    pub(crate) async fn mailed_link(&self, address: &str) -> String {
        let is_there = || async { self.mails_to(address) > 0 };
        eventually(is_there).await;
        let mut mails = self.mails.lock().expect("no panic");
        let index = mails.iter().position(|mail| mail.recipient() == address);
        let mail = mails.remove(index.expect("it was there"));
        let link = mail.link().as_str();
        let path = link.strip_prefix(WEBSITE).expect("it leads to the website");
        path.to_owned()
    }

    /// How many mails to an address wait to be opened.
    pub(crate) fn mails_to(&self, address: &str) -> usize {
        let mails = self.mails.lock().expect("no panic");
        let mails = mails.iter().map(Email::recipient);
        mails.filter(|recipient| *recipient == address).count()
    }

    /// Whether the browser has a cookie of this name, be it hidden from the page or not.
    pub(crate) async fn has_cookie(&self, name: &str) -> bool {
        !self.browser.cookies_named(name).await.is_empty()
    }
}

/// Signs in by the ready-made form, which is there, with the address above.
pub(crate) async fn sign_in(user: User<'_>, password: &str) {
    user.enters("email", EMAIL).await;
    user.enters("password", password).await;
    user.presses("SIGN IN").await;
}

/// The files of a front end. All pages are one, which looks at its address.
fn react(folder: PathBuf) -> Rocket<Build> {
    App::rocket()
        .mount("/", FileServer::from(&folder))
        .mount("/", routes![index])
        .manage(folder)
}

#[get("/auth/<_..>")]
async fn index(folder: &State<PathBuf>) -> Option<NamedFile> {
    NamedFile::open(folder.join("index.html")).await.ok()
}
