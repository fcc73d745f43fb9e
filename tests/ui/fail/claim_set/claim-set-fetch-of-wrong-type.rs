use rocket_supertokens::ClaimSet;
use rocket_supertokens::claims::{ClaimContext, ClaimValue, FetchError};

#[derive(ClaimSet)]
pub struct Account {
    #[claim(fetch = find_plan)]
    pub plan: ClaimValue<String>,
}

async fn find_plan(_context: ClaimContext) -> Result<Option<u32>, FetchError> {
    Ok(Some(3))
}

fn main() {}
