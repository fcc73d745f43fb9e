use rocket_supertokens::verify_session;

#[verify_session]
struct Likes {
    count: usize,
}

fn main() {}
