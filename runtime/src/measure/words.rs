//! Words that spans and figures have in common.

/// The target of all spans, so that a filter on the crate's name has them.
pub(super) const TARGET: &str = "rocket_supertokens";

/// The outcome of what went well.
pub(super) const OK: &str = "ok";

/// Where the result of a signature's check comes from.
#[derive(Clone, Copy)]
pub(crate) enum SignatureSource {
    /// It was remembered with the token.
    Cache,
    /// It was computed.
    Signature,
}
