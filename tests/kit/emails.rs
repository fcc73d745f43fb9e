//! The e-mails of an application under test.

use rocket::{Build, Rocket, State, post, routes};
use rocket_supertokens::mail::Email;
use rocket_supertokens::testing::TestSuperTokens;
use rocket_supertokens::{Error, SuperTokens};

/// Sends the e-mail that verifies the address, as an application may do after its own sign-up.
#[post("/welcome/<user_id>/<email>")]
async fn welcome(
    user_id: &str,
    email: &str,
    super_tokens: &State<SuperTokens>,
) -> Result<String, Error> {
    let user = rocket_supertokens::recipes::EmailOfUser {
        recipe_user_id: user_id,
        email,
    };
    let sent = super_tokens.email_verification().send_email(user).await?;
    Ok(sent.to_string())
}

fn application() -> Rocket<Build> {
    rocket::build()
        .attach(
            SuperTokens::builder()
                .email_verification_routes(true)
                .send_email(|_: Email| async { panic!("nothing is sent in a test") })
                .fairing(),
        )
        .mount("/", routes![welcome])
}

#[test]
fn they_are_there_when_the_response_is_and_none_is_sent() {
    let st = TestSuperTokens::new();
    let client = st.client(application());
    assert!(st.emails().is_empty());
    for address in ["ada@example.com", "bob@example.com", "ada@example.com"] {
        let response = client.post(format!("/welcome/a-user/{address}")).dispatch();
        assert_eq!(response.into_string().as_deref(), Some("true"));
    }
    let emails = st.emails();
    let addresses: Vec<_> = emails.iter().map(Email::recipient).collect();
    assert_eq!(
        addresses,
        ["ada@example.com", "bob@example.com", "ada@example.com"]
    );
    let last = st.last_email_to("ada@example.com");
    assert_eq!(last, emails[2]);
    assert_ne!(last, emails[0]);
    let token = last.link().token();
    assert!(
        last.link()
            .as_str()
            .starts_with("http://localhost:8000/auth/verify-email?token=")
    );
    // The front end's request.
    let body = format!(r#"{{"method":"token","token":"{token}"}}"#);
    let response = client.post("/auth/user/email/verify").body(body).dispatch();
    assert_eq!(
        response.into_string().as_deref(),
        Some(r#"{"status":"OK"}"#)
    );
}

#[test]
#[should_panic = "there is no e-mail to \"eve@example.com\"; there are e-mails to []"]
fn one_that_is_not_there_is_named() {
    let _ = TestSuperTokens::new().last_email_to("eve@example.com");
}
