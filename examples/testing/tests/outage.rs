//! The core is away. An asynchronous client, as a test has it that awaits other things too.

use rocket::http::Status;
use rocket_supertokens::testing::{TestRequest, TestResponse, TestSuperTokens};
use testing_example::rocket;

#[rocket::async_test]
async fn nobody_is_logged_out() {
    let st = TestSuperTokens::new();
    let client = st.async_client(rocket()).await;
    let editor = st.session("carol").role("editor");
    st.core().go_down();

    // A valid token is verified without the core.
    let response = client.post("/notes").session(&editor).dispatch().await;
    assert_eq!(response.status(), Status::Created);
    assert!(st.core().calls().is_empty());

    // This route asks the core.
    let response = client.delete("/notes").session(&editor).dispatch().await;
    let response = response.assert_session_untouched().await;
    response.assert_core_unavailable().await;

    st.core().come_back();
    let response = client.delete("/notes").session(&editor).dispatch().await;
    assert_eq!(response.status(), Status::NoContent);
    assert_eq!(st.core().calls(), ["POST /recipe/session/verify"; 2]);
}
