//! The links of mails, and the ready-made pages behind them: a new password, a verified address.

use rocket_supertokens_tests::eventually;

use crate::comments::{Comments, EMAIL, PASSWORD, sign_in};
use crate::mode::Mode;
use crate::scenario::Scenarios;

const NEW_PASSWORD: &str = "battery staple 2";

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("ready_made_links")
        .both("reset_password", reset_password)
        .both("verify_email", verify_email)
        .both(
            "verify_email_without_a_session",
            verify_email_without_a_session,
        )
}

async fn reset_password(mode: Mode) {
    let comments = Comments::start(mode).await;
    comments.has_account("Alice", EMAIL, PASSWORD).await;
    let user = comments.user_at("/auth").await;
    for email in ["nobody@example.com", EMAIL] {
        user.presses("Forgot password?").await;
        user.enters("email", email).await;
        user.presses("Email me").await;
        user.sees(&format!(
            "A password reset email has been sent to {email}, if it exists in our system."
        ))
        .await;
        user.presses("Sign In").await;
    }
    let link = comments.mailed_link(EMAIL).await;
    assert_eq!(comments.mails_to("nobody@example.com"), 0);

    let enter = async |password: &str, again: &str| {
        user.enters("password", password).await;
        user.enters("confirm-password", again).await;
        user.presses("CHANGE PASSWORD").await;
    };
    comments.user_at(&link).await;
    enter("weak", "weak").await;
    user.sees("Password must contain at least 8 characters, including a number")
        .await;
    enter(NEW_PASSWORD, PASSWORD).await;
    user.sees("Confirmation password doesn't match").await;
    enter(NEW_PASSWORD, NEW_PASSWORD).await;
    user.sees("Your password has been updated successfully")
        .await;

    comments.user_at(&link).await;
    enter(PASSWORD, PASSWORD).await;
    user.sees("Invalid password reset token").await;

    comments.user_at("/auth").await;
    sign_in(user, PASSWORD).await;
    user.sees("Incorrect email and password combination").await;
    sign_in(user, NEW_PASSWORD).await;
    user.sees("Sign out").await;
}

/// The first account is the administrator's, once its address is verified.
async fn verify_email(mode: Mode) {
    let comments = Comments::start(mode).await;
    let user = comments.user_at("/auth?show=signup").await;
    user.enters("email", EMAIL).await;
    user.enters("password", PASSWORD).await;
    user.enters("name", "Alice").await;
    user.presses("SIGN UP").await;
    user.sees("Accounts").await;
    user.sees("This takes a verified e-mail address.").await;
    user.presses("Publish all").await;
    let published = || comments.api.requests_to("/comments/publish");
    eventually(|| async { !published().is_empty() }).await;
    assert_eq!(published()[0].status, 403);

    user.presses("Verify yours").await;
    user.sees("Please click on the link").await;
    let link = comments.mailed_link(EMAIL).await;
    comments.user_at(&link).await;
    user.sees("Email verification successful!").await;
    user.presses("CONTINUE").await;

    user.sees("Alice alice@example.com").await;
    user.presses("Publish all").await;
    user.sees("The API has published 0.").await;
    user.sees_no("This takes a verified e-mail address.").await;
    assert_eq!(published().len(), 2);

    comments.user_at(&link).await;
    user.sees("The email verification link has expired").await;
}

/// Then it takes a click, because programs that look through mails open links, too.
async fn verify_email_without_a_session(mode: Mode) {
    let comments = Comments::start(mode).await;
    comments
        .has_account("Admin", "admin@example.com", PASSWORD)
        .await;
    comments.has_account("Alice", EMAIL, PASSWORD).await;
    let user = comments.user_at("/auth").await;
    sign_in(user, PASSWORD).await;
    user.presses("Publish all").await;
    user.presses("Verify yours").await;
    let link = comments.mailed_link(EMAIL).await;
    comments.user_at("/").await;
    user.presses("Sign out").await;
    user.sees("Sign in").await;

    comments.user_at(&link).await;
    user.sees("Please click on the button below to verify your email address")
        .await;
    user.presses("CONTINUE").await;
    user.sees("Email verification successful!").await;

    comments.user_at("/auth").await;
    sign_in(user, PASSWORD).await;
    user.presses("Publish all").await;
    user.sees("The API has published 0.").await;
    user.sees_no("Accounts").await;
}
