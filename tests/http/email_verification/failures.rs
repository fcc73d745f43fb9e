//! What fails behind the routes.

use rocket_supertokens::Builder;
use rocket_supertokens::config::EmailVerificationMode::{Optional, Required};
use rocket_supertokens::mail::Email;
use rocket_supertokens_tests::{Behaviour, Cdi};

use super::{
    INVALID, IS_VERIFIED, OK, Site, TOKEN, VERIFY, assert_answer, assert_answer_with_claim, held,
    verify,
};
use crate::in_both_generations;

in_both_generations!(
    without_the_core_nobody_is_logged_out_and_no_link_is_lost,
    an_address_is_verified_even_if_the_session_cannot_learn_of_it,
    the_response_does_not_wait_for_the_mail,
);

async fn without_the_core_nobody_is_logged_out_and_no_link_is_lost(cdi: Cdi) {
    let site = Site::start(cdi, Required).await;
    let mut user = site.user(site.app.client()).await;
    // Now the keys are known, and the version.
    let token = site.token(&mut user).await;
    site.core.behave(Behaviour::Breaks);
    for reply in [
        user.client.get(VERIFY).await,
        user.client.post(TOKEN).await,
        verify(&mut user.client, &token).await,
    ] {
        assert_eq!(reply.status, 503, "{reply:?}");
        assert!(reply.header("retry-after").is_some(), "{reply:?}");
        reply.assert_no_tokens();
    }
    assert!(site.mails.is_empty());
    site.core.behave(Behaviour::Works);
    let reply = verify(&mut user.client, &token).await;
    assert_answer_with_claim(&reply, OK, &user.client, true);
}

async fn an_address_is_verified_even_if_the_session_cannot_learn_of_it(cdi: Cdi) {
    let site = Site::start(cdi, Required).await;
    let mut user = site.user(site.app.client()).await;
    let token = site.token(&mut user).await;
    let regenerate = "/recipe/session/regenerate";
    site.core.behave_at(regenerate, Behaviour::Refuses(503));
    assert_answer(&verify(&mut user.client, &token).await, OK);
    assert_eq!(held(&user.client)["v"], false);
    site.core.behave_at(regenerate, Behaviour::Works);
    // The front end sees the old claim and asks.
    let reply = user.client.get(VERIFY).await;
    assert_answer_with_claim(&reply, IS_VERIFIED, &user.client, true);
    assert_answer(&verify(&mut user.client, &token).await, INVALID);
}

async fn the_response_does_not_wait_for_the_mail(cdi: Cdi) {
    let hangs = |settings: Builder| settings.send_email(|_: Email| std::future::pending());
    let site = Site::with(cdi, Optional, hangs).await;
    let mut user = site.user(site.app.client()).await;
    assert_answer(&user.client.post(TOKEN).await, OK);
    let fails =
        |settings: Builder| settings.send_email(|_: Email| async { Err("no server".into()) });
    let site = Site::with(cdi, Optional, fails).await;
    let mut user = site.user(site.app.client()).await;
    assert_answer(&user.client.post(TOKEN).await, OK);
}
