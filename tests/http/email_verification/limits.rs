//! Nobody's mailbox is filled.

use std::time::Duration;

use rocket_supertokens::Builder;
use rocket_supertokens::config::EmailVerificationMode::Required;
use rocket_supertokens::recipes::attempts::{AttemptKind, AttemptLimits, CountedBy};
use rocket_supertokens::recipes::email_password::EmailPassword;
use rocket_supertokens_tests::Cdi;

use super::{OK, Site, TOKEN, assert_answer, token, verify};
use crate::in_both_generations;

in_both_generations!(mails_to_one_address_are_limited);

async fn mails_to_one_address_are_limited(cdi: Cdi) {
    let two = |settings: Builder| {
        let hour = Duration::from_secs(3600);
        let kind = AttemptKind::EmailVerification;
        let limits = AttemptLimits::new().limit(kind, CountedBy::Email, 2, hour);
        settings.email_password(EmailPassword::new().attempt_limits(limits))
    };
    let site = Site::with(cdi, Required, two).await;
    let mut alice = site.user(site.app.client()).await;
    let mut bob = site.user(site.app.client()).await;
    site.token(&mut alice).await;
    assert_answer(&alice.client.post(TOKEN).await, OK);
    let link = token(&site.mails.next().await);
    let reply = alice.client.post(TOKEN).await;
    assert_eq!(reply.status, 429, "{reply:?}");
    assert!(reply.header("retry-after").is_some(), "{reply:?}");
    reply.assert_no_tokens();
    assert!(site.mails.is_empty());

    site.token(&mut bob).await;
    assert_eq!(verify(&mut alice.client, &link).await.text, OK);
}
