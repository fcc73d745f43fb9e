//! A thousand tests, each with a core, an application and a session of its own. Cargo says how long they take.

use rocket::http::Status;
use rocket_supertokens::testing::{TestRequest, TestSuperTokens};
use rocket_supertokens_kit_tests::rocket;

fn test() {
    let st = TestSuperTokens::new();
    let client = st.client(rocket());
    let alice = st.session("alice").role("admin");
    let response = client.get("/admin").session(&alice).dispatch();
    assert_eq!(response.status(), Status::Ok);
}

/// Ten, a hundred and a thousand times a test of this name.
macro_rules! ten {
    ($($name:ident)+) => { $(#[test] fn $name() { test(); })+ };
}

macro_rules! hundred {
    ($($name:ident)+) => { $(mod $name { use super::test; ten!(a b c d e f g h i j); })+ };
}

macro_rules! thousand {
    ($($name:ident)+) => { $(mod $name { use super::test; hundred!(a b c d e f g h i j); })+ };
}

thousand!(a b c d e f g h i j);
