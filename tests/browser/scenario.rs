//! Scenarios, and how they become tests of the harness.

use futures_util::future::BoxFuture;
use libtest_mimic::{Completion, Failed, Trial};

use crate::log::Log;
use crate::mode::Mode;
use crate::needs;

/// The scenarios of one file.
pub(crate) struct Scenarios {
    theme: &'static str,
    list: Vec<Scenario>,
}

struct Scenario {
    name: String,
    run: Box<dyn FnOnce() -> BoxFuture<'static, ()> + Send>,
}

impl Scenarios {
    /// None yet. The theme is the name of the file.
    pub(crate) fn new(theme: &'static str) -> Self {
        Self {
            theme,
            list: Vec::new(),
        }
    }

    /// A scenario for cookies and for headers.
    pub(crate) fn both<F>(self, name: &str, run: fn(Mode) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.one(name, Mode::Cookie, run)
            .one(name, Mode::Header, run)
    }

    /// A scenario that makes sense in one mode only.
    pub(crate) fn one<F>(mut self, name: &str, mode: Mode, run: fn(Mode) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.list.push(Scenario {
            name: format!("{}::{name}::{mode}", self.theme),
            run: Box::new(move || Box::pin(run(mode))),
        });
        self
    }

    /// A scenario to which the mode does not matter.
    pub(crate) fn once<F>(mut self, name: &str, run: fn() -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.list.push(Scenario {
            name: format!("{}::{name}", self.theme),
            run: Box::new(move || Box::pin(run())),
        });
        self
    }
}

/// The tests that the harness runs.
pub(crate) fn trials(scenarios: Vec<Scenarios>) -> Vec<Trial> {
    let missing = needs::missing();
    let scenarios = scenarios.into_iter().flat_map(|scenarios| scenarios.list);
    let trials = scenarios.map(|Scenario { name, run }| {
        let missing = missing.clone();
        Trial::ignorable_test(name, move || match missing {
            Some(missing) if needs::is_ci() => Err(Failed::from(missing)),
            Some(missing) => Ok(Completion::ignored_with(missing)),
            None => {
                in_runtime(run());
                Ok(Completion::Completed)
            }
        })
    });
    trials.collect()
}

/// Each scenario has servers of its own, which end with it, and a log of its own.
fn in_runtime(scenario: BoxFuture<'static, ()>) {
    let log = Log::default();
    let of_threads = log.clone();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .on_thread_start(move || of_threads.listen())
        .enable_all()
        .build()
        .expect("a runtime");
    log.listen();
    runtime.block_on(log.beside(scenario));
    runtime.shutdown_background();
}
