//! Users whom the application keeps itself, and the core does not know.

use rocket_supertokens::Builder;
use rocket_supertokens::claims::EmailLookup;
use rocket_supertokens::config::EmailVerificationMode::Required;
use rocket_supertokens_tests::{App, Cdi, Client};

use super::{
    ALREADY, IS_VERIFIED, NOT_VERIFIED, OK, Site, TOKEN, VERIFY, assert_answer,
    assert_answer_with_claim, token, unique, verify,
};
use crate::fixture::log_in;
use crate::in_both_generations;

in_both_generations!(
    the_routes_work_for_them_too,
    who_has_no_address_has_nothing_to_verify,
);

fn own(settings: Builder) -> Builder {
    settings.email_for_recipe_user_id(|context| async move {
        Ok(match context.recipe_user_id.split_once('-') {
            Some(("staff", name)) => EmailLookup::Address(format!(" {name}@Example.com")),
            Some(("phone", _)) => EmailLookup::NoAddress,
            _ => EmailLookup::Unknown,
        })
    })
}

async fn logged_in(app: &App, id: &str) -> Client {
    let mut client = app.client();
    log_in(&mut client, id).await;
    client
}

/// The core compares an address as it is given with the one that it has stored in lower case.
async fn the_routes_work_for_them_too(cdi: Cdi) {
    let site = Site::with(cdi, Required, own).await;
    let id = unique("staff");
    let mut client = logged_in(&site.app, &id).await;
    let reply = client.get(VERIFY).await;
    assert_answer_with_claim(&reply, NOT_VERIFIED, &client, false);
    assert_answer(&client.post(TOKEN).await, OK);
    let mail = site.mails.next().await;
    assert_eq!((&mail.user_id, &mail.recipe_user_id), (&id, &id));
    let reply = verify(&mut client, &token(&mail)).await;
    assert_answer_with_claim(&reply, OK, &client, true);
    assert_eq!(client.get("/any").await.status, 200);
    let reply = client.get(VERIFY).await;
    assert_answer_with_claim(&reply, IS_VERIFIED, &client, true);
    let verification = site.app.super_tokens().email_verification();
    assert!(verification.is_verified(&id).await.expect("a response"));
}

async fn who_has_no_address_has_nothing_to_verify(cdi: Cdi) {
    let site = Site::with(cdi, Required, own).await;
    let mut client = logged_in(&site.app, &unique("phone")).await;
    let reply = client.post(TOKEN).await;
    assert_answer_with_claim(&reply, ALREADY, &client, true);
    let reply = client.get(VERIFY).await;
    assert_answer_with_claim(&reply, IS_VERIFIED, &client, true);
    assert!(site.mails.is_empty());
}
