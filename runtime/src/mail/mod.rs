//! E-mails to users: links that reset a password or verify an address, and who sends them.
//!
//! Nobody sends e-mails by default, least of all a service of somebody else's. If a route needs them, the launch fails
//! until one of these is named:
//!
//! | | |
//! |---|---|
//! | a server | the section `[default.supertokens.smtp]` (its [settings](crate::config#sub-section-smtp)), or [`Smtp`] in code; both need the feature `smtp` |
//! | your own service | [`Builder::send_email`](crate::Builder::send_email) with a closure or a [`SendEmail`] |
//! | the log, for development | `log_emails = true` under `[default.supertokens]`, for debug builds; [`LogEmails`] in code, for all builds |
//!
//! ```toml
//! [default.supertokens]
//! log_emails = true
//!
//! [release.supertokens.smtp]
//! host = "smtp.example.com"
//! username = "comments"
//! from_email = "no-reply@example.com"
//! ```
//! The password is best given by the environment, as `ROCKET_SUPERTOKENS_SMTP_PASSWORD`.
//!
//! # When e-mails are sent
//! In the background: no response waits for an e-mail, and no response tells whether it could be sent, because that
//! would tell strangers who has an account. A failed attempt is told in the log, which never has the link, and is
//! repeated for some 20 minutes, unless the error is an [`Undeliverable`]. At most 1000 e-mails wait; what comes then is
//! dropped, and the log says so. They are kept in memory: when the application shuts down, each gets one more attempt
//! within a few seconds, and what is not sent then is lost. The user can ask for another one.
//!
//! # What they look like
//! [`Content::of`] has subject, text and HTML, in English and with all values escaped. [`Smtp::content`] writes others.
//!
//! # In tests
#![cfg_attr(
    feature = "testing",
    doc = "[`TestSuperTokens::emails`](crate::testing::TestSuperTokens::emails) has what was posted. Nothing is sent."
)]
#![cfg_attr(
    not(feature = "testing"),
    doc = "`TestSuperTokens::emails` has what was posted. Nothing is sent."
)]

mod content;
mod email;
mod log_emails;
mod postbox;
mod send;
#[cfg(feature = "smtp")]
mod smtp;

pub use self::content::Content;
pub use self::email::{Email, EmailLink, EmailVerificationEmail, PasswordResetEmail};
pub use self::log_emails::LogEmails;
#[cfg(feature = "testing")]
pub(crate) use self::postbox::KeptEmails;
pub(crate) use self::postbox::Postbox;
pub use self::send::{SendEmail, SendError, Undeliverable};
#[cfg(feature = "smtp")]
pub use self::smtp::Smtp;
#[cfg(all(test, feature = "smtp"))]
pub(crate) use self::smtp::tests::SmtpServer;
