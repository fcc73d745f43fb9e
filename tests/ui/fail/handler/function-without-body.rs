use rocket_supertokens::verify_session;

trait Likes {
    #[verify_session]
    #[rocket::get("/likes")]
    fn likes() -> &'static str;
}

fn main() {}
