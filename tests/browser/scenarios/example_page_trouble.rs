//! The page of the example, where something is wrong.

use rocket_example::page::Sdk;

use crate::example::{Example, sdk};
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("example_page_trouble")
        .once("nothing_is_kept_with_sdk", || nothing_is_kept(sdk()))
        .once("nothing_is_kept_without_sdk", || nothing_is_kept(None))
        .once("the_api_is_away_with_sdk", || the_api_is_away(sdk()))
        .once("the_api_is_away_without_sdk", || the_api_is_away(None))
        .once("mistakes", mistakes)
}

/// Where all cookies are blocked, no front end can begin, and the page says what to do.
async fn nothing_is_kept(sdk: Option<Sdk>) {
    let example = Example::start_without_storage(sdk).await;
    let outcome = example.shows("#outcome").await;
    assert_eq!(
        outcome,
        "Your browser keeps nothing for this page. Allow it cookies and site data, and load the page again."
    );
}

async fn the_api_is_away(sdk: Option<Sdk>) {
    let mut example = Example::start(sdk).await;
    let user = example.somebody();
    example.log_in(&user, Mode::Header).await;
    let away = format!(
        "That failed: http://localhost:{} does not respond. Is the example still running?",
        example.app.port()
    );
    example.app.shut_down().await;
    example.press("/like-comment").await;
    assert_eq!(
        example.newest().await,
        "POST /like-comment failed no change"
    );
    assert_eq!(example.shows("#outcome").await, away);
    example.press("/auth/signout").await;
    assert_eq!(example.shows("#outcome").await, away);
    assert_eq!(example.shows("#user").await, user, "still logged in");
}

/// What cannot be right is not sent.
async fn mistakes() {
    let example = Example::start(sdk()).await;
    let before = example.requests().await;
    for user_id in [" ", ""] {
        example.enter("#user-id", user_id).await;
        example.click("#log-in button").await;
        assert_ne!(example.complaint("#user-id").await, "", "{user_id:?}");
    }
    example.enter("#user-id", &"long".repeat(50)).await;
    let entered = "return document.querySelector('#user-id').value.length;";
    assert_eq!(example.browser.run(entered).await, 128);
    assert_eq!(example.requests().await, before);

    example.log_in(&example.somebody(), Mode::Cookie).await;
    let before = example.requests().await;
    for (field, path) in [
        ("#update", "/access-token-payload"),
        ("#data", "/session-data"),
    ] {
        example.enter(field, "{plan: pro}").await;
        example.press(path).await;
        let complaint = example.complaint(field).await;
        assert!(complaint.starts_with("This is not JSON: "), "{complaint}");
        assert_eq!(example.requests().await, before, "{path}");
    }
    example.enter("#update", "{\"plan\": \"pro\"}").await;
    assert_eq!(example.complaint("#update").await, "");
    example.press("/access-token-payload").await;
    assert_eq!(
        example.newest().await,
        "PATCH /access-token-payload 200 payload changed"
    );
}
