use rocket_supertokens::ClaimSet;
use rocket_supertokens::claims::ClaimValue;

#[derive(ClaimSet)]
pub struct Account {
    #[claim(key = "subscription")]
    pub plan: ClaimValue<String>,
}

fn main() {}
