use super::SuperTokens;
use crate::cdi::{
    CreateEmailToken, CreateEmailTokenResponse, IsEmailVerified, RevokeEmailTokens, TenantId,
    UnverifyEmail, VerifyEmail, VerifyEmailResponse,
};
use crate::error::Error;

/// Verification of e-mail addresses in the core. All user ids are recipe user ids.
///
/// All functions fail with [`Error::Core`] when the core gives no usable answer, those that name a tenant with
/// [`Error::TenantId`] when there can be none of that name.
#[derive(Debug, Clone, Copy)]
pub struct EmailVerificationFunctions<'a>(&'a SuperTokens);

/// An address that was verified just now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedEmail {
    /// Whose it is.
    pub recipe_user_id: String,
    /// The address.
    pub email: String,
}

impl SuperTokens {
    /// Verification of e-mail addresses.
    pub fn email_verification(&self) -> EmailVerificationFunctions<'_> {
        EmailVerificationFunctions(self)
    }
}

impl EmailVerificationFunctions<'_> {
    /// Makes the token that goes into the link; `None` if the address is verified already. Calls
    /// `POST /<tenant>/recipe/user/email/verify/token`.
    #[doc(alias = "createEmailVerificationToken")]
    pub async fn create_token(
        &self,
        tenant_id: &str,
        recipe_user_id: &str,
        email: &str,
    ) -> Result<Option<String>, Error> {
        match self
            .0
            .call(&CreateEmailToken {
                tenant_id: TenantId::new(tenant_id)?,
                user_id: recipe_user_id,
                email,
            })
            .await?
        {
            CreateEmailTokenResponse::Ok { token } => Ok(Some(token)),
            CreateEmailTokenResponse::EmailAlreadyVerifiedError => Ok(None),
        }
    }

    /// Verifies the address that a token was made for; `None` if the token is not good. Calls
    /// `POST /<tenant>/recipe/user/email/verify`.
    #[doc(alias = "verifyEmailUsingToken")]
    pub async fn verify(
        &self,
        tenant_id: &str,
        token: &str,
    ) -> Result<Option<VerifiedEmail>, Error> {
        match self
            .0
            .call(&VerifyEmail {
                tenant_id: TenantId::new(tenant_id)?,
                method: "token",
                token,
            })
            .await?
        {
            VerifyEmailResponse::Ok { user_id, email } => Ok(Some(VerifiedEmail {
                recipe_user_id: user_id,
                email,
            })),
            VerifyEmailResponse::EmailVerificationInvalidTokenError => Ok(None),
        }
    }

    /// Whether an address is verified. Calls `GET /recipe/user/email/verify`.
    #[doc(alias = "isEmailVerified")]
    pub async fn is_verified(&self, recipe_user_id: &str, email: &str) -> Result<bool, Error> {
        Ok(self
            .0
            .call(&IsEmailVerified {
                user_id: recipe_user_id,
                email,
            })
            .await?
            .is_verified)
    }

    /// Makes an address unverified. Calls `POST /recipe/user/email/verify/remove`.
    #[doc(alias = "unverifyEmail")]
    pub async fn unverify(&self, recipe_user_id: &str, email: &str) -> Result<(), Error> {
        self.0
            .call(&UnverifyEmail {
                user_id: recipe_user_id,
                email,
            })
            .await?;
        Ok(())
    }

    /// Makes all tokens for an address useless. Calls `POST /<tenant>/recipe/user/email/verify/token/remove`.
    #[doc(alias = "revokeEmailVerificationTokens")]
    pub async fn revoke_tokens(
        &self,
        tenant_id: &str,
        recipe_user_id: &str,
        email: &str,
    ) -> Result<(), Error> {
        self.0
            .call(&RevokeEmailTokens {
                tenant_id: TenantId::new(tenant_id)?,
                user_id: recipe_user_id,
                email,
            })
            .await?;
        Ok(())
    }
}
