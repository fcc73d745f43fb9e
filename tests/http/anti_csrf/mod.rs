//! Protection against forged requests.

mod custom_header;
mod token;
