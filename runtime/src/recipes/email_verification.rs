//! Verification of e-mail addresses.

use crate::cdi::{
    CreateEmailToken, CreateEmailTokenResponse, IsEmailVerified, PUBLIC_TENANT, RevokeEmailTokens,
    TenantId, UnverifyEmail, VerifyEmail, VerifyEmailResponse,
};
use crate::error::Error;
use crate::session::super_tokens::SuperTokens;

/// Verification of e-mail addresses in the core.
///
/// The tokens belong to a tenant, by default the public one; see [`in_tenant`](Self::in_tenant). Whether an address is
/// verified is the same in all tenants.
///
/// ```
/// use rocket_supertokens::recipes::EmailOfUser;
/// use rocket_supertokens::{Error, SuperTokens};
///
/// async fn link(super_tokens: &SuperTokens, recipe_user_id: &str, email: &str) -> Result<Option<String>, Error> {
///     let email = EmailOfUser { recipe_user_id, email };
///     let token = super_tokens.email_verification().create_token(email).await?;
///     Ok(token.map(|token| format!("https://example.com/auth/verify-email?token={token}")))
/// }
/// ```
///
/// # Errors
/// All functions fail with [`Error::Core`] if the core sends no usable response. Functions that concern one tenant fail
/// with [`Error::TenantId`] if no tenant can have that name.
#[derive(Debug, Clone, Copy)]
pub struct EmailVerificationFunctions<'a> {
    super_tokens: &'a SuperTokens,
    tenant_id: &'a str,
}

/// An e-mail address and its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmailOfUser<'a> {
    /// The recipe user id: the login method that has the address.
    pub recipe_user_id: &'a str,
    /// The address.
    pub email: &'a str,
}

/// An address that was verified just now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedEmail {
    /// The recipe user id: the login method that has the address.
    pub recipe_user_id: String,
    /// The address.
    pub email: String,
}

impl SuperTokens {
    /// Functions for the verification of e-mail addresses, with tokens of the public tenant. The core is not called
    /// yet.
    pub fn email_verification(&self) -> EmailVerificationFunctions<'_> {
        EmailVerificationFunctions {
            super_tokens: self,
            tenant_id: PUBLIC_TENANT,
        }
    }
}

impl<'a> EmailVerificationFunctions<'a> {
    /// Returns the same functions for another tenant.
    pub fn in_tenant(self, tenant_id: &'a str) -> Self {
        Self { tenant_id, ..self }
    }

    /// Makes the token for the link that verifies an address. Returns `None` if the address is verified already. Calls
    /// `POST /<tenant>/recipe/user/email/verify/token`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::Core`].
    #[doc(alias = "createEmailVerificationToken")]
    pub async fn create_token(&self, email: EmailOfUser<'_>) -> Result<Option<String>, Error> {
        let call = CreateEmailToken {
            tenant_id: TenantId::new(self.tenant_id)?,
            user_id: email.recipe_user_id,
            email: email.email,
        };
        match self.super_tokens.call(&call).await? {
            CreateEmailTokenResponse::Ok { token } => Ok(Some(token)),
            CreateEmailTokenResponse::EmailAlreadyVerifiedError => Ok(None),
        }
    }

    /// Verifies the address that a token was made for. Returns `None` if the token is unknown, used or too old. Calls
    /// `POST /<tenant>/recipe/user/email/verify`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::Core`].
    #[doc(alias = "verifyEmailUsingToken")]
    pub async fn verify(&self, token: &str) -> Result<Option<VerifiedEmail>, Error> {
        let call = VerifyEmail {
            tenant_id: TenantId::new(self.tenant_id)?,
            method: "token",
            token,
        };
        match self.super_tokens.call(&call).await? {
            VerifyEmailResponse::Ok { user_id, email } => Ok(Some(VerifiedEmail {
                recipe_user_id: user_id,
                email,
            })),
            VerifyEmailResponse::EmailVerificationInvalidTokenError => Ok(None),
        }
    }

    /// Returns whether an address is verified. Calls `GET /recipe/user/email/verify`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "isEmailVerified")]
    pub async fn is_verified(&self, email: EmailOfUser<'_>) -> Result<bool, Error> {
        let call = IsEmailVerified {
            user_id: email.recipe_user_id,
            email: email.email,
        };
        Ok(self.super_tokens.call(&call).await?.is_verified)
    }

    /// Marks an address as not verified. Calls `POST /recipe/user/email/verify/remove`.
    ///
    /// # Errors
    /// [`Error::Core`].
    #[doc(alias = "unverifyEmail")]
    pub async fn unverify(&self, email: EmailOfUser<'_>) -> Result<(), Error> {
        let call = UnverifyEmail {
            user_id: email.recipe_user_id,
            email: email.email,
        };
        self.super_tokens.call(&call).await?;
        Ok(())
    }

    /// Revokes all tokens for an address. Calls `POST /<tenant>/recipe/user/email/verify/token/remove`.
    ///
    /// # Errors
    /// [`Error::TenantId`], [`Error::Core`].
    #[doc(alias = "revokeEmailVerificationTokens")]
    pub async fn revoke_tokens(&self, email: EmailOfUser<'_>) -> Result<(), Error> {
        let call = RevokeEmailTokens {
            tenant_id: TenantId::new(self.tenant_id)?,
            user_id: email.recipe_user_id,
            email: email.email,
        };
        self.super_tokens.call(&call).await?;
        Ok(())
    }
}
