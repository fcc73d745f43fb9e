//! One session: what it tells a handler, what a handler changes of it, and whose it is.

mod changes;
mod container;
mod handlers;
mod old_tokens;
mod payloads;
mod signing_keys;
mod tenants;
