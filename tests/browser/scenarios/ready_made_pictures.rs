//! What the second front end looks like.

use crate::comments::Comments;
use crate::mode::Mode;
use crate::pictures::{self, Scheme};
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    // Where the tokens are is not to be seen.
    Scenarios::new("ready_made_pictures").one("pictures", Mode::Cookie, draw)
}

async fn draw(mode: Mode) {
    let comments = Comments::start(mode).await;
    for scheme in Scheme::BOTH {
        pictures::look(&comments.browser, (720, 600), scheme).await;
        comments
            .user_at("/auth?show=signup")
            .await
            .sees("SIGN UP")
            .await;
        picture(&comments, "sign-up", scheme).await;
    }

    let user = comments.user_at("/auth?show=signup").await;
    user.enters("email", "alice@example.com").await;
    user.enters("password", "correct horse 1").await;
    user.enters("name", "Alice").await;
    user.presses("SIGN UP").await;
    user.sees("Sign out").await;
    comments
        .has_account("Bob", "bob@example.com", "battery staple 2")
        .await;
    comments.user_at("/auth/verify-email").await;
    user.sees("Verify your email!").await;
    let link = comments.mailed_link("alice@example.com").await;
    comments.user_at(&link).await;
    user.presses("CONTINUE").await;
    user.sees("bob@example.com").await;
    for text in [
        "The forms came with SuperTokens.",
        "What they talk to is Rocket.",
    ] {
        user.enters("text", text).await;
        user.presses("Comment").await;
        user.sees(text).await;
    }
    user.presses("Publish all").await;
    user.sees("The API has published 2.").await;
    for scheme in Scheme::BOTH {
        pictures::look(&comments.browser, (720, 600), scheme).await;
        picture(&comments, "comments", scheme).await;
    }
}

async fn picture(comments: &Comments, page: &str, scheme: Scheme) {
    let name = format!("web-{page}-{}", scheme.name());
    pictures::draw(&comments.browser, &name).await;
}
