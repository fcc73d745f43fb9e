//! Logging in with an e-mail address and a password: forms, routes, and what an application changes of them.

mod application;
mod forms;
mod linked;
mod outage;
mod reset;
mod sign_in;
mod sign_up;
mod tenants;

use std::sync::{Arc, Mutex};

use reqwest::Method;
use rocket_supertokens::Builder;
use rocket_supertokens::mail::Email;
use rocket_supertokens::recipes::email_password::EmailPassword;
use rocket_supertokens_tests::{App, Cdi, Client, Core, Reply, eventually};
use serde_json::{Value, json};

use crate::fixture::{self, somebody};

/// The e-mails that an application has sent.
#[derive(Debug, Clone, Default)]
struct Sent(Arc<Mutex<Vec<Email>>>);

/// An application with the recipe as `configure` leaves it.
async fn start(
    cdi: Cdi,
    configure: impl FnOnce(EmailPassword) -> EmailPassword,
) -> (Core, App, Sent) {
    let sent = Sent::default();
    let (core, app) = fixture::start(cdi, |settings| {
        sent.receive(settings.email_password(configure(EmailPassword::new())))
    })
    .await;
    (core, app, sent)
}

impl Sent {
    /// The application's e-mails come here.
    fn receive(&self, settings: Builder) -> Builder {
        let sent = self.clone();
        settings.send_email(move |email: Email| {
            sent.0.lock().expect("no panic").push(email);
            async { Ok(()) }
        })
    }

    /// The only e-mail so far. It is sent in the background.
    async fn only(&self) -> Email {
        eventually(async || self.0.lock().expect("no panic").len() == 1).await;
        self.0.lock().expect("no panic").remove(0)
    }

    /// The token of the only e-mail so far.
    async fn token(&self) -> String {
        let email = self.only().await;
        email.link().token().to_owned()
    }

    fn is_empty(&self) -> bool {
        self.0.lock().expect("no panic").is_empty()
    }
}

/// An address that nobody has.
fn new_address() -> String {
    format!("{}@example.com", somebody())
}

/// The fields of a form.
fn form(fields: &[(&str, &str)]) -> Value {
    let fields = fields
        .iter()
        .map(|(id, value)| json!({ "id": id, "value": value }));
    json!({ "formFields": fields.collect::<Vec<_>>() })
}

fn credentials(email: &str, password: &str) -> Value {
    form(&[("email", email), ("password", password)])
}

const PASSWORD: &str = "password1";

/// Signs somebody up whose password is [`PASSWORD`].
async fn sign_up(client: &mut Client, email: &str) -> Reply {
    let form = credentials(email, PASSWORD);
    let reply = client.json(Method::POST, "/auth/signup", &form).await;
    assert_eq!(
        (reply.status, status(&reply)),
        (200, "OK".to_owned()),
        "{reply:?}"
    );
    reply
}

async fn sign_in(client: &mut Client, email: &str, password: &str) -> Reply {
    let form = credentials(email, password);
    client.json(Method::POST, "/auth/signin", &form).await
}

/// The `status` of a body.
fn status(reply: &Reply) -> String {
    let body = reply.json();
    body["status"].as_str().unwrap_or_default().to_owned()
}
