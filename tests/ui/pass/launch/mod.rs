//! What is attached in place of the fairing.

#[path = "builder-attached.rs"]
mod builder_attached;
#[path = "built-super-tokens-attached.rs"]
mod built_super_tokens_attached;
#[path = "fairing-not-called.rs"]
mod fairing_not_called;
