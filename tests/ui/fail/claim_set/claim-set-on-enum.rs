use rocket_supertokens::ClaimSet;
use rocket_supertokens::claims::ClaimValue;

#[derive(ClaimSet)]
pub enum Account {
    Free,
    Pro { seats: ClaimValue<u32> },
}

fn main() {}
