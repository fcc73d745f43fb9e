//! Whole flows: log in, change, refresh, sign out, and a thief.

use std::time::Duration;

use rocket::http::Status;
use rocket_supertokens::SuperTokens;
use rocket_supertokens::config::AntiCsrf;
use rocket_supertokens::testing::{TestRequest, TestResponse};
use rocket_supertokens_kit_tests::{rocket, with};

use crate::{generations, worlds};

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn in_cookies_by_the_application_s_own_routes() {
    for st in generations() {
        for anti_csrf in [
            AntiCsrf::None,
            AntiCsrf::ViaToken,
            AntiCsrf::ViaCustomHeader,
        ] {
            let client = st.client(with(SuperTokens::builder().anti_csrf(anti_csrf)));
            client
                .post("/login/alice")
                .in_browser()
                .dispatch()
                .assert_session_started();
            let response = client
                .post("/like")
                .in_browser()
                .dispatch()
                .assert_session_untouched();
            assert_eq!(response.status(), Status::Ok, "{anti_csrf:?}");
            client
                .post("/theme/dark")
                .in_browser()
                .dispatch()
                .assert_session_started();
            let response = client.get("/payload").dispatch();
            assert!(response.into_string().is_some_and(|it| it.contains("dark")));
            st.refresh(&client).dispatch().assert_session_started();
            let response = client.post("/like").in_browser().dispatch();
            assert_eq!(response.status(), Status::Ok, "{anti_csrf:?}");
            st.sign_out(&client).dispatch().assert_session_cleared();
            client.get("/me").dispatch().assert_unauthorised();
        }
    }
}

#[test]
fn in_headers_by_the_application_s_own_routes() {
    for st in generations() {
        let client = st.untracked_client(rocket());
        let response = client
            .post("/login/alice")
            .dispatch()
            .assert_session_started();
        let alice = st.session_from(&response);
        let response = client.get("/me").session(&alice).dispatch();
        assert_eq!(response.into_string().as_deref(), Some("alice"));
        let response = st
            .refresh(&client)
            .session(&alice)
            .dispatch()
            .assert_session_started();
        let alice = st.session_from(&response);
        let response = client.post("/renew").refresh_token_of(&alice).dispatch();
        let alice = st.session_from(&response);
        let response = client.get("/me").session(&alice).dispatch();
        assert_eq!(response.status(), Status::Ok);
        st.sign_out(&client)
            .session(&alice)
            .dispatch()
            .assert_session_cleared();
        client
            .delete("/account")
            .session(&alice)
            .dispatch()
            .assert_unauthorised();
    }
}

#[rocket::async_test]
async fn with_the_asynchronous_client() {
    for st in generations() {
        let client = st.async_client(rocket()).await;
        let response = client.post("/login/alice").in_browser().dispatch().await;
        response.assert_session_started().await;
        let response = st.refresh(&client).dispatch().await;
        response.assert_session_started().await;
        let response = st.sign_out(&client).dispatch().await;
        response.assert_session_cleared().await;
        let response = client.get("/me").dispatch().await;
        response.assert_unauthorised().await;
    }
}

#[test]
fn a_client_with_cookies_learns_of_newer_tokens() {
    for (st, client) in worlds() {
        let alice = st.session("alice");
        client
            .post("/theme/dark")
            .session(&alice)
            .dispatch()
            .assert_session_started();
        let response = client.get("/payload").session(&alice).dispatch();
        assert!(response.into_string().is_some_and(|it| it.contains("dark")));
        st.refresh(&client)
            .session(&alice)
            .dispatch()
            .assert_session_started();
        st.refresh(&client)
            .session(&alice)
            .dispatch()
            .assert_session_started();
        // Of another session the client knows nothing.
        let response = client.get("/me").session(&st.session("bob")).dispatch();
        assert_eq!(response.into_string().as_deref(), Some("bob"));
        st.sign_out(&client)
            .session(&alice)
            .dispatch()
            .assert_session_cleared();
        client.get("/me").dispatch().assert_unauthorised();
    }
}

#[test]
fn a_stolen_refresh_token_ends_the_session() {
    for st in generations() {
        let (alice, thief) = (st.client(rocket()), st.client(rocket()));
        alice.post("/login/alice").in_browser().dispatch();
        let stolen = st.steal_refresh_token(&alice);
        st.refresh(&alice).dispatch().assert_session_started();
        // With CDI 5.3 the old token counts until the new one is used.
        let response = alice.get("/me").dispatch();
        assert_eq!(response.status(), Status::Ok);
        st.clock().advance(Duration::from_secs(60));
        st.refresh(&thief)
            .session(&stolen)
            .dispatch()
            .assert_theft_detected();
        st.refresh(&alice).dispatch().assert_session_cleared();
    }
}

#[test]
fn of_a_session_in_headers_too() {
    for st in generations() {
        let client = st.untracked_client(rocket());
        let alice = st.session("alice").in_headers();
        let response = st.refresh(&client).session(&alice).dispatch();
        let newer = st.session_from(&response);
        let response = client.get("/me").session(&newer).dispatch();
        assert_eq!(response.status(), Status::Ok);
        st.clock().advance(Duration::from_secs(60));
        let thief = st.untracked_client(rocket());
        st.refresh(&thief)
            .session(&alice)
            .dispatch()
            .assert_theft_detected();
    }
}

#[test]
fn time_passes_for_the_application_and_its_core() {
    for (st, client) in worlds() {
        let alice = st.session("alice");
        st.clock().advance(HOUR - Duration::from_secs(60));
        let response = client.get("/me").session(&st.session("bob")).dispatch();
        assert_eq!(response.status(), Status::Ok, "begun just now");
        let response = client.delete("/account").session(&alice).dispatch();
        assert_eq!(response.status(), Status::Ok, "begun just now");
        st.clock().advance(HOUR);
        client
            .get("/me")
            .session(&alice)
            .dispatch()
            .assert_try_refresh();
        let response = st.refresh(&client).session(&alice).dispatch();
        let alice = st.session_from(&response.assert_session_started());
        let response = client.delete("/account").session(&alice).dispatch();
        assert_eq!(response.status(), Status::Ok);
        let old = st.session("bob").expired();
        client
            .get("/me")
            .session(&old)
            .dispatch()
            .assert_try_refresh();
        st.clock().advance(HOUR * 24 * 101);
        st.refresh(&client)
            .session(&alice)
            .dispatch()
            .assert_unauthorised();
    }
}

#[test]
fn a_claim_grows_old() {
    for (st, client) in worlds() {
        let alice = st.session("alice").role("admin");
        let response = client.get("/admin/fresh").session(&alice).dispatch();
        assert_eq!(response.assert_session_untouched().status(), Status::Ok);
        st.clock().advance(Duration::from_secs(301));
        let response = client.get("/admin/fresh").session(&alice).dispatch();
        assert_eq!(response.assert_session_started().status(), Status::Ok);
        assert_eq!(st.core().calls()[0], "GET /public/recipe/user/roles");
    }
}
