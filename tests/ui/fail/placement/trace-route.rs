use rocket_supertokens::verify_session;

#[verify_session]
#[rocket::route(TRACE, uri = "/likes")]
fn likes() -> &'static str {
    ""
}

fn main() {}
