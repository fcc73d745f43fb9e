//! Functions that need no request, on what handlers find as `&State<SuperTokens>`.

mod by_handle;
mod by_user;
mod refused;
mod renew;
mod verify;
