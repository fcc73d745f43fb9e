use rocket::routes;
use rocket_supertokens::verify_session;

#[verify_session]
#[rocket::route(Options, uri = "/likes")]
fn likes() -> &'static str {
    ""
}

fn main() {
    let _ = routes![likes];
}
