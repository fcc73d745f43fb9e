use rocket_supertokens::ClaimSet;
use rocket_supertokens::claims::ClaimValue;

#[derive(ClaimSet)]
pub struct Account {
    pub plan: ClaimValue<String>,
    pub sub: String,
}

fn main() {}
