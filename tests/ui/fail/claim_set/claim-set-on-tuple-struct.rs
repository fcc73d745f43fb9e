use rocket_supertokens::ClaimSet;
use rocket_supertokens::claims::ClaimValue;

#[derive(ClaimSet)]
pub struct Account(pub ClaimValue<String>);

fn main() {}
