//! What a session costs a request, in allocations: a protected route whose keys are known, over one that is open.

use rocket::{get, routes};
use rocket_supertokens::{Session, SuperTokens, verify_session};

use super::Warm;

#[get("/open")]
fn open() -> String {
    "who".to_owned()
}

#[verify_session]
#[get("/me")]
fn me(session: Session) -> String {
    session.user_id().to_owned()
}

/// Most that a session may cost. Lower them with what you save.
const BY_HEADER: u64 = 4;
const BY_COOKIE: u64 = 5;

#[test]
fn a_warm_session_costs_no_more_than_it_did() {
    let warm = Warm::start(routes![open, me]);
    let by_header = |uri| warm.allocations(|| warm.by_header(uri));
    let by_cookie = |uri| warm.allocations(|| warm.by_cookie(uri));
    let header = by_header("/me") - by_header("/open");
    let cookie = by_cookie("/me") - by_cookie("/open");
    assert!(
        header <= BY_HEADER && cookie <= BY_COOKIE,
        "a session costs {header} allocations by header, {cookie} by cookie"
    );
}

/// Without a request: the two futures, the session, and nothing for the token.
const WITHOUT_REQUEST: u64 = 4;

#[test]
fn a_known_token_is_not_read_again_without_a_request() {
    let warm = Warm::start(routes![open]);
    let super_tokens = warm.client.rocket().state::<SuperTokens>();
    let super_tokens = super_tokens.expect("the fairing manages it");
    let verify = || {
        warm.runtime
            .block_on(async { super_tokens.verify_token(&warm.token).await })
    };
    // The first fetches the keys and fills what is filled once.
    for _ in 0..2 {
        assert_eq!(verify().expect("valid").user_id(), "alice");
    }
    let cost = allocation_counter::measure(|| drop(verify())).count_total;
    assert!(cost <= WITHOUT_REQUEST, "{cost} allocations");
}
