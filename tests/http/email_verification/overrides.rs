//! What an application puts in the place of the original.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rocket_supertokens::config::EmailVerificationMode::Optional;
use rocket_supertokens::overrides::SessionRequest;
use rocket_supertokens::recipes::email_verification::{
    EmailVerificationApis, EmailVerificationFunctions, IsEmailVerifiedResponse,
    VerificationTokenResponse, VerifiedEmail, VerifyEmailResponse,
};
use rocket_supertokens::{Builder, Error, Session, SuperTokens, async_trait};
use rocket_supertokens_tests::Cdi;

use super::{INVALID, OK, Site, TOKEN, VERIFY, assert_answer, token, verify};

/// Counts what its original does.
struct Counted {
    original: Arc<dyn EmailVerificationFunctions>,
    count: Arc<AtomicU32>,
}

#[async_trait]
impl EmailVerificationFunctions for Counted {
    fn original(&self) -> &dyn EmailVerificationFunctions {
        &*self.original
    }

    async fn verify(
        &self,
        tenant_id: &str,
        token: &str,
        super_tokens: &SuperTokens,
    ) -> Result<Option<VerifiedEmail>, Error> {
        let verified = self
            .original()
            .verify(tenant_id, token, super_tokens)
            .await?;
        if verified.is_some() {
            self.count.fetch_add(1, Ordering::Relaxed);
        }
        Ok(verified)
    }
}

/// Overrides add up, and the routes, the functions and the other overrides all see them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_leads_through_the_overridden_functions() {
    let count = Arc::new(AtomicU32::new(0));
    let counts = [Arc::clone(&count), Arc::clone(&count)];
    let configure = |settings: Builder| {
        counts.into_iter().fold(settings, |settings, count| {
            settings.override_email_verification_functions(|original| Counted { original, count })
        })
    };
    let site = Site::with(Cdi::V5_6, Optional, configure).await;
    let mut user = site.user(site.app.client()).await;
    let token = site.token(&mut user).await;
    assert_eq!(verify(&mut user.client, &token).await.text, OK);
    assert_eq!(count.load(Ordering::Relaxed), 2);
    let verification = site.app.super_tokens().email_verification();
    verification.unverify(&user.id).await.expect("a response");
    verification
        .mark_verified(&user.id)
        .await
        .expect("a response");
    assert_eq!(count.load(Ordering::Relaxed), 4);
    assert_answer(&verify(&mut user.client, &token).await, INVALID);
    assert_eq!(count.load(Ordering::Relaxed), 4);
}

/// Refuses everything with a text for the user.
struct Closed {
    original: Arc<dyn EmailVerificationApis>,
}

const REASON: &str = "Not \"today\"";

#[async_trait]
impl EmailVerificationApis for Closed {
    fn original(&self) -> &dyn EmailVerificationApis {
        &*self.original
    }

    async fn generate_token(
        &self,
        _: Session,
        _: &SessionRequest<'_>,
    ) -> Result<VerificationTokenResponse, Error> {
        let message = REASON.to_owned();
        Ok(VerificationTokenResponse::GeneralError { message })
    }

    async fn verify_email(
        &self,
        tenant_id: &str,
        token: &str,
        session: Option<Session>,
        request: &SessionRequest<'_>,
    ) -> Result<VerifyEmailResponse, Error> {
        let original = self.original();
        match original
            .verify_email(tenant_id, token, session, request)
            .await?
        {
            VerifyEmailResponse::Done(email) => {
                let message = format!("{REASON}, {}", email.email);
                Ok(VerifyEmailResponse::GeneralError { message })
            }
            other => Ok(other),
        }
    }

    async fn is_email_verified(
        &self,
        _: Session,
        _: &SessionRequest<'_>,
    ) -> Result<IsEmailVerifiedResponse, Error> {
        let message = REASON.to_owned();
        Ok(IsEmailVerifiedResponse::GeneralError { message })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_override_of_a_route_says_why_not() {
    let configure = |settings: Builder| {
        settings.override_email_verification_apis(|original| Closed { original })
    };
    let site = Site::with(Cdi::V5_6, Optional, configure).await;
    let mut user = site.user(site.app.client()).await;
    let refused = r#"{"status":"GENERAL_ERROR","message":"Not \"today\""}"#;
    assert_answer(&user.client.post(TOKEN).await, refused);
    assert_answer(&user.client.get(VERIFY).await, refused);
    assert_answer(&verify(&mut user.client, "abc").await, INVALID);
    let verification = site.app.super_tokens().email_verification();
    assert!(verification.send_email(&user.id).await.expect("a response"));
    let token = token(&site.mails.next().await);
    let refused = format!(
        r#"{{"status":"GENERAL_ERROR","message":"Not \"today\", {}"}}"#,
        user.email
    );
    assert_eq!(verify(&mut user.client, &token).await.text, refused);
}
