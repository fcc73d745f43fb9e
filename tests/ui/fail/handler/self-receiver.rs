use rocket_supertokens::{Session, verify_session};

struct Likes;

impl Likes {
    #[verify_session]
    #[rocket::get("/likes")]
    fn likes(&self, _session: Session) -> &'static str {
        "3"
    }
}

fn main() {}
