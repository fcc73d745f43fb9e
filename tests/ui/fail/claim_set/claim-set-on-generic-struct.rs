use rocket_supertokens::ClaimSet;
use rocket_supertokens::claims::ClaimValue;

#[derive(ClaimSet)]
pub struct Account<P> {
    pub plan: ClaimValue<P>,
}

fn main() {}
