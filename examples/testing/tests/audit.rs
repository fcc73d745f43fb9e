//! No route is open that nobody meant to be.

use rocket_supertokens::testing::{TestSuperTokens, audit};
use testing_example::rocket;

#[test]
fn only_these_routes_are_open() {
    let client = TestSuperTokens::new().client(rocket());
    // Everybody reads `/notes`, and only users write there.
    audit(&client).assert_all_protected_except(["/", "/login", "GET /notes"]);
}
