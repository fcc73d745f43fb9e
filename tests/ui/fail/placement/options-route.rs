use rocket::{options, routes};
use rocket_supertokens::verify_session;

#[verify_session]
#[options("/likes")]
fn likes() -> &'static str {
    ""
}

fn main() {
    let _ = routes![likes];
}
