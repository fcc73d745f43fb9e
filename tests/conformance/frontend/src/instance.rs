use std::sync::Mutex;

use rocket::fairing::AdHoc;
use rocket::{Build, Rocket, Shutdown};
use tokio::sync::oneshot;

/// An application that listens until this is dropped.
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
        let sender = Mutex::new(Some(sender));
        let rocket = rocket.attach(AdHoc::on_liftoff("Port", move |rocket| {
            Box::pin(async move {
                if let Some(sender) = sender.lock().ok().and_then(|mut sender| sender.take()) {
                    // Nobody waits any more when the launch has been given up.
                    let _ = sender.send(rocket.config().port);
                }
            })
        }));
        let rocket = rocket.ignite().await?;
        let shutdown = rocket.shutdown();
        let launched = async { rocket.launch().await.map(drop).map_err(StartError::from) };
        tokio::select! {
            ended = tokio::spawn(launched) => match ended {
                Ok(Err(error)) => Err(error),
                Ok(Ok(())) | Err(_) => Err(StartError::Ended),
            },
            Ok(port) = port => Ok(Self { port, shutdown }),
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.shutdown.clone().notify();
    }
}
