//! The front end of `examples/web`, where the API is away or refuses.

use crate::comments::{Comments, EMAIL, PASSWORD, sign_in};
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("ready_made_trouble")
        .both("the_api_goes_away", the_api_goes_away)
        // The role is in the token, wherever that is kept.
        .one("not_an_administrator", Mode::Cookie, not_an_administrator)
}

/// Nothing that the user has written is lost, and nobody is logged out.
async fn the_api_goes_away(mode: Mode) {
    let mut comments = Comments::start(mode).await;
    signs_in(&comments).await;
    comments.api.app.shut_down().await;
    let user = comments.user();
    user.enters("text", "hello").await;
    user.presses("Comment").await;
    user.sees("The API at http://localhost:8000 does not respond")
        .await;
    let text = "return document.querySelector('input[name=text]').value;";
    assert_eq!(comments.browser.run(text).await, "hello");

    user.presses("Sign out").await;
    let said = "document.querySelector('main > [role=alert]') !== null";
    comments.browser.until(said).await;
    user.sees("Sign out").await;
    let exists = "return /st-access-token=|sFrontToken=/.test(document.cookie);";
    assert_eq!(comments.browser.run(exists).await, true);
}

/// The second account is not an administrator's: the list is not offered, and not asked for.
async fn not_an_administrator(mode: Mode) {
    let comments = Comments::start(mode).await;
    comments
        .has_account("Root", "root@example.com", PASSWORD)
        .await;
    signs_in(&comments).await;
    comments.user().sees_no("Accounts").await;
    assert_eq!(comments.api.requests_to("/admin/users").len(), 0);
}

async fn signs_in(comments: &Comments) {
    comments.has_account("Alice", EMAIL, PASSWORD).await;
    let user = comments.user_at("/auth").await;
    sign_in(user, PASSWORD).await;
    user.sees("Sign out").await;
}
