//! With which sessions the routes work.

use reqwest::Method;
use rocket_supertokens::Builder;
use rocket_supertokens::config::AntiCsrf;
use rocket_supertokens::config::EmailVerificationMode::{Optional, Required};
use rocket_supertokens_tests::{Cdi, Client, Reply};
use serde_json::json;

use super::{
    INVALID, IS_VERIFIED, NOT_VERIFIED, OK, Site, TOKEN, VERIFY, assert_answer,
    assert_answer_with_claim, held, verify,
};
use crate::in_both_generations;

in_both_generations!(
    only_a_link_can_be_used_without_a_session,
    a_token_that_is_none_is_no_session_and_a_bad_one_is_refreshed,
    a_session_of_somebody_else_learns_nothing,
    a_user_who_was_deleted_is_logged_out,
    a_session_that_was_revoked_is_logged_out,
    the_custom_header_protects_what_is_posted,
    the_anti_csrf_token_protects_what_is_posted,
);

async fn only_a_link_can_be_used_without_a_session(cdi: Cdi) {
    let site = Site::start(cdi, Required).await;
    let mut nobody = site.app.client();
    nobody
        .get(VERIFY)
        .await
        .assert_refused("unauthorised", false);
    nobody
        .post(TOKEN)
        .await
        .assert_refused("unauthorised", false);
    assert_answer(&verify(&mut nobody, "abc").await, INVALID);
}

async fn a_token_that_is_none_is_no_session_and_a_bad_one_is_refreshed(cdi: Cdi) {
    let site = Site::start(cdi, Required).await;
    for client in [site.app.client(), site.app.client().with_cookies()] {
        let mut user = site.user(client).await;
        let good = user.client.access_token.clone().expect("a token");

        user.client.access_token = Some("garbage".to_owned());
        let reply = user.client.get(VERIFY).await;
        reply.assert_refused("unauthorised", false);
        let reply = user.client.post(TOKEN).await;
        reply.assert_refused("unauthorised", false);
        assert_answer(&verify(&mut user.client, "abc").await, INVALID);

        // Of the right form, with the signature of another text.
        let (_, payload_and_signature) = good.split_once('.').expect("a JWT");
        let (_, signature) = payload_and_signature.split_once('.').expect("a JWT");
        let swapped: String = signature.chars().rev().collect();
        let bad = good.replace(signature, &swapped);
        user.client.access_token = Some(bad);
        for reply in [
            user.client.get(VERIFY).await,
            user.client.post(TOKEN).await,
            verify(&mut user.client, "abc").await,
        ] {
            reply.assert_refused("try refresh token", false);
        }
    }
    assert!(site.mails.is_empty());
}

async fn a_session_of_somebody_else_learns_nothing(cdi: Cdi) {
    let site = Site::start(cdi, Required).await;
    let mut alice = site.user(site.app.client()).await;
    let mut bob = site.user(site.app.client()).await;
    let token = site.token(&mut alice).await;
    assert_answer(&verify(&mut bob.client, &token).await, OK);
    assert_eq!(held(&bob.client)["v"], false);
    let reply = bob.client.get(VERIFY).await;
    assert_answer_with_claim(&reply, NOT_VERIFIED, &bob.client, false);
    let reply = alice.client.get(VERIFY).await;
    assert_answer_with_claim(&reply, IS_VERIFIED, &alice.client, true);
}

async fn a_user_who_was_deleted_is_logged_out(cdi: Cdi) {
    let site = Site::start(cdi, Required).await;
    let user = site.user(site.app.client()).await;
    site.delete(&user.id).await;
    let mut client = user.client.clone();
    client
        .get(VERIFY)
        .await
        .assert_refused("unauthorised", true);
    let mut client = user.client.clone();
    client
        .post(TOKEN)
        .await
        .assert_refused("unauthorised", true);
    assert!(site.mails.is_empty());
}

/// Its access token is good for an hour, but no new one can be made.
async fn a_session_that_was_revoked_is_logged_out(cdi: Cdi) {
    let site = Site::start(cdi, Required).await;
    let mut user = site.user(site.app.client()).await;
    let token = site.token(&mut user).await;
    let all = rocket_supertokens::session::SessionsOfUser::all(&user.id);
    let revoked = site.app.super_tokens().revoke_sessions_of_user(all).await;
    assert_eq!(revoked.expect("revoked").len(), 1);
    let mut client = user.client.clone();
    client
        .get(VERIFY)
        .await
        .assert_refused("unauthorised", true);
    verify(&mut user.client, &token)
        .await
        .assert_refused("unauthorised", true);
    let verification = site.app.super_tokens().email_verification();
    let verified = verification.is_verified(&user.id).await;
    assert!(
        verified.expect("a response"),
        "the link counts all the same"
    );
}

async fn the_custom_header_protects_what_is_posted(cdi: Cdi) {
    let configure = |settings: Builder| settings.anti_csrf(AntiCsrf::ViaCustomHeader);
    let site = Site::with(cdi, Optional, configure).await;
    let mut user = site.user(site.app.client().with_cookies()).await;
    let client = &mut user.client;
    for path in [TOKEN, VERIFY] {
        let reply = post(client, path, &[]).await;
        reply.assert_refused("try refresh token", false);
    }
    let reply = client.get(VERIFY).await;
    assert_answer_with_claim(&reply, NOT_VERIFIED, client, false);
    let rid = [("rid", "emailverification")];
    assert_eq!(post(client, TOKEN, &rid).await.text, OK);
    assert_eq!(post(client, VERIFY, &rid).await.text, INVALID);
    // Without a session nothing of anybody's is at risk.
    let mut nobody = site.app.client().with_cookies();
    assert_answer(&post(&mut nobody, VERIFY, &[]).await, INVALID);
}

async fn the_anti_csrf_token_protects_what_is_posted(cdi: Cdi) {
    let configure = |settings: Builder| settings.anti_csrf(AntiCsrf::ViaToken);
    let site = Site::with(cdi, Optional, configure).await;
    let email = format!("{}@example.com", super::unique("user"));
    let id = site.sign_up(&email, "public").await;
    let mut client = site.app.client().with_cookies();
    let reply = crate::fixture::log_in(&mut client, &id).await;
    let anti_csrf = reply.header("anti-csrf").expect("a token").to_owned();
    for path in [TOKEN, VERIFY] {
        let reply = post(&mut client, path, &[]).await;
        reply.assert_refused("try refresh token", false);
    }
    let reply = client.get(VERIFY).await;
    assert_answer_with_claim(&reply, NOT_VERIFIED, &client, false);
    let header = [("anti-csrf", anti_csrf.as_str())];
    assert_eq!(post(&mut client, TOKEN, &header).await.text, OK);
    assert_eq!(post(&mut client, VERIFY, &header).await.text, INVALID);
}

async fn post(client: &mut Client, path: &str, headers: &[(&str, &str)]) -> Reply {
    let body = json!({ "method": "token", "token": "abc" });
    let mut request = client.request(Method::POST, path).body(body.to_string());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.send(request).await
}
