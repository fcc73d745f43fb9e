//! Where we differ from node on purpose, and what is there instead.

use serde_json::{Value, json};

/// One kind of difference.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Difference {
    /// Why it is there.
    #[allow(dead_code, reason = "the test's message shows it")]
    reason: &'static str,
    change: fn(&mut Value),
}

impl Difference {
    /// Makes the recorded exchange into the one that is expected.
    pub(crate) fn apply(self, exchange: &mut Value) {
        (self.change)(exchange);
    }
}

/// What is different in the exchange of that number.
pub(crate) fn of(seq: u64) -> Vec<Difference> {
    let _ = (seq, json!({}));
    Vec::new()
}
