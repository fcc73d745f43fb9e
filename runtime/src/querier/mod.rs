//! Talks to the core: chooses a host, moves on when one fails, negotiates the version, retries when told to wait. No
//! call takes longer than `request_timeout`, all attempts included.

mod attempt;
mod call;
mod client;
mod clock_skew;
mod connector;
mod core;
mod deadline;
mod error_text;
mod host_check;
mod http_transport;
mod memo;
mod public_keys;
mod recent_check;
mod request;
#[cfg(test)]
pub(crate) mod scripted;
mod send;
mod shared_attempt;
mod test_keys;
mod trace_context;
mod transport;
mod troubles;
mod turns;
mod version_in_use;
mod versions;

pub(crate) use self::client::{Interceptor, Querier};
pub(crate) use self::core::{Caller, Context, Core};
pub(crate) use self::error_text::fit_to_log;
pub(crate) use self::memo::Memo;
pub(crate) use self::public_keys::PublicKeys;
pub(crate) use self::shared_attempt::SharedAttempt;
#[cfg(feature = "testing")]
pub(crate) use self::test_keys::MARK as TEST_KEY_MARK;
pub(crate) use self::trace_context::TraceContext;
pub use self::transport::CoreRequest;
pub(crate) use self::transport::Transport;
#[cfg(any(test, feature = "testing"))]
pub(crate) use self::transport::{CoreResponse, SendFailure, Sending};

#[cfg(test)]
mod tests;
