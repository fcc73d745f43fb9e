//! The functions that an application calls.

use rocket_supertokens::Error;
use rocket_supertokens::config::EmailVerificationMode::Optional;
use rocket_supertokens::recipes::EmailOfUser;
use rocket_supertokens_tests::Cdi;

use super::{Site, token, unique};
use crate::in_both_generations;

in_both_generations!(
    an_address_is_looked_up_where_only_the_user_is_named,
    nobody_can_verify_an_unknown_user,
    an_address_is_the_same_in_capitals,
);

async fn an_address_is_looked_up_where_only_the_user_is_named(cdi: Cdi) {
    let site = Site::start(cdi, Optional).await;
    let email = format!("{}@example.com", unique("user"));
    let id = site.sign_up(&email, "public").await;
    let verification = site.app.super_tokens().email_verification();
    assert!(!verification.is_verified(&id).await.expect("a response"));
    let revoked = verification.create_token(&id).await.expect("a response");
    verification.revoke_tokens(&id).await.expect("revoked");
    let revoked = verification.verify(&revoked.expect("not yet")).await;
    assert_eq!(revoked.expect("a response"), None);

    let link = verification.create_link(&id).await.expect("a response");
    let link = link.expect("not yet");
    assert!(!format!("{link:?}").contains("token"), "{link:?}");
    let verified = verification.verify(link.token()).await;
    let verified = verified.expect("a response").expect("a good token");
    assert_eq!(
        (verified.recipe_user_id, verified.email),
        (id.clone(), email.clone())
    );
    assert!(verification.is_verified(&id).await.expect("a response"));
    assert_eq!(
        verification.create_link(&id).await.expect("a response"),
        None
    );
    assert!(!verification.send_email(&id).await.expect("a response"));
    assert!(site.mails.is_empty());

    verification.unverify(&id).await.expect("a response");
    assert!(verification.send_email(&id).await.expect("a response"));
    let mail = site.mails.next().await;
    assert_eq!((&mail.email, &mail.user_id), (&email, &id));
    let verified = verification.verify(&token(&mail)).await;
    assert!(verified.expect("a response").is_some());

    verification.unverify(&id).await.expect("a response");
    for _ in 0..2 {
        verification.mark_verified(&id).await.expect("a response");
        assert!(verification.is_verified(&id).await.expect("a response"));
    }
}

async fn nobody_can_verify_an_unknown_user(cdi: Cdi) {
    let site = Site::start(cdi, Optional).await;
    let verification = site.app.super_tokens().email_verification();
    let id = unique("nobody");
    for error in [
        verification.create_token(&id).await.err(),
        verification.create_link(&id).await.err(),
        verification.send_email(&id).await.err(),
        verification.is_verified(&id).await.err(),
        verification.unverify(&id).await.err(),
        verification.revoke_tokens(&id).await.err(),
        verification.mark_verified(&id).await.err(),
    ] {
        assert!(
            matches!(&error, Some(Error::UnknownUser { recipe_user_id }) if *recipe_user_id == id),
            "{error:?}"
        );
    }
}

async fn an_address_is_the_same_in_capitals(cdi: Cdi) {
    let site = Site::start(cdi, Optional).await;
    let (id, email) = (unique("user"), format!("{}@Example.COM ", unique("USER")));
    let address = EmailOfUser {
        recipe_user_id: &id,
        email: &email,
    };
    let verification = site.app.super_tokens().email_verification();
    verification.mark_verified(address).await.expect("verified");
    assert!(verification.is_verified(address).await.expect("a response"));
    verification.unverify(address).await.expect("a response");
    assert!(!verification.is_verified(address).await.expect("a response"));
}
