//! Three ways to the attribute for a crate that does not depend on it.

#![cfg(test)]

use renamed_dependency::app;
use rocket::error::ErrorKind;
use rocket::http::Status;
use rocket::local::asynchronous::Client;
use rocket::routes;

/// The crate in scope under its own name.
mod in_scope {
    use renamed_dependency::rocket_supertokens;
    use rocket::get;
    use rocket_supertokens::claims::ClaimValue;
    use rocket_supertokens::{ClaimSet, Session, policy, verify_session};

    policy!(pub(super) Payer = claims(Account::pays().has_value(true)));

    #[derive(serde::Deserialize, ClaimSet)]
    struct Account {
        pays: ClaimValue<bool>,
    }

    #[verify_session(policy = Payer)]
    #[get("/in-scope")]
    pub(super) fn route(session: Session) -> String {
        let account: Account = session.access_token_payload_as().expect("a payload");
        account.pays.v.to_string()
    }
}

/// The crate by its path.
mod by_path {
    use renamed_dependency::rocket_supertokens::claims::ClaimValue;
    use renamed_dependency::rocket_supertokens::{ClaimSet, Session, policy, verify_session};
    use rocket::get;

    policy!(pub(super) Member = crate = renamed_dependency::rocket_supertokens);

    #[derive(serde::Deserialize, ClaimSet)]
    #[claim(crate = renamed_dependency::rocket_supertokens)]
    struct Account {
        pays: ClaimValue<bool>,
    }

    #[verify_session(crate = renamed_dependency::rocket_supertokens, claims(Account::pays().has_value(true)))]
    #[get("/by-path")]
    pub(super) fn route(session: Session) -> String {
        let account: Account = session.access_token_payload_as().expect("a payload");
        account.pays.v.to_string()
    }

    #[verify_session(crate = renamed_dependency::rocket_supertokens, policy = Member)]
    #[get("/by-path/policy")]
    pub(super) fn with_policy() {}
}

/// The crate by way of a macro that knows its own.
mod by_macro {
    use rocket::get;

    renamed_dependency::for_payers! {
        #[get("/by-macro")]
        pub(super) fn route() {}

        #[get("/by-macro/<id>")]
        pub(super) fn with_parameter(id: u8) -> String {
            id.to_string()
        }
    }
}

#[rocket::async_test]
async fn the_launch_stops_without_the_fairing() {
    let quiet = || rocket::Config::figment().merge(("log_level", "off"));
    for routes in [
        routes![in_scope::route],
        routes![by_path::route],
        routes![by_macro::route],
    ] {
        let app = rocket::custom(quiet()).mount("/", routes);
        let error = Client::untracked(app).await.expect_err("no launch");
        assert!(matches!(error.kind(), ErrorKind::SentinelAborts(_)));
    }
}

#[rocket::async_test]
async fn every_one_is_guarded() {
    let app = app()
        .mount(
            "/",
            routes![in_scope::route, by_path::route, by_path::with_policy],
        )
        .mount("/", routes![by_macro::route, by_macro::with_parameter]);
    let client = Client::untracked(app).await.expect("the app launches");
    for uri in [
        "/renamed",
        "/renamed/policy",
        "/in-scope",
        "/by-path",
        "/by-path/policy",
        "/by-macro",
        "/by-macro/1",
    ] {
        let response = client.get(uri).dispatch().await;
        assert_eq!(response.status(), Status::Unauthorized, "{uri}");
    }
}
