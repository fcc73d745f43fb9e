//! What the functions do unless they are overridden: they ask the core.

use async_trait::async_trait;

use super::address::{EmailOfUser, VerifiedEmail};
use super::functions::EmailVerificationFunctions;
use crate::cdi::{
    CreateEmailToken, CreateEmailTokenResponse, IsEmailVerified, RevokeEmailTokens, TenantId,
    UnverifyEmail, VerifyEmail, VerifyEmailResponse,
};
use crate::error::Error;
use crate::session::SuperTokens;

pub(super) struct OriginalFunctions;

#[async_trait]
impl EmailVerificationFunctions for OriginalFunctions {
    fn original(&self) -> &dyn EmailVerificationFunctions {
        self
    }

    async fn create_token(
        &self,
        tenant_id: &str,
        email: EmailOfUser<'_>,
        super_tokens: &SuperTokens,
    ) -> Result<Option<String>, Error> {
        let call = CreateEmailToken {
            tenant_id: TenantId::new(tenant_id)?,
            user_id: email.recipe_user_id,
            email: email.email,
        };
        match super_tokens.call(&call).await? {
            CreateEmailTokenResponse::Ok { token } => Ok(Some(token)),
            CreateEmailTokenResponse::EmailAlreadyVerifiedError => Ok(None),
        }
    }

    async fn verify(
        &self,
        tenant_id: &str,
        token: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Option<VerifiedEmail>, Error> {
        let call = VerifyEmail {
            tenant_id: TenantId::new(tenant_id)?,
            method: "token",
            token,
        };
        match super_tokens.call(&call).await? {
            VerifyEmailResponse::Ok { user_id, email } => {
                Ok(Some(VerifiedEmail::new(user_id, email)))
            }
            VerifyEmailResponse::EmailVerificationInvalidTokenError => Ok(None),
        }
    }

    async fn is_verified(
        &self,
        email: EmailOfUser<'_>,
        super_tokens: &SuperTokens,
    ) -> Result<bool, Error> {
        let call = IsEmailVerified::new(email.recipe_user_id, email.email);
        Ok(super_tokens.call(&call).await?.is_verified)
    }

    async fn revoke_tokens(
        &self,
        tenant_id: &str,
        email: EmailOfUser<'_>,
        super_tokens: &SuperTokens,
    ) -> Result<(), Error> {
        let call = RevokeEmailTokens {
            tenant_id: TenantId::new(tenant_id)?,
            user_id: email.recipe_user_id,
            email: email.email,
        };
        super_tokens.call(&call).await?;
        Ok(())
    }

    async fn unverify(
        &self,
        email: EmailOfUser<'_>,
        super_tokens: &SuperTokens,
    ) -> Result<(), Error> {
        let call = UnverifyEmail {
            user_id: email.recipe_user_id,
            email: email.email,
        };
        super_tokens.call(&call).await?;
        Ok(())
    }
}
