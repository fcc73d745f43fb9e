//! Policies without the attribute, in guards and as parameters.

use std::sync::Arc;

use rocket::Request;
use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};
use rocket::serde::json::json;
use rocket::{get, routes};
use rocket_supertokens::claims::{ClaimRules, UserRole};
use rocket_supertokens::overrides::{SessionFunctions, Verification};
use rocket_supertokens::policy::Verify;
use rocket_supertokens::policy::{AllOf, DefaultPolicy, Optional, Policy};
use rocket_supertokens::{Error, Session, SuperTokens, async_trait, verify_session};

use crate::pass::{Running, app, claim, status};

enum Open {}

impl Policy for Open {
    type Presence = Optional;
}

enum Admins {}

impl Policy for Admins {
    type Presence = Optional;

    fn claims() -> ClaimRules {
        ClaimRules::global().with(UserRole::includes("admin"))
    }
}

struct Author(String);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Author {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Error> {
        let verified = request
            .guard::<Verify<AllOf<Admins, DefaultPolicy>>>()
            .await;
        verified.map(|verified| Self(verified.session().user_id().to_owned()))
    }
}

#[get("/author")]
fn author(author: Author) -> String {
    author.0
}

#[get("/required")]
fn required(verified: Verify<DefaultPolicy>) -> String {
    let session: Session = verified.into_session();
    session.user_id().to_owned()
}

#[get("/open")]
fn open(verified: Verify<Open>) -> String {
    let session: &Option<Session> = verified.session();
    session.is_some().to_string()
}

/// An `Option` does not let the request through.
#[get("/option")]
fn option(verified: Option<Verify<DefaultPolicy>>) -> String {
    verified.is_some().to_string()
}

#[rocket::async_test]
async fn who_has_no_session_is_refused_where_one_is_required() {
    let app = || app().mount("/", routes![author, required, open, option]);
    for (uri, expected) in [
        ("/author", Status::Unauthorized),
        ("/required", Status::Unauthorized),
        ("/option", Status::Unauthorized),
        ("/open", Status::Ok),
    ] {
        assert_eq!(status(app(), Get, uri).await, expected, "{uri}");
    }
}

#[rocket::async_test]
async fn the_session_comes_with_the_guard() {
    let running = Running::start(routes![author, required, open, option]).await;
    for (uri, expected) in [
        ("/required", "alice"),
        ("/open", "true"),
        ("/option", "true"),
    ] {
        let response = running.get(json!({}), uri).await;
        assert_eq!(response, (Status::Ok, expected.to_owned()), "{uri}");
    }
    let refused = running.status(json!({}), "/author").await;
    assert_eq!(refused, Status::Forbidden);
    let response = running.get(claim("st-role", ["admin"]), "/author").await;
    assert_eq!(response, (Status::Ok, "alice".to_owned()));
}

/// Whatever it is given, it finds no session and no mistake.
struct FindsNone(Arc<dyn SessionFunctions>);

#[async_trait]
impl SessionFunctions for FindsNone {
    fn original(&self) -> &dyn SessionFunctions {
        &*self.0
    }

    async fn verify_session(
        &self,
        _: Verification,
        _: &SuperTokens,
    ) -> Result<Option<Session>, Error> {
        Ok(None)
    }
}

#[verify_session]
#[get("/without/parameters")]
fn without_parameters() {}

#[rocket::async_test]
async fn a_function_of_the_applications_cannot_let_an_anonymous_request_through() {
    let routes = routes![without_parameters, required, open];
    let running = Running::start_with(routes, |settings| settings.override_functions(FindsNone));
    let running = running.await;
    for (uri, expected) in [
        ("/without/parameters", Status::Unauthorized),
        ("/required", Status::Unauthorized),
        ("/open", Status::Ok),
    ] {
        assert_eq!(running.status(json!({}), uri).await, expected, "{uri}");
    }
}
