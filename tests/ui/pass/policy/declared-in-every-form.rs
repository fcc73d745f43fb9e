//! What may stand around the name of a policy, and where it may be declared.
#![deny(missing_docs, warnings)]

use rocket::http::Method::Get;
use rocket::http::Status;
use rocket::{get, routes};
use rocket_supertokens::claims::{BooleanClaim, UserRole};
use rocket_supertokens::policy::{AllOf, VerifyOptions};
use rocket_supertokens::{Session, policy, verify_session};

use crate::pass::{app, status};

policy!(pub(super) Member);

policy! {
    /// Documentation goes with it, and so do derives and lints.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[allow(non_camel_case_types)]
    pub(crate) r#final =
        required = false,
        check_database,
        anti_csrf_check = false,
        global_claims = false,
        claims(UserRole::includes("admin"), TERMS.is_true()),
        crate = rocket_supertokens,
    ;
}

policy! {
    #[cfg(any())]
    Absent = claims(NOT_THERE)
}

#[allow(deprecated)]
mod deprecated {
    use rocket_supertokens::policy;

    policy!(#[deprecated] pub(super) Old = check_database);
}

macro_rules! of_a_macro {
    ($(#[$attr:meta])* $vis:vis $name:ident: $required:literal, $($check:expr),*) => {
        policy!($(#[$attr])* $vis $name = required = $required, claims($($check),*));
    };
}

of_a_macro!(
    /// Of whom a macro says what is demanded.
    pub(super) Reader: true, UserRole::includes("reader"), TERMS.is_true()
);
of_a_macro!(Guest: false, TERMS.is_true());

static TERMS: BooleanClaim = BooleanClaim::new("terms");

#[verify_session(policy = AllOf<Member, r#final>)]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

#[test]
fn every_option_is_taken() {
    policy!(InAFunction = anti_csrf_check;);

    let options = VerifyOptions::of::<r#final>();
    assert!(!options.required && options.check_database);
    assert_eq!(options.anti_csrf_check, Some(false));
    assert!(VerifyOptions::of::<Reader>().required);
    assert!(!VerifyOptions::of::<Guest>().required);
    let options = VerifyOptions::of::<InAFunction>();
    assert!(options.required && !options.check_database);
    assert_eq!(options.anti_csrf_check, Some(true));
    #[allow(deprecated)]
    let options = VerifyOptions::of::<deprecated::Old>();
    assert!(options.check_database);
}

#[rocket::async_test]
async fn an_anonymous_request_is_refused() {
    let response = status(app().mount("/", routes![likes]), Get, "/likes").await;
    assert_eq!(response, Status::Unauthorized);
}
