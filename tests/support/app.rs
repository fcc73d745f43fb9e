//! An application that listens on a port of its own.

use rocket::fairing::AdHoc;
use rocket::figment::Figment;
use rocket::{Build, Rocket, Route, Shutdown};
use rocket_supertokens::{Builder, SuperTokens};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::Client;

/// An application that listens on a free port until it is dropped.
#[derive(Debug)]
pub struct App {
    port: u16,
    shutdown: Shutdown,
    launched: JoinHandle<()>,
    super_tokens: Option<SuperTokens>,
}

impl App {
    /// A Rocket for tests: a free port, no output.
    pub fn rocket() -> Rocket<Build> {
        rocket::custom(Self::figment())
    }

    /// The configuration of [`App::rocket`].
    pub fn figment() -> Figment {
        rocket::Config::figment()
            .merge(("port", 0))
            .merge(("log_level", "off"))
            .merge(("shutdown.ctrlc", false))
            .merge(("shutdown.signals", [(); 0]))
            .merge(("shutdown.grace", 0))
            .merge(("shutdown.mercy", 0))
    }

    /// Launches it and waits until it listens.
    pub async fn launch(rocket: Rocket<Build>) -> Self {
        let (sender, port) = oneshot::channel();
        let sender = std::sync::Mutex::new(Some(sender));
        let rocket = rocket.attach(AdHoc::on_liftoff("Port", move |rocket| {
            Box::pin(async move {
                let sender = sender
                    .lock()
                    .expect("no panic")
                    .take()
                    .expect("one liftoff");
                sender.send(rocket.config().port).expect("the test waits");
            })
        }));
        let rocket = rocket.ignite().await.expect("the application ignites");
        let shutdown = rocket.shutdown();
        let super_tokens = rocket.state::<SuperTokens>().cloned();
        let launched = tokio::spawn(async { drop(rocket.launch().await) });
        Self {
            port: port.await.expect("the application launches"),
            shutdown,
            launched,
            super_tokens,
        }
    }

    /// Launches routes with settings.
    pub async fn serve(settings: Builder, routes: Vec<Route>) -> Self {
        Self::launch(Self::rocket().attach(settings.fairing()).mount("/", routes)).await
    }

    /// What the application's handlers find as `&State<SuperTokens>`.
    pub fn super_tokens(&self) -> &SuperTokens {
        self.super_tokens.as_ref().expect("the fairing is attached")
    }

    /// A client without a session.
    pub fn client(&self) -> Client {
        Client::new(self.url())
    }

    /// The port on which it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends it and waits until its port is free. It may be dropped then.
    pub async fn shut_down(&mut self) {
        self.shutdown.clone().notify();
        (&mut self.launched).await.expect("it ends");
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.shutdown.clone().notify();
    }
}
