use rocket::{catch, catchers};
use rocket_supertokens::verify_session;

#[verify_session]
#[catch(404)]
fn not_found() -> &'static str {
    "nothing here"
}

fn main() {
    let _ = catchers![not_found];
}
