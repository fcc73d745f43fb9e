//! Where the links lead.

use reqwest::Method;
use rocket_supertokens::Builder;
use rocket_supertokens::config::EmailVerificationMode::Optional;
use rocket_supertokens_tests::Cdi;

use super::{OK, Site, TOKEN, token, verify};

const CDI: Cdi = Cdi::V5_6;

/// `Host` and `Origin` are what the sender of the request wants them to be.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_leads_where_the_configuration_says() {
    let configure = |settings: Builder| settings.website_base_path("/");
    let site = Site::with(CDI, Optional, configure).await;
    let user = site.user(site.app.client()).await;
    let mut client = user.client;
    let request = client.request(Method::POST, TOKEN);
    let request = request
        .header("host", "evil.example")
        .header("origin", "https://evil.example")
        .header("x-forwarded-host", "evil.example");
    assert_eq!(client.send(request).await.status, 200);
    let mail = site.mails.next().await;
    let expected = format!(
        "http://localhost:8000/verify-email?token={}&tenantId=public",
        token(&mail)
    );
    assert_eq!(mail.link.as_str(), expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_front_end_has_links_of_its_own() {
    let configure = |settings: Builder| {
        settings.origin_fn(|request| {
            let admin = request.header("origin") == Some("http://admin.localhost:3000");
            let host = if admin {
                "http://admin.localhost:3000"
            } else {
                "http://localhost:3000"
            };
            host.to_owned()
        })
    };
    let site = Site::with(CDI, Optional, configure).await;
    let user = site.user(site.app.client()).await;
    let mut client = user.client;
    for (origin, expected) in [
        (
            "http://admin.localhost:3000",
            "http://admin.localhost:3000/auth/verify-email?",
        ),
        (
            "https://evil.example",
            "http://localhost:3000/auth/verify-email?",
        ),
    ] {
        let request = client.request(Method::POST, TOKEN).header("origin", origin);
        assert_eq!(client.send(request).await.status, 200);
        let link = site.mails.next().await.link;
        assert!(link.as_str().starts_with(expected), "{origin}");
    }
    // Without a request it is the front end of the settings.
    let link = site
        .app
        .super_tokens()
        .email_verification()
        .create_link(&user.id)
        .await;
    let link = link.expect("a response").expect("not yet");
    assert!(
        link.as_str()
            .starts_with("http://localhost:8000/auth/verify-email?")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_origin_that_is_no_address_is_an_error_of_the_application() {
    let configure = |settings: Builder| settings.origin_fn(|_| "javascript:alert(1)".to_owned());
    let site = Site::with(CDI, Optional, configure).await;
    let mut user = site.user(site.app.client()).await;
    let reply = user.client.post(TOKEN).await;
    assert_eq!(reply.status, 500, "{reply:?}");
    assert!(site.mails.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_the_applications_own_has_its_own_link() {
    let configure = |settings: Builder| {
        settings.email_verification_link(|link| {
            assert!(!format!("{link:?}").contains(link.token()), "{link:?}");
            let path = format!("/{}/confirm", link.tenant_id);
            link.as_str().replace("/auth/verify-email", &path)
        })
    };
    let site = Site::with(CDI, Optional, configure).await;
    let mut user = site.user(site.app.client()).await;
    let token = site.token(&mut user).await;
    let verification = site.app.super_tokens().email_verification();
    let link = verification.create_link(&user.id).await;
    let link = link.expect("a response").expect("not yet");
    let start = "http://localhost:8000/public/confirm?token=";
    assert!(link.as_str().starts_with(start));
    assert_eq!(verify(&mut user.client, &token).await.text, OK);
}
