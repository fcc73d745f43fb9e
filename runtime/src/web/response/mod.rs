//! What a client receives when its request is refused: the default, the application's changes, and how it is written.

mod noted;
mod rules;
mod standard;
mod wire_text;
mod write;

pub(super) use self::noted::{NotedRefusals, Refusal};
pub(super) use self::rules::Refusals;
pub(super) use self::standard::clears_tokens;
pub(super) use self::write::{forbid_storing, write, write_headers, write_storing};

/// The name of the catchers that write refusals.
pub(super) const OWN_CATCHER: &str = "SuperTokens";
