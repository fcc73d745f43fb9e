//! The functions of `SuperTokens` that need no request, for sockets, queues and scheduled work.

mod by_handle;
mod by_token;
mod by_user;
mod check;
mod jwt;
mod keys;
mod refresh;
mod verify;

pub use self::jwt::CreateJwt;
pub use self::keys::{KeySet, OpenIdConfiguration};
pub use self::refresh::RefreshSession;
pub use self::verify::VerifyToken;
