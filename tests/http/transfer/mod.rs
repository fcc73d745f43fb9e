//! How tokens travel: by cookie or by header, under which names, and what a front end may read of them.

mod direction;
mod exposed_headers;
mod front_token;
mod method;
mod names;
