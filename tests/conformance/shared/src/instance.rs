//! One running application.

use std::sync::Mutex;

use rocket::fairing::AdHoc;
use rocket::{Build, Rocket, Shutdown};
use tokio::sync::oneshot;

/// An application that listens on a port of its own until this is dropped.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) port: u16,
    shutdown: Shutdown,
}

/// Why an application does not listen.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Rocket gave up. As a text, since Rocket's error panics when nobody looks at it.
    #[error("{0}")]
    Rocket(String),
    /// It ended before it listened.
    #[error("the application ended before it listened")]
    Ended,
}

impl From<rocket::Error> for StartError {
    fn from(error: rocket::Error) -> Self {
        Self::Rocket(error.to_string())
    }
}

impl Instance {
    /// Launches the application and waits until it listens.
    pub(crate) async fn launch(rocket: Rocket<Build>) -> Result<Self, StartError> {
        let (sender, port) = oneshot::channel();
        let rocket = rocket.attach(tell_port(sender)).ignite().await?;
        let shutdown = rocket.shutdown();
        let running = tokio::spawn(rocket.launch());
        match port.await {
            Ok(port) => Ok(Self { port, shutdown }),
            // The sender is gone, and so is the application.
            Err(_) => match running.await {
                Ok(Err(error)) => Err(error.into()),
                Ok(Ok(_)) | Err(_) => Err(StartError::Ended),
            },
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.shutdown.clone().notify();
    }
}

/// Rocket knows the port that the system chose when it listens.
fn tell_port(sender: oneshot::Sender<u16>) -> AdHoc {
    let sender = Mutex::new(Some(sender));
    AdHoc::on_liftoff("Port", move |rocket| {
        Box::pin(async move {
            if let Some(sender) = sender.lock().ok().and_then(|mut sender| sender.take()) {
                // Nobody waits when the launch was given up meanwhile.
                let _ = sender.send(rocket.config().port);
            }
        })
    })
}
