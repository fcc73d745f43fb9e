use rocket_supertokens::verify_session;

struct Likes;

#[verify_session]
impl Likes {
    fn count() -> &'static str {
        "3"
    }
}

fn main() {}
