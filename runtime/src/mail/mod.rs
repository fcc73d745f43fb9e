//! E-mails to users: links that reset a password or verify an address, and who sends them.

mod email;
mod postbox;
mod send;

pub use self::email::{Email, EmailLink, EmailVerificationEmail, PasswordResetEmail};
pub(crate) use self::postbox::Postbox;
pub use self::send::{SendEmail, SendError};
