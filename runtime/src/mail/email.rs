//! What is sent.

use std::fmt;

use crate::cdi::PUBLIC_TENANT;

/// An e-mail to a user. Each one has a link with a live token, which `Debug` does not show.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Email {
    /// The link lets its owner set a new password.
    #[doc(alias = "PASSWORD_RESET")]
    PasswordReset(PasswordResetEmail),
    /// The link proves that the address is the user's.
    #[doc(alias = "EMAIL_VERIFICATION")]
    EmailVerification(EmailVerificationEmail),
}

/// The e-mail with which a user sets a new password.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PasswordResetEmail {
    /// Whom it is for. This is the stored address of the login method, not what somebody typed.
    pub email: String,
    /// Primary user id.
    pub user_id: String,
    /// Id of the login method whose password is set.
    pub recipe_user_id: String,
    /// The tenant in which it was asked for.
    pub tenant_id: String,
    /// The name of the application.
    pub app_name: String,
    /// What the user has to open.
    #[doc(alias = "passwordResetLink")]
    pub link: EmailLink,
}

impl PasswordResetEmail {
    /// For a test of your own [`SendEmail`](super::SendEmail). The tenant is the public one, and ids and names are empty
    /// until you set them.
    ///
    /// ```
    /// use rocket_supertokens::mail::{Content, Email, EmailLink, PasswordResetEmail};
    ///
    /// let link = EmailLink::new("https://example.com/auth/reset-password?token=abc", "abc");
    /// let mut email = PasswordResetEmail::new("ada@example.com", link);
    /// email.app_name = "Comments".to_owned();
    /// let content = Content::of(&Email::PasswordReset(email));
    /// assert!(content.text.contains("token=abc"));
    /// ```
    pub fn new(email: impl Into<String>, link: EmailLink) -> Self {
        Self {
            email: email.into(),
            user_id: String::new(),
            recipe_user_id: String::new(),
            tenant_id: PUBLIC_TENANT.to_owned(),
            app_name: String::new(),
            link,
        }
    }
}

/// The e-mail with which a user proves that the address is theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmailVerificationEmail {
    /// Whom it is for.
    pub email: String,
    /// Primary user id.
    pub user_id: String,
    /// Id of the login method that the address belongs to.
    pub recipe_user_id: String,
    /// The tenant in which the token is valid.
    pub tenant_id: String,
    /// The name of the application.
    pub app_name: String,
    /// What the user has to open.
    #[doc(alias = "emailVerifyLink")]
    pub link: EmailLink,
}

impl EmailVerificationEmail {
    /// For a test of your own [`SendEmail`](super::SendEmail). The tenant is the public one, and ids and names are empty
    /// until you set them.
    ///
    /// ```
    /// use rocket_supertokens::mail::{Content, Email, EmailLink, EmailVerificationEmail};
    ///
    /// let link = EmailLink::new("https://example.com/auth/verify-email?token=abc", "abc");
    /// let mut email = EmailVerificationEmail::new("ada@example.com", link);
    /// email.app_name = "Comments".to_owned();
    /// let content = Content::of(&Email::EmailVerification(email));
    /// assert!(content.text.contains("token=abc"));
    /// ```
    pub fn new(email: impl Into<String>, link: EmailLink) -> Self {
        Self {
            email: email.into(),
            user_id: String::new(),
            recipe_user_id: String::new(),
            tenant_id: PUBLIC_TENANT.to_owned(),
            app_name: String::new(),
            link,
        }
    }
}

impl Email {
    /// The address that it goes to.
    pub fn recipient(&self) -> &str {
        match self {
            Self::PasswordReset(email) => &email.email,
            Self::EmailVerification(email) => &email.email,
        }
    }

    /// What the user has to open.
    pub fn link(&self) -> &EmailLink {
        match self {
            Self::PasswordReset(email) => &email.link,
            Self::EmailVerification(email) => &email.link,
        }
    }

    /// Primary id of the user.
    pub fn user_id(&self) -> &str {
        match self {
            Self::PasswordReset(email) => &email.user_id,
            Self::EmailVerification(email) => &email.user_id,
        }
    }

    /// Id of the login method.
    pub fn recipe_user_id(&self) -> &str {
        match self {
            Self::PasswordReset(email) => &email.recipe_user_id,
            Self::EmailVerification(email) => &email.recipe_user_id,
        }
    }

    /// The tenant in which the token was made.
    pub fn tenant_id(&self) -> &str {
        match self {
            Self::PasswordReset(email) => &email.tenant_id,
            Self::EmailVerification(email) => &email.tenant_id,
        }
    }

    /// The name of the application.
    pub fn app_name(&self) -> &str {
        match self {
            Self::PasswordReset(email) => &email.app_name,
            Self::EmailVerification(email) => &email.app_name,
        }
    }

    /// What it is about, for the log.
    pub(crate) fn subject_matter(&self) -> &'static str {
        match self {
            Self::PasswordReset(_) => "password reset",
            Self::EmailVerification(_) => "e-mail verification",
        }
    }
}

/// A link with a token. Whoever has it can use it, so neither `Debug` nor `Display` shows it: ask for it by
/// [`as_str`](Self::as_str).
#[derive(Clone, PartialEq, Eq)]
pub struct EmailLink {
    url: String,
    token: String,
}

impl EmailLink {
    /// The URL, and the token that is somewhere in it.
    pub fn new(url: impl Into<String>, token: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            token: token.into(),
        }
    }

    /// The whole URL.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// The token, wherever the URL has it.
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl fmt::Debug for EmailLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailLink(..)")
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    const LINK: &str = "https://example.com/auth/reset?token=abc&tenantId=public";

    pub(in crate::mail) fn password_reset(to: &str) -> Email {
        Email::PasswordReset(PasswordResetEmail {
            email: to.to_owned(),
            user_id: "primary".to_owned(),
            recipe_user_id: "recipe".to_owned(),
            tenant_id: "public".to_owned(),
            app_name: "Comments".to_owned(),
            link: EmailLink::new(LINK, "abc"),
        })
    }

    pub(in crate::mail) fn verification(to: &str) -> Email {
        Email::EmailVerification(EmailVerificationEmail {
            email: to.to_owned(),
            user_id: "primary".to_owned(),
            recipe_user_id: "recipe".to_owned(),
            tenant_id: "public".to_owned(),
            app_name: "Comments".to_owned(),
            link: EmailLink::new(LINK, "abc"),
        })
    }

    #[test]
    fn the_link_is_not_shown() {
        for email in [password_reset("a@b.co"), verification("a@b.co")] {
            let shown = format!("{email:?}");
            assert!(
                shown.contains("EmailLink(..)") && !shown.contains("abc"),
                "{shown}"
            );
        }
    }
}
