//! What the library logs while a test runs.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing::Metadata;
use tracing::level_filters::LevelFilter;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{FilterExt as _, FilterFn, Targets};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// The library's warnings and errors, as far as they come from the thread that this was made in.
pub(crate) struct Logged {
    text: Text,
    _guard: DefaultGuard,
}

#[derive(Clone, Default)]
struct Text(Arc<Mutex<Vec<u8>>>);

impl Write for Text {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").write(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Logged {
    /// Begins to listen.
    pub(crate) fn start() -> Self {
        let text = Text::default();
        let writer = text.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("rocket_supertokens=warn"))
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        Self {
            text,
            _guard: tracing::subscriber::set_default(subscriber),
        }
    }

    /// Begins to listen to every event, each a line that begins with its level.
    pub(crate) fn everything() -> Self {
        Self::to(FmtSpan::NONE, |it| it.is_event())
    }

    /// Begins to listen to the spans, each a line once it has ended.
    pub(crate) fn spans() -> Self {
        Self::to(FmtSpan::CLOSE, |it| it.is_span())
    }

    /// Begins to listen to all that there is: events with the spans that they are in, beginnings and ends of spans.
    pub(crate) fn all() -> Self {
        Self::to(FmtSpan::FULL, |_| true)
    }

    fn to(spans: FmtSpan, which: fn(&Metadata<'_>) -> bool) -> Self {
        let text = Text::default();
        let writer = text.clone();
        let ours = Targets::new().with_target("rocket_supertokens", LevelFilter::TRACE);
        let lines = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .without_time()
            .with_target(false)
            .with_span_events(spans)
            .with_writer(move || writer.clone())
            .with_filter(ours.and(FilterFn::new(which)));
        Self {
            text,
            _guard: tracing_subscriber::registry().with(lines).set_default(),
        }
    }

    /// The lines so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        let text = self.text.0.lock().expect("no panic");
        let text = String::from_utf8_lossy(&text).into_owned();
        text.lines().map(str::to_owned).collect()
    }

    /// The lines, once there are this many.
    pub(crate) async fn wait_for(&self, count: usize) -> Vec<String> {
        let wait = async {
            while self.lines().len() < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(60), wait).await;
        assert!(waited.is_ok(), "{count} lines: {:?}", self.lines());
        self.lines()
    }
}
