//! Addresses are verified everywhere, tokens belong to one tenant.

use reqwest::Method;
use rocket_supertokens::config::EmailVerificationMode::Required;
use rocket_supertokens_tests::Cdi;
use serde_json::json;

use super::{
    INVALID, NOT_VERIFIED, OK, Site, User, assert_answer, assert_answer_with_claim, token, unique,
    verify,
};
use crate::fixture::create_session;
use crate::in_both_generations;

in_both_generations!(
    the_token_is_one_of_the_sessions_tenant,
    a_tenant_in_the_path_counts_only_for_the_link,
);

async fn start(cdi: Cdi) -> (Site, User) {
    let site = Site::start(cdi, Required).await;
    let tenant = json!({ "tenantId": "shop-1" });
    let path = "/recipe/multitenancy/tenant/v2";
    site.core.call(Method::PUT, path, "5.3", &tenant).await;
    let email = format!("{}@example.com", unique("user"));
    let id = site.sign_up(&email, "shop-1").await;
    let mut client = site.app.client();
    let wish = json!({ "user_id": id, "tenant_id": "shop-1" });
    create_session(&mut client, &wish).await;
    (site, User { id, email, client })
}

async fn the_token_is_one_of_the_sessions_tenant(cdi: Cdi) {
    let (site, mut user) = start(cdi).await;
    assert_eq!(user.client.post(super::TOKEN).await.text, OK);
    let mail = site.mails.next().await;
    assert_eq!(
        (mail.email.as_str(), mail.tenant_id.as_str()),
        (user.email.as_str(), "shop-1")
    );
    assert!(mail.link.as_str().ends_with("&tenantId=shop-1"));
    let token = token(&mail);
    assert_answer(&verify(&mut user.client, &token).await, INVALID);
    let body = json!({ "token": token });
    let path = "/auth/shop-1/user/email/verify";
    let reply = user.client.json(Method::POST, path, &body).await;
    assert_answer_with_claim(&reply, OK, &user.client, true);
    let verification = site.app.super_tokens().email_verification();
    assert!(
        verification
            .is_verified(&user.id)
            .await
            .expect("a response")
    );
}

async fn a_tenant_in_the_path_counts_only_for_the_link(cdi: Cdi) {
    let (site, mut user) = start(cdi).await;
    let reply = user
        .client
        .post("/auth/nosuch/user/email/verify/token")
        .await;
    assert_answer(&reply, OK);
    assert_eq!(site.mails.next().await.tenant_id, "shop-1");
    let reply = user.client.get("/auth/nosuch/user/email/verify").await;
    assert_answer_with_claim(&reply, NOT_VERIFIED, &user.client, false);
    for (tenant, status) in [("nosuch", 400), ("recipe", 400), ("a_b", 404)] {
        let path = format!("/auth/{tenant}/user/email/verify");
        let body = json!({ "token": "abc" });
        let reply = user.client.json(Method::POST, &path, &body).await;
        assert_eq!(reply.status, status, "{reply:?}");
        reply.assert_no_tokens();
    }
}
