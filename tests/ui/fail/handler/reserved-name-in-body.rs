use rocket::{get, routes};
use rocket_supertokens::verify_session;

#[verify_session]
#[get("/likes")]
fn likes() -> &'static str {
    let _session = __supertokens_session;
    "3"
}

fn main() {
    let _ = routes![likes];
}
