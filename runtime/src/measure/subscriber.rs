//! Whether anybody listens.

use tracing::level_filters::LevelFilter;

/// Whether the application has a subscriber. It costs the look at one flag.
pub(crate) fn anybody_listens() -> bool {
    LevelFilter::current() != LevelFilter::OFF
}
