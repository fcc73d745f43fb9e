//! Session guards beside the attribute: bare parameters, and what the guards of one request share.

mod bare;
mod forwarded;
mod mount;
