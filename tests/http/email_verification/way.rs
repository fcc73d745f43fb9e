//! The way of a front end to a verified address.

use rocket_supertokens::config::EmailVerificationMode::{Optional, Required};
use rocket_supertokens_tests::Cdi;

use super::{
    ALREADY, INVALID, IS_VERIFIED, NOT_VERIFIED, OK, Site, TOKEN, VERIFY, assert_answer,
    assert_answer_with_claim, held, token, verify,
};
use crate::in_both_generations;

in_both_generations!(
    a_required_address_is_verified_by_the_link,
    who_opens_the_link_elsewhere_is_verified_at_the_next_question,
    older_and_newer_links_work_until_one_of_them_is_used,
    every_question_brings_a_new_token,
    a_claim_that_is_missing_or_wrong_is_set_with_the_mail,
);

/// As the ready-made page does it. The last step fails if the new claim reaches only one of cookie and front token.
async fn a_required_address_is_verified_by_the_link(cdi: Cdi) {
    let site = Site::start(cdi, Required).await;
    for client in [site.app.client(), site.app.client().with_cookies()] {
        let mut user = site.user(client).await;
        let reply = user.client.get("/any").await;
        assert_eq!(reply.status, 403, "{reply:?}");
        assert_eq!(reply.json()["claimValidationErrors"][0]["id"], "st-ev");
        let reply = user.client.get(VERIFY).await;
        assert_answer_with_claim(&reply, NOT_VERIFIED, &user.client, false);

        let reply = user.client.post(TOKEN).await;
        assert_answer(&reply, OK);
        let mail = site.mails.next().await;
        assert_eq!(mail.email, user.email);
        assert_eq!((&mail.user_id, &mail.recipe_user_id), (&user.id, &user.id));
        assert_eq!(mail.tenant_id, "public");
        let token = token(&mail);
        assert_eq!(
            mail.link.as_str(),
            format!("http://localhost:8000/auth/verify-email?token={token}&tenantId=public")
        );

        let reply = verify(&mut user.client, &token).await;
        assert_answer_with_claim(&reply, OK, &user.client, true);
        assert_eq!(user.client.get("/any").await.status, 200);

        let reply = user.client.post(TOKEN).await;
        assert_answer_with_claim(&reply, ALREADY, &user.client, true);
        assert_answer(&verify(&mut user.client, &token).await, INVALID);
        assert!(site.mails.is_empty());
    }
}

async fn who_opens_the_link_elsewhere_is_verified_at_the_next_question(cdi: Cdi) {
    let site = Site::start(cdi, Required).await;
    let mut user = site.user(site.app.client()).await;
    let token = site.token(&mut user).await;
    let mut elsewhere = site.app.client();
    assert_answer(&verify(&mut elsewhere, &token).await, OK);
    assert_eq!(
        held(&user.client)["v"],
        false,
        "nobody has told this session"
    );
    let reply = user.client.get(VERIFY).await;
    assert_answer_with_claim(&reply, IS_VERIFIED, &user.client, true);
    assert_eq!(user.client.get("/any").await.status, 200);
}

async fn older_and_newer_links_work_until_one_of_them_is_used(cdi: Cdi) {
    let site = Site::start(cdi, Optional).await;
    let mut user = site.user(site.app.client()).await;
    assert_eq!(user.client.get("/any").await.status, 200, "not required");
    let older = site.token(&mut user).await;
    let newer = site.token(&mut user).await;
    assert_ne!(older, newer);
    // What scans mails for harm opens the links.
    let opened = format!("{VERIFY}?token={older}");
    let reply = user.client.get(&opened).await;
    assert_answer_with_claim(&reply, NOT_VERIFIED, &user.client, false);
    assert_eq!(verify(&mut user.client, &older).await.text, OK);
    assert_answer(&verify(&mut user.client, &newer).await, INVALID);
}

async fn every_question_brings_a_new_token(cdi: Cdi) {
    let site = Site::start(cdi, Optional).await;
    let mut user = site.user(site.app.client().with_cookies()).await;
    for _ in 0..2 {
        let before = user.client.access_token.clone();
        let reply = user.client.get(VERIFY).await;
        assert_answer_with_claim(&reply, NOT_VERIFIED, &user.client, false);
        assert_ne!(user.client.access_token, before);
    }
}

async fn a_claim_that_is_missing_or_wrong_is_set_with_the_mail(cdi: Cdi) {
    use rocket_supertokens::config::EmailVerificationMode::Off;

    // Sessions from before the setting was changed.
    let site = Site::start(cdi, Off).await;
    let mut user = site.user(site.app.client()).await;
    assert!(held(&user.client).is_null());
    let reply = user.client.post(TOKEN).await;
    assert_answer_with_claim(&reply, OK, &user.client, false);
    let token = token(&site.mails.next().await);
    assert_eq!(verify(&mut user.client, &token).await.text, OK);

    let verification = site.app.super_tokens().email_verification();
    verification.unverify(&user.id).await.expect("unverified");
    assert_eq!(held(&user.client)["v"], true);
    let reply = user.client.post(TOKEN).await;
    assert_answer_with_claim(&reply, OK, &user.client, false);
}
