//! What the routes do unless they are overridden.

use async_trait::async_trait;

use super::address::{EmailOfUser, look_up};
use super::apis::EmailVerificationApis;
use super::in_use::InUse;
use super::results::{IsEmailVerifiedResponse, VerificationTokenResponse, VerifyEmailResponse};
use crate::claims::EmailVerified;
use crate::error::{Chain, Error, UnauthorisedReason};
use crate::mail::{Email, EmailVerificationEmail};
use crate::recipes::attempts::{self, Attempt, AttemptKind};
use crate::session::{Session, SessionRequest};

pub(super) struct OriginalApis;

#[async_trait]
impl EmailVerificationApis for OriginalApis {
    fn original(&self) -> &dyn EmailVerificationApis {
        self
    }

    async fn generate_token(
        &self,
        session: Session,
        request: &SessionRequest<'_>,
    ) -> Result<VerificationTokenResponse, Error> {
        let super_tokens = request.super_tokens();
        let postbox = super_tokens.postbox()?;
        let found = look_up(&session.claim_context()).await;
        let Some(email) = found.map_err(known_user)? else {
            set_claim(&session).await?;
            return Ok(VerificationTokenResponse::AlreadyVerified);
        };
        let (tenant_id, recipe_user_id) = (session.tenant_id(), session.recipe_user_id());
        // Whoever signs up with the address of somebody else shall not fill that mailbox.
        let attempt = Attempt::new(AttemptKind::EmailVerification, tenant_id, &email);
        let attempt = attempt.client_ip(request.info().client_ip());
        let of_user = EmailOfUser {
            recipe_user_id,
            email: &email,
        };
        let in_use = InUse::of(super_tokens);
        let functions = in_use.functions();
        let token = functions.create_token(tenant_id, of_user, super_tokens);
        let Some(token) = attempts::limited(super_tokens, attempt, token).await? else {
            set_claim(&session).await?;
            return Ok(VerificationTokenResponse::AlreadyVerified);
        };
        // The address may have been marked as not verified since the token was made.
        if session.claim_value(&EmailVerified) != Some(false) {
            set_claim(&session).await?;
        }
        let link = in_use.link(super_tokens, Some(request.info()), &token, tenant_id)?;
        postbox.post(Email::EmailVerification(EmailVerificationEmail {
            user_id: session.user_id().to_owned(),
            recipe_user_id: recipe_user_id.to_owned(),
            tenant_id: tenant_id.to_owned(),
            app_name: super_tokens.config().app.name.clone(),
            link,
            email,
        }));
        Ok(VerificationTokenResponse::Done)
    }

    async fn verify_email(
        &self,
        tenant_id: &str,
        token: &str,
        session: Option<Session>,
        request: &SessionRequest<'_>,
    ) -> Result<VerifyEmailResponse, Error> {
        let super_tokens = request.super_tokens();
        let in_use = InUse::of(super_tokens);
        let verified = in_use.functions().verify(tenant_id, token, super_tokens);
        let Some(verified) = verified.await? else {
            return Ok(VerifyEmailResponse::InvalidToken);
        };
        // The session of somebody else says nothing about this address.
        let session = session.filter(|it| it.recipe_user_id() == verified.recipe_user_id);
        if let Some(session) = session {
            match set_claim(&session).await {
                // The token is used up, so a client that tries again would be told that it is invalid. The front end asks
                // for the claim by itself when it finds the old one.
                Err(error) if !matches!(error, Error::Unauthorised { .. }) => {
                    tracing::warn!(error = %Chain(&error), "the address is verified, but the session does not have it yet");
                }
                result => result?,
            }
        }
        Ok(VerifyEmailResponse::Done(verified))
    }

    async fn is_email_verified(
        &self,
        session: Session,
        _request: &SessionRequest<'_>,
    ) -> Result<IsEmailVerifiedResponse, Error> {
        set_claim(&session).await?;
        Ok(IsEmailVerifiedResponse::Done {
            is_verified: session.claim_value(&EmailVerified) == Some(true),
        })
    }
}

/// Sets the claim anew. The client receives the new token even if the value is the old one: with the time in it the front
/// end sees that it has asked.
async fn set_claim(session: &Session) -> Result<(), Error> {
    let set = session.fetch_and_set_claim(&EmailVerified).await;
    set.map_err(known_user)
}

/// A user who was deleted is logged out.
fn known_user(error: Error) -> Error {
    match error {
        Error::UnknownUser { .. } => Error::unauthorised(UnauthorisedReason::UserGone, true),
        error => error,
    }
}
