//! What the functions do by default.

use async_trait::async_trait;

use super::functions::{
    ConsumedResetToken, Credentials, EmailPasswordFunctions, ResetTokenFor, SignIn, SignUp,
    SignedIn, Update, UpdateUser,
};
use crate::cdi;
use crate::error::Error;
use crate::session::SuperTokens;

pub(super) struct OriginalFunctions;

#[async_trait]
impl EmailPasswordFunctions for OriginalFunctions {
    fn original(&self) -> &dyn EmailPasswordFunctions {
        self
    }

    async fn sign_up(&self, new: Credentials, super_tokens: &SuperTokens) -> Result<SignUp, Error> {
        let call = cdi::SignUp {
            tenant_id: cdi::TenantId::new(&new.tenant_id)?,
            email: &new.email,
            password: &new.password,
        };
        Ok(match super_tokens.call(&call).await? {
            cdi::SignUpResponse::Ok {
                user,
                recipe_user_id,
            } => SignUp::Done(SignedIn {
                user,
                recipe_user_id,
            }),
            cdi::SignUpResponse::EmailAlreadyExistsError => SignUp::EmailAlreadyExists,
        })
    }

    async fn sign_in(
        &self,
        credentials: Credentials,
        super_tokens: &SuperTokens,
    ) -> Result<SignIn, Error> {
        let call = cdi::SignIn {
            tenant_id: cdi::TenantId::new(&credentials.tenant_id)?,
            email: &credentials.email,
            password: &credentials.password,
        };
        Ok(match super_tokens.call(&call).await? {
            cdi::SignInResponse::Ok {
                user,
                recipe_user_id,
            } => SignIn::Done(SignedIn {
                user,
                recipe_user_id,
            }),
            cdi::SignInResponse::WrongCredentialsError => SignIn::WrongCredentials,
        })
    }

    async fn create_reset_token(
        &self,
        user: ResetTokenFor,
        super_tokens: &SuperTokens,
    ) -> Result<Option<String>, Error> {
        let call = cdi::CreatePasswordResetToken {
            tenant_id: cdi::TenantId::new(&user.tenant_id)?,
            user_id: &user.recipe_user_id,
            email: &user.email,
        };
        Ok(match super_tokens.call(&call).await? {
            cdi::CreatePasswordResetTokenResponse::Ok { token } => Some(token),
            cdi::CreatePasswordResetTokenResponse::UnknownUserIdError => None,
        })
    }

    async fn consume_reset_token(
        &self,
        tenant_id: &str,
        token: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Option<ConsumedResetToken>, Error> {
        let call = cdi::ConsumePasswordResetToken {
            tenant_id: cdi::TenantId::new(tenant_id)?,
            token,
        };
        Ok(match super_tokens.call(&call).await? {
            cdi::ConsumePasswordResetTokenResponse::Ok { user_id, email } => {
                Some(ConsumedResetToken { user_id, email })
            }
            cdi::ConsumePasswordResetTokenResponse::ResetPasswordInvalidTokenError => None,
        })
    }

    async fn update(
        &self,
        update: UpdateUser,
        super_tokens: &SuperTokens,
    ) -> Result<Update, Error> {
        let call = cdi::UpdateUser {
            recipe_user_id: &update.recipe_user_id,
            email: update.email.as_deref(),
            password: update.password.as_deref(),
        };
        Ok(match super_tokens.call(&call).await? {
            cdi::UpdateUserResponse::Ok => Update::Done,
            cdi::UpdateUserResponse::UnknownUserIdError => Update::UnknownUser,
            cdi::UpdateUserResponse::EmailAlreadyExistsError => Update::EmailAlreadyExists,
            cdi::UpdateUserResponse::EmailChangeNotAllowedError { reason } => {
                Update::EmailChangeNotAllowed { reason }
            }
        })
    }
}
