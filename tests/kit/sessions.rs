//! Requests with a session, and what is wrong with it.

use rocket::http::Status;
use rocket::serde::json::{Value, json};
use rocket_supertokens::SuperTokens;
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::config::AntiCsrf;
use rocket_supertokens::config::{TransferMethod, TransferPurpose};
use rocket_supertokens::testing::{TestRequest, TestResponse, TestSession, TestSuperTokens};
use rocket_supertokens_kit_tests::{plan, rocket, with};

use crate::{generations, worlds};

fn settings(anti_csrf: AntiCsrf) -> rocket_supertokens::Builder {
    SuperTokens::builder().anti_csrf(anti_csrf)
}

#[test]
fn a_request_has_a_session() {
    for (st, client) in worlds() {
        client.get("/me").dispatch().assert_unauthorised();
        let response = client.get("/me").session(&st.session("alice")).dispatch();
        assert_eq!(response.into_string().as_deref(), Some("alice"));
        let response = client.post("/like").session(&st.session("bob")).dispatch();
        assert_eq!(response.into_string().as_deref(), Some("bob likes it"));
        let response = client.get("/comments").dispatch();
        assert_eq!(response.into_string().as_deref(), Some("nobody"));
        let response = client
            .get("/comments")
            .session(&st.session("bob"))
            .dispatch();
        assert_eq!(response.into_string().as_deref(), Some("bob"));
        assert!(st.core().calls().is_empty(), "{:?}", st.core().calls());
    }
}

#[rocket::async_test]
async fn a_request_of_the_asynchronous_client_too() {
    for st in generations() {
        let client = st.async_client(rocket()).await;
        let alice = st.session("alice");
        let response = client.get("/me").session(&alice).dispatch().await;
        assert_eq!(response.into_string().await.as_deref(), Some("alice"));
        let response = client.get("/me").session(&alice.expired()).dispatch().await;
        response.assert_try_refresh().await;
        let client = st.async_untracked_client(rocket()).await;
        let alice = st.session("alice").in_headers();
        let response = client.post("/like").session(&alice).dispatch().await;
        assert_eq!(response.status(), Status::Ok);
    }
}

#[test]
fn a_client_may_be_made_by_hand() {
    let st = TestSuperTokens::new();
    let client = rocket::local::blocking::Client::untracked(st.rocket(rocket()));
    let client = client.expect("it launches");
    let response = client.get("/me").session(&st.session("alice")).dispatch();
    assert_eq!(response.status(), Status::Ok);
}

#[test]
fn a_value_is_one_session() {
    for (st, client) in worlds() {
        let alice = st.session("alice");
        assert_eq!(alice.handle(), None);
        let handle = |session: &TestSession| {
            let response = client.get("/handle").session(session).dispatch();
            response.into_string().expect("a handle")
        };
        let first = handle(&alice);
        assert_eq!(alice.handle(), Some(first.as_str()));
        assert_eq!(handle(&alice), first);
        assert_eq!(handle(&alice.clone().in_headers()), first);
        assert_ne!(handle(&st.session("alice")), first);
    }
}

#[test]
fn a_session_in_headers_needs_no_cookie_and_no_protection() {
    for st in generations() {
        let client = st.untracked_client(with(settings(AntiCsrf::ViaToken)));
        let alice = st.session("alice");
        for response in [
            client.post("/like").session_in_headers(&alice).dispatch(),
            client
                .post("/like")
                .session(&st.session("bob").in_headers())
                .dispatch(),
        ] {
            assert_eq!(response.status(), Status::Ok);
        }
    }
}

#[test]
fn an_application_that_takes_headers_only_gets_them() {
    let st = TestSuperTokens::new();
    let settings = SuperTokens::builder().token_transfer_method(|_, purpose| match purpose {
        TransferPurpose::ReadToken => Some(TransferMethod::Header),
        _ => None,
    });
    let client = st.client(with(settings));
    let response = client.get("/me").session(&st.session("alice")).dispatch();
    assert_eq!(response.status(), Status::Ok);
}

#[test]
fn the_protection_of_the_application_is_added_or_left_out() {
    for st in generations() {
        for (anti_csrf, answer) in [
            (AntiCsrf::None, Status::Ok),
            (AntiCsrf::ViaToken, Status::Unauthorized),
            (AntiCsrf::ViaCustomHeader, Status::Unauthorized),
        ] {
            let client = st.client(with(settings(anti_csrf)));
            let alice = st.session("alice");
            let response = client.post("/like").session(&alice).dispatch();
            assert_eq!(response.status(), Status::Ok, "{anti_csrf:?}");
            let forged = alice.without_anti_csrf();
            let response = client.get("/me").session(&forged).dispatch();
            assert_eq!(response.status(), Status::Ok, "a GET is not checked");
            let response = client.post("/like").session(&forged).dispatch();
            assert_eq!(response.status(), answer, "{anti_csrf:?}");
            if answer == Status::Unauthorized {
                response.assert_try_refresh();
            }
        }
    }
}

#[test]
fn names_of_cookies_are_the_application_s() {
    let st = TestSuperTokens::new();
    let settings = SuperTokens::builder()
        .access_token_cookie_name("mine")
        .refresh_token_cookie_name("mine-too");
    let client = st.client(with(settings));
    let alice = st.session("alice");
    let response = client.get("/me").session(&alice).dispatch();
    assert_eq!(response.status(), Status::Ok);
    let response = st
        .refresh(&client)
        .session(&alice)
        .dispatch()
        .assert_session_started();
    assert!(response.cookies().get("mine").is_some());
    let alice = st.session_from(&response);
    let response = client.get("/me").session(&alice).dispatch();
    assert_eq!(response.status(), Status::Ok);
    assert_eq!(st.steal_refresh_token(&client).handle(), alice.handle());
}

#[test]
fn tokens_that_are_not_good() {
    for (st, client) in worlds() {
        let alice = st.session("alice");
        for bad in [
            st.session("alice").expired(),
            st.session("alice").wrong_key(),
            st.session("alice").expired().wrong_key(),
            st.session("alice").expired().in_headers(),
            alice.clone().expired(),
        ] {
            client
                .get("/me")
                .session(&bad)
                .dispatch()
                .assert_try_refresh();
        }
        let response = client.get("/me").session(&alice).dispatch();
        assert_eq!(response.status(), Status::Ok);
        // The refresh token of an expired session is good.
        let alice = alice.expired();
        st.refresh(&client)
            .session(&alice)
            .dispatch()
            .assert_session_started();
    }
}

#[test]
fn a_static_key_is_used_where_the_application_wants_it() {
    for st in generations() {
        let settings = SuperTokens::builder().use_dynamic_access_token_signing_key(false);
        let client = st.client(with(settings));
        let alice = st.session("alice");
        let response = client.get("/me").session(&alice).dispatch();
        assert_eq!(response.status(), Status::Ok);
        client
            .get("/me")
            .session(&alice.wrong_key())
            .dispatch()
            .assert_try_refresh();
    }
}

#[test]
fn a_revoked_session_passes_where_the_database_is_not_asked() {
    for (st, client) in worlds() {
        let alice = st.session("alice").revoked();
        let response = client.get("/me").session(&alice).dispatch();
        assert_eq!(response.status(), Status::Ok);
        client
            .delete("/account")
            .session(&alice)
            .dispatch()
            .assert_unauthorised();
        st.refresh(&client)
            .session(&alice)
            .dispatch()
            .assert_session_cleared();
        // It may end later, too.
        let bob = st.session("bob");
        let response = client.delete("/account").session(&bob).dispatch();
        assert_eq!(response.status(), Status::Ok);
        client
            .delete("/account")
            .session(&bob.revoked())
            .dispatch()
            .assert_unauthorised();
    }
}

#[test]
fn roles_are_in_the_token_and_at_the_core() {
    for (st, client) in worlds() {
        client
            .get("/admin")
            .session(&st.session("bob"))
            .dispatch()
            .assert_claim_error(&["st-role"]);
        assert_eq!(
            st.core().calls().last().map(String::as_str),
            Some("POST /recipe/session/regenerate")
        );
        st.core().forget_calls();
        let alice = st.session("alice").role("admin").role("editor");
        let response = client.get("/admin").session(&alice).dispatch();
        assert_eq!(response.status(), Status::Ok);
        assert_eq!(st.core().calls(), [""; 0], "the role was in the token");
        // Fetched again, and still there.
        let stale = st.session("alice").role("admin").stale_claim(&UserRole);
        let response = client.get("/admin/fresh").session(&stale).dispatch();
        assert_eq!(response.assert_session_started().status(), Status::Ok);
        assert_eq!(st.core().calls()[0], "GET /public/recipe/user/roles");
    }
}

#[test]
fn permissions_are_in_the_token_and_at_the_core() {
    for (st, client) in worlds() {
        let alice = st
            .session("alice")
            .role("editor")
            .permission("comments:write");
        let response = client.get("/editor").session(&alice).dispatch();
        assert_eq!(response.status(), Status::Ok);
        for session in [
            st.session("alice")
                .role("editor")
                .permission("comments:write"),
            st.session("bob").permission("comments:write"),
        ] {
            let response = client
                .get("/write/fresh")
                .session(&session.stale_claim("st-perm"))
                .dispatch();
            assert_eq!(response.assert_session_started().status(), Status::Ok);
        }
        client
            .get("/editor")
            .session(&st.session("carol"))
            .dispatch()
            .assert_claim_error(&["st-role", "st-perm"]);
    }
}

#[test]
fn claims_of_the_application() {
    for (st, client) in worlds() {
        for session in [
            st.session("alice").claim("plan", "pro"),
            st.session("alice").claim_value(&plan(), &"pro".to_owned()),
        ] {
            let response = client.get("/pro").session(&session).dispatch();
            assert_eq!(response.status(), Status::Ok);
            // The application fetches another value.
            let stale = st.session("alice").claim("plan", "pro").stale_claim("plan");
            client
                .get("/pro")
                .session(&stale)
                .dispatch()
                .assert_claim_error(&["plan"]);
        }
    }
}

#[test]
fn verified_addresses() {
    for (st, client) in worlds() {
        let alice = st.session("alice").email_verified(true);
        let response = client.get("/mail").session(&alice).dispatch();
        assert_eq!(response.status(), Status::Ok);
        let stale = st
            .session("alice")
            .email_verified(true)
            .stale_claim("st-ev");
        let response = client.get("/mail").session(&stale).dispatch();
        assert_eq!(response.assert_session_started().status(), Status::Ok);
        let bob = st.core().create_user("bob@work.com", "secret-1");
        let session = st.session(&bob).email_verified(false);
        client
            .get("/mail")
            .session(&session)
            .dispatch()
            .assert_claim_error(&["st-ev"]);
        st.core().verify_email_of(&bob);
        let stale = st.session(&bob).email_verified(false).stale_claim("st-ev");
        let response = client.get("/mail").session(&stale).dispatch();
        assert_eq!(response.status(), Status::Ok);
    }
}

#[test]
fn payload_data_and_tenant() {
    for (st, client) in worlds() {
        let alice = st
            .session("alice")
            .tenant("t1")
            .payload(json!({ "company": 7 }))
            .data(json!({ "draft": "x" }));
        let response = client.get("/payload").session(&alice).dispatch();
        let payload: Value = response.into_json().expect("JSON");
        assert_eq!(payload["sub"], "alice");
        assert_eq!(
            (&payload["tId"], &payload["company"]),
            (&json!("t1"), &json!(7))
        );
        assert_eq!(payload["iss"], "https://rocket-supertokens.test/auth");
        let response = client.get("/data").session(&alice).dispatch();
        assert_eq!(response.into_json(), Some(json!({ "draft": "x" })));
        st.core().forget_calls();
        let admin = st
            .session("alice")
            .tenant("t1")
            .role("admin")
            .stale_claim(&UserRole);
        let response = client.get("/admin/fresh").session(&admin).dispatch();
        assert_eq!(response.status(), Status::Ok);
        assert_eq!(st.core().calls()[0], "GET /t1/recipe/user/roles");
    }
}

#[rocket::async_test]
async fn a_program_without_rocket() {
    for st in generations() {
        let super_tokens = st.build(SuperTokens::builder()).expect("complete");
        let alice = st.session("alice");
        let token = alice.access_token(&super_tokens);
        let session = super_tokens.verify_token(&token).await.expect("good");
        assert_eq!(Some(session.handle()), alice.handle());
        let expired = alice.expired().access_token(&super_tokens);
        let error = super_tokens
            .verify_token(&expired)
            .await
            .expect_err("expired");
        assert_eq!(error.code(), "expired");
    }
}
