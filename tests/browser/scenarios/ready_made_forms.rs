//! The ready-made forms of `supertokens-auth-react`: signing up, in and out.

use crate::comments::{self, Comments, EMAIL, PASSWORD};
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("ready_made_forms")
        .both("sign_up", sign_up)
        // Before there are tokens, it does not matter where they will be.
        .one("mistakes", Mode::Cookie, mistakes)
        .both("sign_in", sign_in)
}

async fn sign_up(mode: Mode) {
    let comments = Comments::start(mode).await;
    let user = comments.user_at("/").await;
    user.sees("Nobody has said anything yet.").await;
    user.presses("Sign in").await;
    user.presses("Sign Up").await;
    user.enters("email", EMAIL).await;
    user.enters("password", PASSWORD).await;
    user.enters("name", "Alice").await;
    user.presses("SIGN UP").await;

    user.sees("Sign out").await;
    assert_eq!(
        comments.has_cookie("sAccessToken").await,
        mode == Mode::Cookie
    );
    user.enters("text", "hello").await;
    user.presses("Comment").await;
    user.sees("Alice: hello").await;
    let written = comments.api.requests_to("/comments");
    let written = written.iter().find(|request| request.method == "POST");
    let bearer = written.expect("it arrived").request_header("authorization");
    assert_eq!(bearer.is_some(), mode == Mode::Header);

    user.presses("Sign out").await;
    user.sees("Sign in").await;
    user.sees("Alice: hello").await;
    user.sees_no("Sign out").await;
    assert_eq!(comments.api.requests_to("/auth/signout").len(), 1);
    assert!(!comments.has_cookie("sAccessToken").await);
}

/// What the forms find themselves, and what only the back end knows.
async fn mistakes(mode: Mode) {
    let comments = Comments::start(mode).await;
    comments.has_account("Alice", EMAIL, PASSWORD).await;
    let user = comments.user_at("/auth?show=signup").await;
    user.presses("SIGN UP").await;
    user.sees("Please tell us your name").await;

    user.enters("email", EMAIL).await;
    user.sees("This email already exists. Please sign in instead")
        .await;
    user.enters("password", "weak").await;
    user.sees("Password must contain at least 8 characters, including a number")
        .await;
    assert_eq!(comments.api.requests_to("/auth/signup").len(), 1);

    user.enters("password", PASSWORD).await;
    user.enters("name", &"Alice ".repeat(7)).await;
    user.presses("SIGN UP").await;
    user.sees("Please enter at most 40 letters").await;
    assert_eq!(comments.api.requests_to("/auth/signup").len(), 2);

    user.enters("name", "Alice").await;
    user.presses("SIGN UP").await;
    user.sees_no("Please enter at most 40 letters").await;
    user.sees("This email already exists. Please sign in instead.")
        .await;

    user.enters("email", "eve@throwaway.example").await;
    user.presses("SIGN UP").await;
    user.sees("Please use an address that lasts.").await;
    assert!(!comments.has_cookie("sFrontToken").await);

    user.enters("email", "eve@example.com").await;
    user.presses("SIGN UP").await;
    user.sees("Sign out").await;
    assert!(comments.has_cookie("sFrontToken").await);
}

async fn sign_in(mode: Mode) {
    let comments = Comments::start(mode).await;
    comments.has_account("Alice", EMAIL, PASSWORD).await;
    let user = comments.user_at("/auth").await;
    for email in [EMAIL, "nobody@example.com"] {
        user.enters("email", email).await;
        user.enters("password", "wrong horse 2").await;
        user.presses("SIGN IN").await;
        user.sees("Incorrect email and password combination").await;
        user.enters("password", "").await;
        user.presses("SIGN IN").await;
        user.sees("Field is not optional").await;
    }
    comments::sign_in(user, PASSWORD).await;
    user.sees("Sign out").await;

    // Another start of the front end: the session is still there, so that the form has nothing to offer.
    let refreshes = comments.api.refreshes();
    comments.user_at("/auth").await;
    user.sees("Sign out").await;
    assert_eq!(comments.api.refreshes(), refreshes);
}
