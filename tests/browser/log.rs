//! What the library logs while a scenario runs: its warnings and errors.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tracing::subscriber::DefaultGuard;
use tracing_subscriber::EnvFilter;

/// The lines of one scenario, from all threads of its runtime.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

tokio::task_local! {
    static OF_SCENARIO: Log;
}

thread_local! {
    /// The one that this thread writes to.
    static LISTENING: RefCell<Option<DefaultGuard>> = const { RefCell::new(None) };
}

/// The lines of the scenario that asks, without their times.
pub(crate) fn lines() -> Vec<String> {
    let text = OF_SCENARIO.with(|log| log.0.lock().expect("no panic").clone());
    let text = String::from_utf8(text).expect("a text");
    text.lines().map(str::to_owned).collect()
}

impl Log {
    /// From now on what happens in this thread is written here.
    pub(crate) fn listen(&self) {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("rocket_supertokens=warn"))
            .with_ansi(false)
            .without_time()
            .with_target(false)
            .with_writer(move || log.clone())
            .finish();
        // The one before goes first, or it would be put back by its guard.
        LISTENING.take();
        LISTENING.set(Some(tracing::subscriber::set_default(subscriber)));
    }

    /// Runs a scenario that asks for its [`lines`].
    pub(crate) fn beside<F: Future>(self, scenario: F) -> impl Future<Output = F::Output> {
        OF_SCENARIO.scope(self, scenario)
    }
}

impl Write for Log {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").write(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
