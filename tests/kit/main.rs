//! The testing kit, as the tests of an application use it.

mod emails;
mod failures;
mod flows;
mod launch;
mod sessions;
mod trouble;

use rocket::local::blocking::Client;
use rocket_supertokens::testing::TestSuperTokens;
use rocket_supertokens_kit_tests::rocket;

/// A core of each generation: they differ in how refresh tokens are replaced.
fn generations() -> [TestSuperTokens; 2] {
    ["5.3", "5.6"].map(|version| TestSuperTokens::builder().max_cdi_version(version).build())
}

/// For each generation a core and a client of the application.
fn worlds() -> [(TestSuperTokens, Client); 2] {
    generations().map(|st| {
        let client = st.client(rocket());
        (st, client)
    })
}
