//! A session from its beginning to its end.

use crate::fixture::{Fixture, expect};
use crate::mode::Mode;
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("log_in").both("protected_call", protected_call)
}

async fn protected_call(mode: Mode) {
    let fixture = Fixture::start(mode).await;
    let page = fixture.page();
    assert!(!page.session_exists().await);
    expect(&page.call("POST", "/like-comment").await, 401);

    let refreshes = fixture.api.refreshes();

    page.log_in("alice").await;
    assert!(page.session_exists().await);
    let reply = page.call("POST", "/like-comment").await;
    assert_eq!(expect(&reply, 200)["user_id"], "alice");
    assert_eq!(page.events().await, ["UNAUTHORISED", "SESSION_CREATED"]);

    let liked = fixture.api.requests_to("/like-comment");
    let sent = liked.last().expect("it arrived");
    let bearer = sent.request_header("authorization").is_some();
    assert_eq!(bearer, mode == Mode::Header);
    assert_eq!(fixture.api.refreshes(), refreshes);
}
