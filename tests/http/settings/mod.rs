//! Settings: where they are read, and those that depend on the request.

mod origin;
mod sources;
