//! What the functions do unless an application overrides them.

use async_trait::async_trait;
use tokio::time::Instant;

use super::{
    ConsumedResetToken, Credentials, EmailPasswordFunctions, ResetTokenFor, SignIn, SignUp,
    SignedIn, Update, UpdateUser,
};
use crate::cdi;
use crate::cdi::{
    ConsumePasswordResetToken, ConsumePasswordResetTokenResponse, CreatePasswordResetToken,
    CreatePasswordResetTokenResponse, EMAIL_PASSWORD, LoginMethod, SignInResponse, SignUpResponse,
    TenantId, UpdateUserResponse, User, UsersByAccountInfo,
};
use crate::error::Error;
use crate::recipes::email_password::in_use::InUse;
use crate::recipes::email_password::login_method::has_address;
use crate::session::SuperTokens;

pub(in crate::recipes::email_password) struct OriginalFunctions;

#[async_trait]
impl EmailPasswordFunctions for OriginalFunctions {
    fn original(&self) -> &dyn EmailPasswordFunctions {
        self
    }

    async fn sign_up(&self, new: Credentials, super_tokens: &SuperTokens) -> Result<SignUp, Error> {
        let call = cdi::SignUp {
            tenant_id: TenantId::new(&new.tenant_id)?,
            email: &new.email,
            password: &new.password,
        };
        Ok(match super_tokens.call(&call).await? {
            SignUpResponse::Ok {
                user,
                recipe_user_id,
            } => SignUp::Done(SignedIn::new(*user, recipe_user_id)),
            SignUpResponse::EmailAlreadyExistsError => SignUp::EmailAlreadyExists,
        })
    }

    async fn sign_in(
        &self,
        credentials: Credentials,
        super_tokens: &SuperTokens,
    ) -> Result<SignIn, Error> {
        let in_use = InUse::of(super_tokens);
        in_use
            .functions()
            .verify_credentials(credentials, super_tokens)
            .await
    }

    async fn verify_credentials(
        &self,
        credentials: Credentials,
        super_tokens: &SuperTokens,
    ) -> Result<SignIn, Error> {
        let tenant_id = TenantId::new(&credentials.tenant_id)?;
        let users = UsersByAccountInfo {
            tenant_id,
            email: &credentials.email,
            do_union_of_account_info: true,
        };
        let users = super_tokens.call(&users).await?.users;
        let in_use = InUse::of(super_tokens);
        let pace = &in_use.paces().sign_in;
        let start = Instant::now();
        if !methods(&users).any(|_| true) {
            pace.wait_since(start).await;
            return Ok(SignIn::WrongCredentials);
        }
        let call = cdi::SignIn {
            tenant_id,
            email: &credentials.email,
            password: &credentials.password,
        };
        let response = super_tokens.call(&call).await?;
        // The address may be that of an account that is linked to one with another address and a password. The core then
        // compares no passwords.
        if methods(&users).any(|method| has_address(method, &credentials.email)) {
            pace.note(start);
        } else {
            pace.wait_since(start).await;
        }
        Ok(match response {
            SignInResponse::Ok {
                user,
                recipe_user_id,
            } => SignIn::Done(SignedIn::new(*user, recipe_user_id)),
            SignInResponse::WrongCredentialsError => SignIn::WrongCredentials,
        })
    }

    async fn create_reset_token(
        &self,
        user: ResetTokenFor,
        super_tokens: &SuperTokens,
    ) -> Result<Option<String>, Error> {
        let call = CreatePasswordResetToken {
            tenant_id: TenantId::new(&user.tenant_id)?,
            user_id: &user.recipe_user_id,
            email: &user.email,
        };
        let start = Instant::now();
        let response = super_tokens.call(&call).await?;
        InUse::of(super_tokens).paces().reset_token.note(start);
        Ok(match response {
            CreatePasswordResetTokenResponse::Ok { token } => Some(token),
            CreatePasswordResetTokenResponse::UnknownUserIdError => None,
        })
    }

    async fn consume_reset_token(
        &self,
        tenant_id: &str,
        token: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Option<ConsumedResetToken>, Error> {
        let call = ConsumePasswordResetToken {
            tenant_id: TenantId::new(tenant_id)?,
            token,
        };
        Ok(match super_tokens.call(&call).await? {
            ConsumePasswordResetTokenResponse::Ok { user_id, email } => {
                Some(ConsumedResetToken::new(user_id, email))
            }
            ConsumePasswordResetTokenResponse::ResetPasswordInvalidTokenError => None,
        })
    }

    async fn update(
        &self,
        update: UpdateUser,
        super_tokens: &SuperTokens,
    ) -> Result<Update, Error> {
        // The core takes them, and nobody could, or everybody could, sign in with them.
        if (update.email.as_ref()).is_some_and(|email| email.trim().is_empty()) {
            let reason = "Email cannot be an empty string".to_owned();
            return Ok(Update::EmailChangeNotAllowed { reason });
        }
        if update.password.as_deref() == Some("") {
            let reason = "Password cannot be an empty string".to_owned();
            return Ok(Update::PasswordPolicyViolated { reason });
        }
        if let Some(password) = &update.password
            && update.apply_password_policy
        {
            let in_use = InUse::of(super_tokens);
            let tenant_id = &update.tenant_id_for_password_policy;
            let policy = in_use.password_policy(password, tenant_id, super_tokens);
            if let Some(reason) = policy.await? {
                return Ok(Update::PasswordPolicyViolated { reason });
            }
        }
        let call = cdi::UpdateUser {
            recipe_user_id: &update.recipe_user_id,
            email: update.email.as_deref(),
            password: update.password.as_deref(),
        };
        Ok(match super_tokens.call(&call).await? {
            UpdateUserResponse::Ok => Update::Done,
            UpdateUserResponse::UnknownUserIdError => Update::UnknownUser,
            UpdateUserResponse::EmailAlreadyExistsError => Update::EmailAlreadyExists,
            UpdateUserResponse::EmailChangeNotAllowedError { reason } => {
                Update::EmailChangeNotAllowed { reason }
            }
        })
    }
}

/// The login methods with a password.
fn methods(users: &[User]) -> impl Iterator<Item = &LoginMethod> {
    let methods = users.iter().flat_map(|user| &user.login_methods);
    methods.filter(|method| method.recipe_id == EMAIL_PASSWORD)
}
