//! What a session costs a request, in allocations: a protected route whose keys are known, over one that is open.

use rocket::{get, routes};
use rocket_supertokens::policy::DefaultPolicy;
use rocket_supertokens::{Session, SuperTokens, protect, verify_session};

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

#[get("/by-mount")]
fn by_mount(session: Session) -> String {
    session.user_id().to_owned()
}

#[test]
fn a_protected_mount_costs_what_the_attribute_costs() {
    let mount = protect::<DefaultPolicy>(routes![by_mount]);
    let warm = Warm::start([routes![open, me], mount].concat());
    for by in [Warm::by_header, Warm::by_cookie] {
        let cost = |uri| warm.allocations(|| by(&warm, uri));
        assert_eq!(
            cost("/by-mount") - cost("/open"),
            cost("/me") - cost("/open")
        );
    }
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

/// With these, 100,000 tokens are below 150 MB.
const BYTES_OF_A_TOKEN: i64 = 1500;

#[test]
fn a_remembered_token_occupies_little_more_than_its_text() {
    const TOKENS: i64 = 400;
    let warm = Warm::start(routes![open, me]);
    let super_tokens = warm.client.rocket().state::<SuperTokens>();
    let super_tokens = super_tokens.expect("the fairing manages it");
    let tokens = warm.runtime.block_on(async {
        let mut tokens = Vec::new();
        for _ in 0..TOKENS {
            tokens.push(warm.log_in().await);
        }
        tokens
    });
    let verify_all = || {
        warm.runtime.block_on(async {
            for token in &tokens {
                let session = super_tokens.verify_token(token).await.expect("valid");
                assert_eq!(session.user_id(), "alice");
            }
        });
    };
    let kept = allocation_counter::measure(verify_all).bytes_current;
    let each = kept / TOKENS;
    assert!(each >= tokens[0].len() as i64, "{each}: none is remembered");
    assert!(each <= BYTES_OF_A_TOKEN, "{each} bytes for each token");
    // Verified again, they occupy nothing more.
    assert_eq!(allocation_counter::measure(verify_all).bytes_current, 0);
}
